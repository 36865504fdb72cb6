// Citations of the seed are facts: the lines are there, they move what the clause speaks of, and no instruction of the seed is uncited.
import { describe, expect, it } from 'vitest';
import { assumptions } from './assumptions.ts';
import type { Citation } from './cite.ts';
import { contract } from './contract.ts';
import { partsOf, type SeedLine, seedLines } from './seed-lines.ts';

const table = new Map(seedLines.map((row) => [row.line, row]));

const partsCited = (cite: readonly Citation[]) =>
  cite.flatMap((one) => (one.kind === 'seed' ? partsOf(one.lines) : []));

const linesCited = (cite: readonly Citation[]): readonly SeedLine[] =>
  partsCited(cite).flatMap(([first, last]) =>
    seedLines.filter(({ line }) => line >= first && line <= last),
  );

/** Every place that the seed's lines name, except NIA, which every branch writes, and TB, with which claims measure time. */
const moved = new Set<string>(
  seedLines.flatMap(({ names }) => names).filter((name) => name !== 'NIA' && name !== 'TB'),
);

/** Every text in a claim, of which places are some. */
const textsIn = (data: unknown): readonly string[] =>
  typeof data === 'string'
    ? [data]
    : typeof data === 'object' && data !== null
      ? Object.values(data).flatMap(textsIn)
      : [];

const cited = [...contract, ...assumptions.filter((one) => 'claim' in one)].filter(
  ({ cite }) => partsCited(cite).length > 0,
);

describe.each(cited)('what $name cites of the seed', ({ cite, claim }) => {
  const places = new Set(textsIn(claim));

  it('begins and ends on lines that move what it speaks of', () => {
    for (const end of partsCited(cite).flat()) {
      const names = table.get(end)?.names ?? [];
      expect(names.filter((name) => places.has(name)).length, `line ${end}`).toBeGreaterThan(0);
    }
  });

  it('is of everything that it speaks of and the seed moves', () => {
    const named = new Set<string>(linesCited(cite).flatMap(({ names }) => names));
    const left = [...places].filter((place) => moved.has(place) && !named.has(place));
    expect(left).toEqual([]);
  });
});

it('every instruction of the seed is cited by a clause', () => {
  const lines = new Set(contract.flatMap(({ cite }) => linesCited(cite).map(({ line }) => line)));
  const instructions = seedLines.filter(({ op }) => op !== 'comment' && op !== 'label');
  expect(instructions.filter(({ line }) => !lines.has(line))).toEqual([]);
});

it('what is assumed of time cites lines that are there', () => {
  const parts = assumptions.flatMap(({ cite }) => partsCited(cite));
  for (const end of parts.flat()) expect(table.has(end), `line ${end}`).toBe(true);
});

it('lines are told in order, and none lies outside the file', () => {
  const lines = seedLines.map(({ line }) => line);
  expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
  expect(Math.max(...lines)).toBe(136);
});

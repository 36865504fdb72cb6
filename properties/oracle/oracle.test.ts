// Independent evidence for the instructions: every recorded vector, from the instruction's text through the tables to its
// meaning, leaves what another implementation left; and no vector is recorded in vain.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { form, InvalidOperand } from '../../asm/instructions/form.ts';
import { userForms } from '../../asm/instructions/user.ts';
import type { Meaning } from '../../model/step.ts';
import { few } from '../testing/rows.ts';
import { dice } from './dice.ts';
import { idle, watched, without } from './missing.ts';
import { textOf } from './operands.ts';
import { agrees, meaningsOf, replayed } from './replay.ts';
import type { Vector } from './trial.ts';
import { EACH, recordedMnemonics, trialsOf, unrecorded } from './trials.ts';
import { packageAbove, packed, packedTrial, readVectors } from './vectors.ts';

const vectors = readVectors();

/** Recorded instructions that change nothing, and why. */
const idlers: Readonly<Record<string, string>> = {
  nop: 'that is what it is for',
};

/** Parts that a meaning writes as it found them, and why. */
const untouched: readonly (readonly [part: RegExp, of: RegExp, why: string])[] = [
  [/^CR [1-7]$/u, /\.$/u, 'CR0 is all of CR that records a result'],
  [/^XER CA$/u, /^(?:add|subf?|neg|mull[wd]|div[wd]e?u?)o\.?$/u, 'it says nothing of a carry'],
  [
    /^XER (?:SO|OV)$/u,
    /^(?:(?:add|subf?)(?:i?c|e|me|ze)|subfic|sra[wd]i?)\.?$/u,
    'without o it does not tell of overflow',
  ],
  [/^CR (?:LT|GT|EQ)$/u, /^(?:mulhwu?|divwe?u?o?)\.$/u, 'a word result has no sign of 64 bits'],
  [/^(?:LOST|UNDONE)$/u, /^st[wd]cx\.$/u, 'the model knows it, and no register'],
];

interface Case {
  readonly vector: Vector;
  readonly meaning: Meaning;
}

/** The vectors of a mnemonic, each with what its text means; read once. */
function casesOf(mnemonic: string): readonly Case[] {
  const known = cases.get(mnemonic);
  if (known !== undefined) return known;
  const rows = vectors.get(mnemonic) ?? [];
  const meanings = meaningsOf(rows.map(({ text }) => text));
  expect(meanings).toHaveLength(rows.length);
  const read = rows.map((vector, i) => ({ vector, meaning: meanings[i] ?? idle }));
  cases.set(mnemonic, read);
  return read;
}

const cases = new Map<string, readonly Case[]>();

describe('the record', () => {
  it('has every mnemonic of the tables but those with a reason', () => {
    expect([...vectors.keys()].sort()).toEqual([...recordedMnemonics].sort());
    expect(Object.keys(unrecorded).filter((name) => !(name in userForms))).toEqual([]);
  });

  it('was made from the trials that are made now', () => {
    for (const mnemonic of recordedMnemonics)
      expect((vectors.get(mnemonic) ?? []).map(packedTrial)).toEqual(
        trialsOf(mnemonic).map(packedTrial),
      );
  });

  it('is found from any folder of the package', () => {
    const root = mkdtempSync(join(tmpdir(), 'dist-'));
    mkdirSync(join(root, 'dist/properties'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{}');
    expect(packageAbove(join(root, 'dist/properties'))).toBe(root);
    expect(packageAbove(root)).toBe(root);
    rmSync(root, { recursive: true });
    expect(existsSync(join(packageAbove(import.meta.dirname), 'properties/oracle'))).toBe(true);
  });
});

it('a form that fails, other than by refusing, is no reason to draw other operands', () => {
  const failing = (error: Error) =>
    form(['gpr'], () => {
      throw error;
    });
  expect(() => textOf('add', failing(new TypeError('broken')), dice(1, 1))).toThrow('broken');
  expect(() => textOf('add', failing(new InvalidOperand('no')), dice(1, 1))).toThrow(
    'no operands for add',
  );
});

it.each(few([...vectors.keys()], 150))('%s leaves what it should', (mnemonic) => {
  const all = casesOf(mnemonic);
  expect(all.length).toBeGreaterThanOrEqual(EACH);
  const wrong = few(all, EACH / 8).filter(({ vector, meaning }) => !agrees(vector, meaning));
  expect(wrong.slice(0, 3).map(({ vector }) => packed(vector))).toEqual([]);
});

it('an instruction that does nothing fails a vector, but where that is what it does', () => {
  const passing = [...vectors].filter(([, rows]) => rows.every((vector) => agrees(vector, idle)));
  expect(passing.map(([mnemonic]) => mnemonic)).toEqual(Object.keys(idlers));
});

it('an instruction that leaves out a part of its writes fails a vector, but where that stays', () => {
  const parts = few([...vectors.keys()], 30).map((mnemonic) => ({
    mnemonic,
    ...partsOf(mnemonic),
  }));
  const [missed, expected] = [
    parts.map(({ mnemonic, missed }) => ({ mnemonic, parts: missed })),
    parts.map(({ mnemonic, written }) => ({
      mnemonic,
      parts: written.filter((part) => stays(part, mnemonic)),
    })),
  ];
  expect(missed).toEqual(expected);
});

const stays = (part: string, mnemonic: string): boolean =>
  untouched.some(([parts, of]) => parts.test(part) && of.test(mnemonic));

/** The parts that the meanings of a mnemonic write, and those that no vector misses. */
function partsOf(mnemonic: string): {
  readonly written: readonly string[];
  readonly missed: readonly string[];
} {
  // A part that a vector leaves as it was is not tried there: without it the same comes of that vector.
  const all = casesOf(mnemonic).map((one) => {
    const parts = new Map<string, unknown>();
    replayed(one.vector, watched(one.meaning, parts));
    return { ...one, parts };
  });
  const written = [...new Set(all.flatMap(({ parts }) => [...parts.keys()]))];
  const missed = written.filter((part) =>
    all.every(
      ({ vector, meaning, parts }) =>
        !parts.has(part) || parts.get(part) === 0n || agrees(vector, without(meaning, part)),
    ),
  );
  return { written, missed };
}

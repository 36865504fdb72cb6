// Addresses taken apart: in every assignment just one case holds, and it names the word that the term has.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casesOf } from './addresses.ts';
import { type Algebra, algebra } from './algebra.ts';
import { assume, noFacts } from './facts.ts';
import { ALL, type Term, TermTable } from './term.ts';
import { valuesUnder } from './value.ts';

const BASE = 0xc000_0000_1234_52f8n;

/** A pointer that went on by a step wherever a bit of a table was set: as the loops of kernels make it, path by path. */
const pointer = (t: Algebra, entries: number, step: bigint): Term =>
  Array.from({ length: entries }, (_, i) => t.table.variable(`entry ${i}`)).reduce(
    (at, entry) => t.select(t.and(entry, t.literal(0x800_0000n)), t.add(at, t.literal(step)), at),
    t.literal(BASE),
  );

describe('cases of an address', () => {
  it('of a table are one for each entry below its bound, wherever the table lies', () => {
    const [entries, table] = [74n, 0x1f0000n];
    const terms = new TermTable();
    const t = algebra(terms);
    const index = t.and(terms.variable('r3'), t.literal(ALL & ~3n));
    const inTable = t.lessUnsigned(index, t.literal(4n * entries));
    const cases = casesOf(t, assume(t, noFacts(), inTable, true), t.add(index, t.literal(table)));
    expect(cases?.map(({ word }) => word)).toEqual(
      Array.from({ length: Number(entries) }, (_, i) => table + 4n * BigInt(i)),
    );
  });

  it('are as many as the steps that a pointer may have gone, and name its word', () => {
    const [entries, step] = [24, 16n];
    const t = algebra();
    const term = pointer(t, entries, step);
    const cases = casesOf(t, noFacts(), term) ?? [];
    expect(cases.map(({ word }) => word)).toEqual(
      Array.from({ length: entries + 1 }, (_, i) => BASE + step * BigInt(i)),
    );
    const words = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), {
      minLength: entries,
      maxLength: entries,
    });
    fc.assert(
      fc.property(words, (given) => {
        const wordOf = valuesUnder((name) => given[Number(name.split(' ')[1])] ?? 0n);
        const holding = cases.filter(({ when }) => wordOf(when) === 1n);
        expect(holding.map(({ word }) => word)).toEqual([wordOf(term)]);
      }),
    );
  });
});

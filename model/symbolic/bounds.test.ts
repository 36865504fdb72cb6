// Sums of few bits, held to the numbers: what is said of their bounds, and what is made of them where they cannot wrap.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers, type Word, type Words } from '../../spec/vocabulary/words.ts';
import { algebra } from './algebra.ts';
import { boundsOf } from './bounds.ts';
import { valuesUnder } from './value.ts';

/** Variables, by how many bits each has. */
const WIDTHS = [1, 3, 5, 6, 8] as const;

/** A sum of variables with small factors and a constant, cut to some bits and read with its sign. */
interface Shape {
  readonly factors: readonly number[];
  readonly constant: number;
  readonly bits: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  factors: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 5, maxLength: 5 }),
  constant: fc.integer({ min: -300, max: 300 }),
  bits: fc.integer({ min: 6, max: 14 }),
});

const values = fc.tuple(
  ...WIDTHS.map((width) => fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n })),
);

const wordOf = (integer: number): Word => BigInt.asUintN(64, BigInt(integer));

/** The sum, and the sum cut, over any reading of words. */
function made<V>(words: Words<V>, variables: readonly V[], { factors, constant, bits }: Shape) {
  const sum = variables.reduce(
    (all, variable, i) =>
      words.add(all, words.multiply(variable, words.literal(wordOf(factors[i] ?? 0)))),
    words.literal(wordOf(constant)),
  );
  return [
    sum,
    words.signExtend(sum, bits),
    words.and(sum, words.literal((1n << BigInt(bits)) - 1n)),
  ];
}

describe('a sum of few bits', () => {
  it('lies within its bounds, and cut to some bits has the value that it has over numbers', () => {
    fc.assert(
      fc.property(shape, fc.array(values, { minLength: 6, maxLength: 6 }), (one, trials) => {
        const t = algebra();
        const variables = WIDTHS.map((width, i) =>
          t.table.variable(`v${i}`, (1n << BigInt(width)) - 1n),
        );
        const terms = made(t, variables, one);
        for (const words of trials) {
          const valueIn = valuesUnder((name) => words[Number(name.slice(1))] ?? 0n);
          expect(terms.map(valueIn)).toEqual(made(numbers, words, one));
          for (const term of terms) {
            const value = BigInt.asIntN(64, valueIn(term));
            const { low, high } = boundsOf(term);
            expect(low <= value && value <= high).toBe(true);
            const word = valueIn(term);
            expect((word & term.zeros) | (~word & term.ones) | (word > term.max ? 1n : 0n)).toBe(
              0n,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is not cut where it fits', () => {
    const t = algebra();
    const [x, y] = [t.table.variable('x', 0xffn), t.table.variable('y', 0x7n)];
    const apart = t.sub(x, t.add(y, t.literal(0x80n)));
    expect(t.signExtend(t.and(apart, t.literal(0xffffn)), 16)).toBe(apart);
    expect(t.signExtend(apart, 8)).not.toBe(apart);
    expect(t.lessSigned(t.sub(y, t.literal(8n)), t.literal(0n))).toBe(t.literal(1n));
  });
});

// The arbitraries shrink to what matters and to nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceOf } from './sequence-of.ts';
import { wordsOf } from './words-of.ts';

const minimal = <T>(arbitrary: fc.Arbitrary<T>, passes: (value: T) => boolean): T | undefined =>
  fc.check(fc.property(arbitrary, passes), { numRuns: 1000, seed: 1 }).counterexample?.[0];

describe('words', () => {
  it('end with one bit of one word, all others 0', () => {
    const found = minimal(wordsOf(90), (words) => ((words[17] ?? 0n) & (1n << 40n)) === 0n);
    const expected = new BigUint64Array(90);
    expected[17] = 1n << 40n;
    expect(found).toEqual(expected);
  });

  it('end at the bound when a comparison decides', () => {
    const found = minimal(wordsOf(3), (words) => (words[1] ?? 0n) < 1000n);
    expect(found).toEqual(BigUint64Array.of(0n, 1000n, 0n));
  });

  it('are the same for the same seed', () => {
    const [first, second] = [1, 2].map(() => fc.sample(wordsOf(9), { numRuns: 5, seed: 3 }));
    expect(second).toEqual(first);
  });
});

describe('sequences', () => {
  const numbers = sequenceOf(
    9,
    (random) => random.nextInt(0, 99),
    (n) => (n > 0 ? [0, n - 1] : []),
  );
  it('drop every bystander, also between two elements that matter', () => {
    const found = minimal(numbers, (list) => list.filter((n) => n >= 10).length < 2);
    expect(found).toEqual([10, 10]);
  });
});

describe('the steps of a shrink', () => {
  const next = <T>(
    arbitrary: fc.Arbitrary<T>,
    value: T,
    context?: unknown,
  ): readonly fc.Value<T>[] => [...arbitrary.shrink(value, context)];
  const plain = <T>(arbitrary: fc.Arbitrary<T>, value: T, context?: unknown): readonly T[] =>
    next(arbitrary, value, context).map((one) => one.value);

  it('of a sequence are blocks that are dropped, then each element made simpler', () => {
    const numbers = sequenceOf(
      9,
      (_random, behind) => behind,
      (n: number) => (n > 1 ? [1] : []),
    );
    expect(plain(numbers, [1, 2, 3, 4])).toEqual([
      [],
      [3, 4],
      [1, 2],
      [2, 3, 4],
      [1, 3, 4],
      [1, 2, 4],
      [1, 2, 3],
      [1, 1, 3, 4],
      [1, 2, 1, 4],
      [1, 2, 3, 1],
    ]);
    expect(plain(numbers, [])).toEqual([]);
    expect([[], 1].map((value) => numbers.canShrinkWithoutContext(value))).toEqual([true, false]);
  });

  it('of a sequence are told how many are behind each when it is drawn', () => {
    const numbers = sequenceOf(
      3,
      (_random, behind) => behind,
      () => [],
    );
    const drawn = fc.sample(numbers, { numRuns: 50, seed: 1 });
    expect(new Set(drawn.map((all) => all.join()))).toEqual(new Set(['', '0', '1,0', '2,1,0']));
  });

  it('of words are blocks of zeros, then fewer bits, and go on from where they stand', () => {
    const words = wordsOf(4);
    const value = BigUint64Array.of(0n, 3n, 0n, 1n);
    const all = next(words, value);
    expect(all.map((one) => one.value.join(' '))).toEqual([
      '0 0 0 0',
      '0 0 0 1',
      '0 3 0 0',
      '0 0 0 1',
      '0 3 0 0',
      '0 0 0 1',
      '0 1 0 1',
      '0 2 0 1',
      '0 3 0 0',
    ]);
    const [, half, , one, , , bit] = all;
    expect(plain(words, BigUint64Array.of(0n, 0n, 0n, 1n), half?.context).map(String)).toEqual([
      '0,0,0,0',
      '0,0,0,0',
      '0,0,0,0',
    ]);
    expect(plain(words, BigUint64Array.of(0n, 0n, 0n, 1n), one?.context)).toHaveLength(2);
    const rest = plain(words, BigUint64Array.of(5n, 1n, 0n, 1n), bit?.context);
    expect(rest.map(String)).toEqual(['5,0,0,1', '5,1,0,0']);
    expect(plain(words, new BigUint64Array(4))).toEqual([]);
  });

  it('of words are of arrays of that length', () => {
    const values = [new BigUint64Array(4), new BigUint64Array(3), [0n, 0n, 0n, 0n]];
    expect(values.map((value) => wordsOf(4).canShrinkWithoutContext(value))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

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

// Numbers packed as progressions come back as they were, and a shard's blocks take one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packed, unpacked } from './progression.ts';

it('gives back what was packed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000)), (numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      expect(unpacked(packed(sorted))).toEqual(sorted);
    }),
  );
});

it('takes one progression for a shard', () => {
  const shard = Array.from({ length: 1000 }, (_, i) => 3 + 8 * i);
  expect(packed(shard)).toEqual([[3, 1000, 8]]);
});

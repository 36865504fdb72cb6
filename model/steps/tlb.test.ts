// tlbiel: which partition's translations of a class it reaches, by IS and LPIDR.
import { describe, expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { execute } from '../interpret.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { type Step, step } from '../step.ts';
import { invalidateTlb, tlbiel } from './tlb.ts';

const ALL = lowBits(64);
const [GUEST, RESERVED] = [5n, 0x3ffn];

/** What the two words of the TLB hold after a step under such an LPIDR. */
function left(taken: Step, lpidr: bigint, r3 = 0n): readonly bigint[] {
  const words: [Place, bigint][] = [
    ['TLB[0]', ALL],
    ['TLB[1]', ALL],
    ['TLB_LPID', GUEST],
    ['LPIDR', lpidr],
    ['r3', r3],
  ];
  const { cells } = execute(withWords(noCells(), words), taken, { code: () => 0n });
  return [wordIn(cells, 'TLB[0]'), wordIn(cells, 'TLB[1]')];
}

describe('tlbiel', () => {
  const one = step('tlbiel r3', tlbiel('r3'));

  it.each<[string, bigint, bigint, readonly [bigint, bigint]]>([
    ['IS = 2 in its own partition', GUEST, 0x800n, [ALL - 1n, ALL]],
    ['IS = 2 in another', 0n, 0x800n, [ALL, ALL]],
    ['IS = 2 in the reserved one', RESERVED, 0x800n, [ALL, ALL]],
    ['IS = 3 in any', RESERVED, 0xc00n | (127n << 12n), [ALL, ALL >> 1n]],
    ['IS = 0, of one translation', GUEST, 0n, [ALL, ALL]],
    ['IS = 1, which is reserved', GUEST, 0x400n, [ALL, ALL]],
  ])('%s', (_which, lpidr, r3, expected) => {
    expect(left(one, lpidr, r3)).toEqual(expected);
  });

  it('of all classes reaches the partition in LPIDR', () => {
    expect(left(invalidateTlb, GUEST)).toEqual([0n, 0n]);
    expect(left(invalidateTlb, 0n)).toEqual([ALL, ALL]);
  });
});

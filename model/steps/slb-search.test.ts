// slbfee. as the ISA describes it: what it finds, and what it says in CR0.
import { describe, expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { execute } from '../interpret.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { step } from '../step.ts';
import { slbFind } from './slb-search.ts';

const VALID = 0x8000000n;
const ONE_TB = 1n << 62n;

function found(words: Partial<Record<Place, bigint>>): readonly [value: bigint, cr: bigint] {
  const all = Object.entries({ r3: ~0n & 0xffn, ...words }) as [Place, bigint][];
  const begun = withWords(noCells(), all);
  const { cells } = execute(begun, step('slbfee.', slbFind('r3', 'r4')), { code: () => 0n });
  return [wordIn(cells, 'r3'), wordIn(cells, 'CR')];
}

describe('slbfee.', () => {
  const entry = { 'SLB[7].esid': 0x50000000n | VALID, 'SLB[7].vsid': 0x1230n } as const;
  it.each<[string, Partial<Record<Place, bigint>>, bigint, bigint]>([
    ['finds the segment of 256 MB', { ...entry, r4: 0x5abc0000n }, 0x1230n, 0x20000000n],
    ['finds none beside it', { ...entry, r4: 0x60000000n }, 0n, 0n],
    ['passes an entry that is not valid', { 'SLB[7].esid': 0x50000000n, r4: 0x50000000n }, 0n, 0n],
    [
      'finds the segment of 1 TB',
      { 'SLB[31].esid': VALID, 'SLB[31].vsid': ONE_TB | 5n, r4: 0xff_0000_0000n },
      ONE_TB | 5n,
      0x20000000n,
    ],
    [
      'notes the overflow, and leaves the other fields',
      { XER: 0x80000000n, CR: 0xf1234567n, r4: 0n },
      0n,
      0x11234567n,
    ],
  ])('%s', (_what, words, value, cr) => {
    expect(found(words)).toEqual([value, cr]);
  });
});

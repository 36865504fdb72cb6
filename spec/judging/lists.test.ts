// The claim that the SLB and its table say the same, on states made by hand.
import { describe, expect, it } from 'vitest';
import { lists } from '../terms.ts';
import { finding, span } from './hand-made.ts';

describe('lists', () => {
  const listed = {
    'vcpu.slb_max': 1n,
    'vcpu.slb[0].esid': 0x18000005n,
    'vcpu.slb[0].vsid': 7n,
  } as const;
  it('is met when the table lists just the valid entries', () => {
    const right = span({ ...listed, 'SLB[5].esid': 0x18000000n, 'SLB[5].vsid': 7n });
    expect(finding(lists('now', 'was'), right)).toBe('met');
  });

  it.each([
    [
      'an entry that is not listed',
      { ...listed, 'SLB[5].esid': 0x18000000n, 'SLB[5].vsid': 7n, 'SLB[6].esid': 0x08000000n },
      'SLB[6].esid',
    ],
    ['a listed entry that is not there', listed, 'SLB[5].esid'],
    ['another VSID', { ...listed, 'SLB[5].esid': 0x18000000n }, 'SLB[5].vsid'],
    ['a table that is too long', { 'vcpu.slb_max': 33n }, 'vcpu.slb_max'],
  ])('is broken by %s', (_what, words, place) => {
    expect(finding(lists('now', 'now'), span(words))).toMatchObject({ place });
  });
});

// The claim that the SLB and its table say the same, on states made by hand.
import { describe, expect, it } from 'vitest';
import { slbMatchesList } from '../../terms.ts';
import { finding, span } from '../testing/span.ts';
import { ENTRIES, mismatch } from './slb-matches-list.ts';

describe('lists', () => {
  const listed = {
    'vcpu.slb_max': 1n,
    'vcpu.slb[0].esid': 0x18000005n,
    'vcpu.slb[0].vsid': 7n,
  } as const;
  it('is met when the table lists just the valid entries', () => {
    const right = span({ ...listed, 'SLB[5].esid': 0x18000000n, 'SLB[5].vsid': 7n });
    expect(finding(slbMatchesList('now', 'was'), right)).toBe('met');
  });

  it('is met by a table that lists all 32', () => {
    const all = Array.from({ length: 32 }, (_, i) => [
      [`vcpu.slb[${i}].esid`, 0x08000000n | BigInt(i)],
      [`SLB[${i}].esid`, 0x08000000n],
    ]).flat();
    const full = span({ 'vcpu.slb_max': 32n, ...Object.fromEntries(all) });
    expect(finding(slbMatchesList('now', 'now'), full)).toBe('met');
  });

  it('asks for the entries that the SLB has, and for no other', () => {
    const asked: number[] = [];
    const isValid = (entry: number) => asked.push(entry) < 0;
    const none = { length: 0, isValid, indexOf: () => 0, agree: () => true };
    expect(mismatch(none)).toBeUndefined();
    expect(asked).toEqual(Array.from({ length: ENTRIES }, (_, entry) => entry));
  });

  it('says what the table has', () => {
    const found = (words: Parameters<typeof span>[0]) =>
      finding(slbMatchesList('now', 'now'), span(words));
    expect(found({ 'SLB[6].esid': 0x08000000n })).toEqual({
      place: 'SLB[6].esid',
      expected: 'invalid, as vcpu.slb does not list it',
      found: '0x8000000',
    });
    expect(found(listed)).toMatchObject({ expected: 'valid, as vcpu.slb lists it', found: '0x0' });
    const other = { ...listed, 'SLB[5].esid': 0x28000000n, 'SLB[5].vsid': 7n };
    expect(found(other)).toEqual({
      place: 'SLB[5].esid',
      expected: '0x18000005, as vcpu.slb lists it',
      found: '0x28000005',
    });
    expect(found({ 'vcpu.slb_max': 33n })).toMatchObject({
      expected: 'no more than 0x20',
      found: '0x21',
    });
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
    expect(finding(slbMatchesList('now', 'now'), span(words))).toMatchObject({ place });
  });
});

// The claims about a bitmap in words, on states made by hand.
import { describe, expect, it } from 'vitest';
import { lowestClearBit, now, oneBitToggled } from '../../terms.ts';
import { lowBits } from '../../vocabulary/words.ts';
import { finding, span } from '../testing/span.ts';

const words = ['host.lpid_inuse[0]', 'host.lpid_inuse[1]'] as const;
const [first, second] = words;

describe('lowest-clear', () => {
  const claim = lowestClearBit(now('vm.lpid'), words);
  it.each([
    ['in the first word', { [first]: 0b1011n, 'vm.lpid': 2n }],
    ['in the second word', { [first]: lowBits(64), [second]: 1n, 'vm.lpid': 65n }],
  ])('is met by the lowest bit clear %s', (_where, state) => {
    expect(finding(claim, span(state))).toBe('met');
  });
  it.each([
    ['a higher bit', { [first]: 0b1011n, 'vm.lpid': 4n }],
    ['a bit that is set', { [first]: 0b1011n, 'vm.lpid': 1n }],
    ['any bit of a full map', { [first]: lowBits(64), [second]: lowBits(64), 'vm.lpid': 5n }],
  ])('is broken by %s', (_what, state) => {
    expect(finding(claim, span(state))).toMatchObject({ place: 'vm.lpid' });
  });
  it('says which it is, and where there is none', () => {
    expect(finding(claim, span({ [first]: 0b1011n, 'vm.lpid': 4n }))).toEqual({
      place: 'vm.lpid',
      expected: '0x2',
      found: '0x4',
    });
    const full = span({ [first]: lowBits(64), [second]: lowBits(64) });
    expect(finding(claim, full)).toMatchObject({ expected: 'nothing, as no bit was clear' });
  });
});

describe('toggled', () => {
  const claim = oneBitToggled(now('vm.lpid'), words);
  const state = { [first]: 1n, [second]: 1n, 'vm.lpid': 65n };
  const step = (writes: Parameters<typeof span>[0]) => ({
    site: 'a.step',
    text: 'writes',
    by: 'host' as const,
    writes: words.map((place) => ({ place, word: writes[place] ?? 1n, stored: true })),
  });
  it('is met when the bit changes, set or cleared', () => {
    expect(finding(claim, span(state, step({ [second]: 3n })))).toBe('met');
    expect(finding(claim, span({ ...state, 'vm.lpid': 0n }, step({ [first]: 0n })))).toBe('met');
    expect(finding(claim, span({ ...state, 'vm.lpid': 64n }, step({ [second]: 0n })))).toBe('met');
  });
  it('is broken when the bit stays, and when another changes', () => {
    expect(finding(claim, span(state))).toMatchObject({ place: second });
    expect(finding(claim, span(state, step({ [first]: 3n, [second]: 3n })))).toMatchObject({
      place: first,
    });
  });
});

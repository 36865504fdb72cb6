// The claim that guest memory is stored to in VPAs only, on steps made by hand.
import { describe, expect, it } from 'vitest';
import { storesIntoVpas } from '../../terms.ts';
import { finding, span, step } from '../testing/span.ts';

const VPA = (0xcn << 60n) | 0x7000n;
const given = { 'vm.vcpu[2].vpa': VPA } as const;
const at = (address: number) => step('host', { [`real.word[${address}]`]: 1n });

describe('stores-into-vpas', () => {
  it('says nothing where nothing is stored', () => {
    expect(finding(storesIntoVpas, span(given, step('host', { 'vm.vcpu[2].ceded': 1n })))).toBe(
      'unmet',
    );
  });
  it.each([
    ['the first word', 0x7000],
    ['the yield count', 0x7100],
    ['the last word', 0x7000 + 636],
  ])('is met by %s of a VPA', (_what, address) => {
    expect(finding(storesIntoVpas, span(given, at(address)))).toBe('met');
  });
  it('is met by a VPA that comes, and by one that goes', () => {
    expect(finding(storesIntoVpas, span({}, step('host', given), at(0x7100)))).toBe('met');
    expect(
      finding(storesIntoVpas, span(given, at(0x7100), step('host', { 'vm.vcpu[2].vpa': 0n }))),
    ).toBe('met');
  });
  it.each([
    ['before it', 0x6ffc],
    ['across its end', 0x7000 + 638],
    ['behind it', 0x7000 + 640],
  ])('is broken by a store %s', (_what, address) => {
    expect(finding(storesIntoVpas, span(given, at(address)))).toMatchObject({
      place: `real.word[${address}]`,
      expected: 'a store into a VPA',
    });
  });
  it('is broken by a store where no VPA is, and by the second of two', () => {
    expect(finding(storesIntoVpas, span({}, at(0)))).toMatchObject({ found: '0x0' });
    expect(finding(storesIntoVpas, span(given, at(0x7000), at(0x8000)))).toMatchObject({
      found: '0x8000',
    });
  });
  it('says nothing of what was stored before the span', () => {
    expect(finding(storesIntoVpas, { ...span(given, at(0x8000), at(0x7000)), from: 1 })).toBe(
      'met',
    );
  });
});

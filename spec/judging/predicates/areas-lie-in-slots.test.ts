// The claim that areas of vcpus lie in memory of the VM, on states made by hand.
import { describe, expect, it } from 'vitest';
import { areasLieInSlots } from '../../terms.ts';
import { finding, span } from '../testing/span.ts';

/** A slot with two pages of 16 MB, which are apart in real memory. */
const slot = {
  'vm.slot[1].userspace_addr': 5n << 24n,
  'vm.slot[1].npages': 2n,
  'user.page[5]': 0x70n << 24n,
  'user.page[6]': 0x90n << 24n,
  'user.page[7]': 0x91n << 24n,
} as const;

const FIRST = (0xcn << 60n) | (0x70n << 24n);
const SECOND = (0xcn << 60n) | (0x90n << 24n);

describe('areas-lie-in-slots', () => {
  it('says nothing where no area is in place', () => {
    expect(finding(areasLieInSlots, span(slot))).toBe('unmet');
  });
  it.each([
    ['a VPA at the beginning', { 'vm.vcpu[0].vpa': FIRST }],
    ['a VPA at the very end', { 'vm.vcpu[3].vpa': SECOND + (1n << 24n) - 640n }],
    ['a log', { 'vm.vcpu[1].dtl': FIRST, 'vm.vcpu[1].dtl_end': FIRST + (1n << 24n) }],
    ['a log without an entry', { 'vm.vcpu[1].dtl': FIRST, 'vm.vcpu[1].dtl_end': FIRST }],
    ['an SLB shadow buffer', { 'vm.vcpu[2].slb_shadow': SECOND + (1n << 24n) - 8n }],
  ])('is met by %s of a page', (_what, area) => {
    expect(finding(areasLieInSlots, span({ ...slot, ...area }))).toBe('met');
  });
  it.each([
    ['a VPA that ends a byte beyond', 'vpa', { 'vm.vcpu[3].vpa': SECOND + (1n << 24n) - 639n }],
    ['a VPA elsewhere', 'vpa', { 'vm.vcpu[3].vpa': SECOND + (1n << 24n) }],
    ['a VPA at a real address', 'vpa', { 'vm.vcpu[3].vpa': 0x70n << 24n }],
    [
      'a log into the next page',
      'dtl',
      { 'vm.vcpu[3].dtl': FIRST, 'vm.vcpu[3].dtl_end': FIRST + (1n << 24n) + 1n },
    ],
    ['a shadow buffer a word beyond', 'slb_shadow', { 'vm.vcpu[3].slb_shadow': SECOND - 8n }],
  ])('is broken by %s', (_what, part, area) => {
    expect(finding(areasLieInSlots, span({ ...slot, ...area }))).toMatchObject({
      place: `vm.vcpu[3].${part}`,
      expected: 'memory of a slot',
    });
  });
});

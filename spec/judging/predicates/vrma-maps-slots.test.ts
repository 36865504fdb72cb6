// The claim that a guest reaches just the memory that was given to it, on slots and tables made by hand.
import { describe, expect, it } from 'vitest';
import { vrmaMapsSlots } from '../../terms.ts';
import { LPCR } from '../../vocabulary/bits.ts';
import { finding, span, type Words } from '../testing/span.ts';

const found = (...words: readonly Words[]) =>
  finding(vrmaMapsSlots, span(Object.assign({}, ...words)));

/** A table of 2^24 bytes, used for virtual real mode. */
const table: Words = { 'vm.sdr1': 0x40_0000_0006n, 'vm.lpcr': LPCR.VPM0 | LPCR.VRMA_L };

const RIGHTS = 0x190n;

/** The entry in the table that leads a page of the guest to real memory. */
const entry = (page: number, real: bigint, rights = RIGHTS): Words => {
  const group = 0x1ffff ^ page;
  return {
    [`hpt[${group}].[0].v`]: (1n << 62n) | (0x1ffffffn << 24n) | (BigInt(page) << 8n) | 5n,
    [`hpt[${group}].[0].r`]: real | rights,
  };
};

/** Two pages from 0, and one at 70, of user space's pages 3, 4 and 9. */
const slots: Words = {
  'vm.slot[0].userspace_addr': 3n << 24n,
  'vm.slot[0].npages': 2n,
  'vm.slot[3].base': 70n << 24n,
  'vm.slot[3].userspace_addr': 9n << 24n,
  'vm.slot[3].npages': 1n,
  'user.page[3]': 0x13000000n,
  'user.page[4]': 0x24000000n,
  'user.page[9]': 0x35000000n,
};
const given: readonly Words[] = [
  table,
  slots,
  entry(0, 0x13000000n),
  entry(1, 0x24000000n),
  entry(70, 0x35000000n),
];

describe('a guest with translation off', () => {
  it('reaches what was given', () => {
    expect(found(...given)).toBe('met');
  });

  it('was given nothing, and reaches nothing: that says nothing', () => {
    expect(found(table)).toBe('unmet');
  });

  it.each([
    ['nothing', {}, 'no translation', false],
    ['another page', entry(70, 0x36000000n), '0x36000000', true],
    [
      'one that may not be written',
      entry(70, 0x35000000n, RIGHTS | 3n),
      '0x35000000, not writable',
      true,
    ],
    ['one without its bits', entry(70, 0x35000000n, 0x10n), '0x35000000, not recorded', true],
    ['one that is not coherent', entry(70, 0x35000000n, 0x180n), '0x35000000, not coherent', true],
    [
      'one that is not executed',
      entry(70, 0x35000000n, RIGHTS | 4n),
      '0x35000000, not executable',
      true,
    ],
    [
      'one of little use',
      entry(70, 0x35000000n, 7n),
      '0x35000000, not writable, not recorded, not coherent, not executable',
      true,
    ],
  ])('is broken where a page leads to %s', (_what, words, text, isThere) => {
    const but = isThere ? given : given.slice(0, -1);
    expect(found(...but, words)).toEqual({
      place: '[0x46000000]',
      expected: '0x35000000, read-write',
      found: text,
    });
  });

  it.each([
    ['above', 2, {}],
    ['below', 69, {}],
    ['far from any', 64, {}],
    ['just above the last', 72, {}],
    ['far above the last', 71 + 255, {}],
    ['far above all that the VM is told to have', 100 + 4095, { 'vm.ram_npages': 100n }],
  ])('is broken where a page %s is reached', (_where, page, more) => {
    expect(found(...given, more, entry(page, 0x46000000n))).toEqual({
      place: `[0x${(page * 2 ** 24).toString(16)}]`,
      expected: 'no translation',
      found: '0x46000000',
    });
  });
});

// Bit fields read as a kernel engineer says them.
import { expect, it } from 'vitest';
import { bitFields } from './bit-fields.ts';

it.each<[string, bigint, string | undefined]>([
  ['MSR', 0x9000000000001032n, 'SF HV ME IR DR RI'],
  ['vcpu.msr', 0x8000000000008001n, 'SF EE LE'],
  ['HSRR1', 0x40000000n, '0x40000000'],
  ['LPCR', 0x801n, 'MER HDICE'],
  ['MMCR0', 0x80000001n, 'FC 0x1'],
  ['CTRL', 1n, 'RUN'],
  ['CR', 0x1000n, 'CR4 SO'],
  ['CR', 0x82000002n, 'CR0 LT, CR1 EQ, CR7 EQ'],
  ['MSR', 0n, undefined],
  ['DSCR', 5n, undefined],
])('%s = %o', (place, word, expected) => {
  expect(bitFields(place, word)).toBe(expected);
});

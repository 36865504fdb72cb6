// Bit fields read as a kernel engineer says them.
import { expect, it } from 'vitest';
import { bitFields, wordText } from './bit-fields.ts';

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

it.each<[string, bigint, string]>([
  ['MSR', 0n, '0x0'],
  ['MSR', 0x8000n, 'EE'],
  ['MSR', 0x8030n, '(EE | IR | DR)'],
  ['vcpu.msr', 0xffffffff87c0ffffn, '~0x783f0000'],
  ['MSR', 0xefffffffffffffffn, '~HV'],
  ['MMCR0', 0x84000000n, '(FC | PMAE)'],
  ['UNSYNCED', 4n, 'COUNTERS'],
  ['SLB[3].esid', 0x08000000n, 'V'],
  ['DSCR', 0xffffffffffffffefn, '0xffffffffffffffef'],
])('in a formula about %s, %o is %s', (place, word, text) => {
  expect(wordText(place, word)).toBe(text);
});

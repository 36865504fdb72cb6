// Mnemonics of rotates and shifts, Book I 3.3.13, with the extended ones of appendix E.
//
// A word form is a doubleword form on the low word written twice, with its mask in the low half.
import {
  amount,
  doubled,
  maskFrom,
  rotated,
  shifted,
  shiftedArithmetic,
} from '../../model/steps/rotate.ts';
import { register } from '../../model/steps/transfer.ts';
import { recording, together } from './families.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

type Options = Parameters<typeof rotated>[4];

/** Refuses what has no encoding: a shift or a bit of a mask outside the width. */
function check(width: 32 | 64, ...numbers: readonly number[]): void {
  const outside = numbers.find((number) => number < 0 || number >= width);
  if (outside !== undefined)
    throw new InvalidOperand(
      `${outside} is no bit number and no shift of ${width} bits: 0 to ${width - 1}`,
    );
}

/** rldicl and the others with two numbers: the mask is made from them. */
const doubleword =
  (mask: (shift: number, bit: number) => bigint, insert = false) =>
  (record: boolean): readonly Form[] => [
    form(['gpr', 'gpr', 'number', 'number'], (ra, rs, sh, bit) => {
      check(64, sh, bit);
      return rotated(ra, register(rs), sh, mask(sh, bit), { insert, record });
    }),
  ];

/** rlwinm and rlwimi; the mask is given by its bits, or whole if its ones are in one row. */
const word =
  (insert: boolean) =>
  (record: boolean): readonly Form[] => [
    form(['gpr', 'gpr', 'number', 'number', 'number'], (ra, rs, sh, mb, me) => {
      check(32, sh, mb, me);
      return rotated(ra, doubled(rs), sh, wordMask(mb, me), { insert, record });
    }),
    form(['gpr', 'gpr', 'number', 'mask'], (ra, rs, sh, mask) => {
      check(32, sh);
      const [mb, me] = bitsOf(mask);
      return rotated(ra, doubled(rs), sh, wordMask(mb, me), { insert, record });
    }),
  ];

/** MB to ME of a word; where MB is after ME the mask runs over both words, as the ISA has it. */
const wordMask = (mb: number, me: number): bigint => maskFrom(mb + 32, me + 32);

function bitsOf(mask: bigint): readonly [mb: number, me: number] {
  for (let mb = 0; mb < 32; mb++)
    for (let me = 0; me < 32; me++) if ((wordMask(mb, me) & 0xffffffffn) === mask) return [mb, me];
  throw new InvalidOperand(`the ones of mask 0x${mask.toString(16)} are not in one row`);
}

/** rldcl and rldcr: the distance is in RB. */
const byRegister =
  (mask: (bit: number) => bigint) =>
  (record: boolean): readonly Form[] => [
    form(['gpr', 'gpr', 'gpr', 'number'], (ra, rs, rb, bit) => {
      check(64, bit);
      return rotated(ra, register(rs), amount(rb, 6), mask(bit), { record });
    }),
  ];

/** An extended mnemonic with one number n. */
const short = (
  mnemonic: string,
  width: 32 | 64,
  made: (n: number) => readonly [shift: number, mask: bigint],
): Forms =>
  recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'number'], (ra, rs, n) => {
      check(width, n);
      const [shift, mask] = made(n);
      return rotated(ra, width === 64 ? register(rs) : doubled(rs), shift, mask, { record });
    }),
  ]);

/** An extended mnemonic with a length n and a first bit b. */
const field = (
  mnemonic: string,
  width: 32 | 64,
  made: (n: number, b: number) => readonly [shift: number, mb: number, me: number],
  insert = false,
): Forms =>
  recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'number', 'number'], (ra, rs, n, b) => {
      const [shift, mb, me] = made(n, b);
      const turned = shift % width;
      check(width, b, mb, me);
      const options: Options = { insert, record };
      return width === 64
        ? rotated(ra, register(rs), turned, maskFrom(mb, me), options)
        : rotated(ra, doubled(rs), turned, wordMask(mb, me), options);
    }),
  ]);

const double = (n: number): number => (64 - n) % 64;
const single = (n: number): number => (32 - n) % 32;

const extended = together(
  short('rotldi', 64, (n) => [n, maskFrom(0, 63)]),
  short('rotrdi', 64, (n) => [double(n), maskFrom(0, 63)]),
  short('sldi', 64, (n) => [n, maskFrom(0, 63 - n)]),
  short('srdi', 64, (n) => [double(n), maskFrom(n, 63)]),
  short('clrldi', 64, (n) => [0, maskFrom(n, 63)]),
  short('clrrdi', 64, (n) => [0, maskFrom(0, 63 - n)]),
  short('rotlwi', 32, (n) => [n, wordMask(0, 31)]),
  short('rotrwi', 32, (n) => [single(n), wordMask(0, 31)]),
  short('slwi', 32, (n) => [n, wordMask(0, 31 - n)]),
  short('srwi', 32, (n) => [single(n), wordMask(n, 31)]),
  short('clrlwi', 32, (n) => [0, wordMask(n, 31)]),
  short('clrrwi', 32, (n) => [0, wordMask(0, 31 - n)]),
  field('extldi', 64, (n, b) => [b, 0, n - 1]),
  field('extrdi', 64, (n, b) => [b + n, 64 - n, 63]),
  field('insrdi', 64, (n, b) => [64 - (b + n), b, b + n - 1], true),
  field('extlwi', 32, (n, b) => [b, 0, n - 1]),
  field('extrwi', 32, (n, b) => [b + n, n === 32 ? n : 32 - n, 31]),
  field('inslwi', 32, (n, b) => [32 - b, b, b + n - 1], true),
  field('insrwi', 32, (n, b) => [32 - (b + n), b, b + n - 1], true),
);

const shift = (mnemonic: string, bits: 32 | 64, direction: 'left' | 'right'): Forms =>
  recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'gpr'], (ra, rs, rb) => shifted(ra, rs, rb, bits, direction, record)),
  ]);

const arithmetic = (mnemonic: string, bits: 32 | 64): Forms => ({
  ...recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'gpr'], (ra, rs, rb) => shiftedArithmetic(ra, rs, rb, bits, record)),
  ]),
  ...recording(`${mnemonic}i`, (record) => [
    form(['gpr', 'gpr', 'number'], (ra, rs, n) => {
      check(bits, n);
      return shiftedArithmetic(ra, rs, n, bits, record);
    }),
  ]),
});

/** Every mnemonic of this section. */
export const rotate: Forms = together(
  recording(
    'rldicl',
    doubleword((_sh, mb) => maskFrom(mb, 63)),
  ),
  recording(
    'rldicr',
    doubleword((_sh, me) => maskFrom(0, me)),
  ),
  recording(
    'rldic',
    doubleword((sh, mb) => maskFrom(mb, 63 - sh)),
  ),
  recording(
    'rldimi',
    doubleword((sh, mb) => maskFrom(mb, 63 - sh), true),
  ),
  recording(
    'rldcl',
    byRegister((mb) => maskFrom(mb, 63)),
  ),
  recording(
    'rldcr',
    byRegister((me) => maskFrom(0, me)),
  ),
  recording('rlwinm', word(false)),
  recording('rlwimi', word(true)),
  extended,
  shift('slw', 32, 'left'),
  shift('srw', 32, 'right'),
  shift('sld', 64, 'left'),
  shift('srd', 64, 'right'),
  arithmetic('sraw', 32),
  arithmetic('srad', 64),
);

// Encodings of fixed-point arithmetic, logic, rotates and compares, and of moves to and from CR, Book I 2.5 and 3.3.
import type { FieldName } from './fields.ts';
import { type Encoding, extended, low, overflowing, recording, wide } from './row.ts';

/** Of primary opcode 30, extended opcode in bits 27 to 29, or to 30 where the distance is in a register. */
const rotating = (
  bits: number,
  mask: number,
  mnemonic: string,
  third: FieldName,
): readonly Encoding[] => [
  low(30, bits, mask | 1, mnemonic, 'ra', 'rt', third, 'mb6'),
  low(30, bits | 1, mask | 1, `${mnemonic}.`, 'ra', 'rt', third, 'mb6'),
];

/** Fixed-point arithmetic (Book I 3.3.8). */
export const arithmetic: readonly Encoding[] = [
  ...(
    [
      [266, 'add'],
      [10, 'addc'],
      [138, 'adde'],
      [40, 'subf'],
      [8, 'subfc'],
      [136, 'subfe'],
    ] as const
  ).flatMap(([xo, mnemonic]) => overflowing(xo, mnemonic, 'rt', 'ra', 'rb')),
  ...(
    [
      [234, 'addme'],
      [202, 'addze'],
      [232, 'subfme'],
      [200, 'subfze'],
      [104, 'neg'],
    ] as const
  ).flatMap(([xo, mnemonic]) => overflowing(xo, mnemonic, 'rt', 'ra')),
  ...recording(233, 'mulld', 'rt', 'ra', 'rb'),
  ...recording(235, 'mullw', 'rt', 'ra', 'rb'),
  wide(14, 'addi', 'rt', 'ra', 'si'),
  wide(15, 'addis', 'rt', 'ra', 'si'),
  wide(12, 'addic', 'rt', 'ra', 'si'),
  wide(13, 'addic.', 'rt', 'ra', 'si'),
  wide(8, 'subfic', 'rt', 'ra', 'si'),
  wide(7, 'mulli', 'rt', 'ra', 'si'),
];

/** Logical operations, rotates and shifts. */
export const logical: readonly Encoding[] = [
  ...(
    [
      [28, 'and'],
      [444, 'or'],
      [316, 'xor'],
      [476, 'nand'],
      [124, 'nor'],
      [284, 'eqv'],
      [60, 'andc'],
      [412, 'orc'],
      [24, 'slw'],
      [536, 'srw'],
      [27, 'sld'],
      [539, 'srd'],
      [792, 'sraw'],
      [794, 'srad'],
    ] as const
  ).flatMap(([xo, mnemonic]) => recording(xo, mnemonic, 'ra', 'rt', 'rb')),
  ...(
    [
      [954, 'extsb'],
      [922, 'extsh'],
      [986, 'extsw'],
      [26, 'cntlzw'],
      [58, 'cntlzd'],
    ] as const
  ).flatMap(([xo, mnemonic]) => recording(xo, mnemonic, 'ra', 'rt')),
  ...(
    [
      [28, 'andi.'],
      [29, 'andis.'],
      [24, 'ori'],
      [25, 'oris'],
      [26, 'xori'],
      [27, 'xoris'],
    ] as const
  ).map(([code, mnemonic]) => wide(code, mnemonic, 'ra', 'rt', 'ui')),
  ...recording(824, 'srawi', 'ra', 'rt', 'sh'),
  low(31, 413 << 2, 0x7fd, 'sradi', 'ra', 'rt', 'sh6'),
  low(31, (413 << 2) | 1, 0x7fd, 'sradi.', 'ra', 'rt', 'sh6'),
  ...rotating(0 << 2, 0x1c, 'rldicl', 'sh6'),
  ...rotating(1 << 2, 0x1c, 'rldicr', 'sh6'),
  ...rotating(2 << 2, 0x1c, 'rldic', 'sh6'),
  ...rotating(3 << 2, 0x1c, 'rldimi', 'sh6'),
  ...rotating(8 << 1, 0x1e, 'rldcl', 'rb'),
  ...rotating(9 << 1, 0x1e, 'rldcr', 'rb'),
  low(21, 0, 1, 'rlwinm', 'ra', 'rt', 'sh', 'mb', 'me'),
  low(21, 1, 1, 'rlwinm.', 'ra', 'rt', 'sh', 'mb', 'me'),
  low(20, 0, 1, 'rlwimi', 'ra', 'rt', 'sh', 'mb', 'me'),
  low(20, 1, 1, 'rlwimi.', 'ra', 'rt', 'sh', 'mb', 'me'),
];

/** Compares, moves to and from CR, and logic of its bits. */
export const compares: readonly Encoding[] = [
  extended(0, 'cmp', 'bf', 'l10', 'ra', 'rb'),
  extended(32, 'cmpl', 'bf', 'l10', 'ra', 'rb'),
  wide(11, 'cmpi', 'bf', 'l10', 'ra', 'si'),
  wide(10, 'cmpli', 'bf', 'l10', 'ra', 'ui'),
  low(31, 19 << 1, 0x1007ff, 'mfcr', 'rt'),
  low(31, 0x100000 | (19 << 1), 0x1007ff, 'mfocrf', 'rt', 'fxm'),
  low(31, 144 << 1, 0x1007ff, 'mtcrf', 'fxm', 'rt'),
  low(31, 0x100000 | (144 << 1), 0x1007ff, 'mtocrf', 'fxm', 'rt'),
  low(19, 0, 0x7ff, 'mcrf', 'bf', 'bfa'),
  ...(
    [
      [257, 'crand'],
      [449, 'cror'],
      [193, 'crxor'],
      [225, 'crnand'],
      [33, 'crnor'],
      [289, 'creqv'],
      [129, 'crandc'],
      [417, 'crorc'],
    ] as const
  ).map(([xo, mnemonic]) => low(19, xo << 1, 0x7ff, mnemonic, 'rt', 'ra', 'rb')),
];

// Rows of the tables of encodings: a word, the bits of it that tell the instruction, and its operands in the order in which they are
// written. Formats are those of Book I 1.6.
import type { FieldName } from './fields.ts';

/** One row of the encoding: the bits that are fixed, and the fields of the others. */
export interface Encoding {
  readonly mnemonic: string;
  readonly word: number;
  /** The bits that must be those of the word. */
  readonly mask: number;
  readonly operands: readonly FieldName[];
  /** Bits that may be anything and mean nothing here: hints of branches. All others that no operand has must be 0. */
  readonly hints?: number;
}

/** Primary opcode. */
const primary = (code: number): number => (code << 26) >>> 0;
const PRIMARY = primary(63);

const row = (
  mnemonic: string,
  word: number,
  mask: number,
  operands: readonly FieldName[],
): Encoding => ({ mnemonic, word: word >>> 0, mask: mask >>> 0, operands });

/** Told by the primary opcode alone. */
export const wide = (code: number, mnemonic: string, ...operands: FieldName[]): Encoding =>
  row(mnemonic, primary(code), PRIMARY, operands);

/** Told by the low bits too. */
export const low = (
  code: number,
  bits: number,
  mask: number,
  mnemonic: string,
  ...operands: FieldName[]
): Encoding => row(mnemonic, primary(code) | bits, PRIMARY | mask, operands);

/** Extended opcode in bits 21 to 30; bit 31 is 0, or 1 for a dot. */
export const extended = (xo: number, mnemonic: string, ...operands: FieldName[]): Encoding =>
  low(31, xo << 1, 0x7ff, mnemonic, ...operands);

/** With a form that records. */
export const recording = (
  xo: number,
  mnemonic: string,
  ...operands: FieldName[]
): readonly Encoding[] => [
  extended(xo, mnemonic, ...operands),
  low(31, (xo << 1) | 1, 0x7ff, `${mnemonic}.`, ...operands),
];

/** With forms that note an overflow: OE is bit 21. */
export const overflowing = (
  xo: number,
  mnemonic: string,
  ...operands: FieldName[]
): readonly Encoding[] => [
  ...recording(xo, mnemonic, ...operands),
  ...recording(xo | 0x200, `${mnemonic}o`, ...operands),
];

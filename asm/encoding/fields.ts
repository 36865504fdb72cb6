// Fields of instruction words, Book I 1.6: where each lies, and the operand that is written for it.
//
// Bits are counted as the ISA does, from the most significant one, 0 to 31.
import { type Expression, literal } from '../expression.ts';
import type { Operand } from '../listing.ts';

/** Makes an operand of a word at an address. */
type Field = (word: number, here: bigint) => Operand;

/** The bits of a word from one to another, both included. */
const bitsOf = (word: number, from: number, to: number): number =>
  (word >>> (31 - to)) & (2 ** (to - from + 1) - 1);

const value = (number: number | bigint): Operand => ({ kind: 'expression', value: term(number) });
const term = (number: number | bigint): Expression => literal(BigInt(number));

const plain =
  (from: number, to: number): Field =>
  (word) =>
    value(bitsOf(word, from, to));

const signed = (word: number, unit: number): bigint =>
  BigInt.asIntN(16, BigInt(bitsOf(word, 16, 31) & ~(unit - 1)));

const memory =
  (unit: number): Field =>
  (word) => ({
    kind: 'memory',
    displacement: term(signed(word, unit)),
    base: term(bitsOf(word, 11, 15)),
  });

/** Five bits of a number of six, and the sixth that is kept elsewhere as its high one. */
const six = (from: number, high: number): Field => {
  return (word) => value(bitsOf(word, from, from + 4) + 32 * bitsOf(word, high, high));
};

/** Where a branch goes; a number of so many bits, its two low ones 0, from here unless AA is set. */
const target =
  (from: number): Field =>
  (word, here) => {
    const size = 32 - from;
    const to = BigInt.asIntN(size, BigInt(bitsOf(word, from, 31) & ~3));
    return value(bitsOf(word, 30, 30) === 1 ? to : here + to);
  };

/** By name, as tables of encodings have them. */
export const fields = {
  rt: plain(6, 10),
  ra: plain(11, 15),
  rb: plain(16, 20),
  vt: (word) => value(bitsOf(word, 6, 10) + 32 * bitsOf(word, 31, 31)),
  va: (word) => value(bitsOf(word, 11, 15) + 32 * bitsOf(word, 29, 29)),
  vb: (word) => value(bitsOf(word, 16, 20) + 32 * bitsOf(word, 30, 30)),
  si: (word) => value(signed(word, 1)),
  ui: plain(16, 31),
  d: memory(1),
  ds: memory(4),
  bf: plain(6, 8),
  bfa: plain(11, 13),
  l10: plain(10, 10),
  l15: plain(15, 15),
  ih: plain(8, 10),
  eh: plain(31, 31),
  sh: plain(16, 20),
  mb: plain(21, 25),
  me: plain(26, 30),
  sh6: six(16, 30),
  mb6: six(21, 26),
  fxm: plain(12, 19),
  flm: plain(7, 14),
  w: plain(15, 15),
  l6: plain(6, 6),
  spr: (word) => value(bitsOf(word, 11, 15) + 32 * bitsOf(word, 16, 20)),
  li: target(6),
  bd: target(16),
} as const satisfies Readonly<Record<string, Field>>;

/** The name of an instruction field. */
export type FieldName = keyof typeof fields;

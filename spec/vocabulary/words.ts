// The arithmetic of 64-bit words, in which every meaning and every clause is written.
//
// Nothing here looks at a value: a condition is a word that is 1 or 0, and a choice is `select`. So one
// text has many readers: the numbers below, generated code, provenance tags, formulas.

/** The operations of Power ISA fixed-point arithmetic that the specification and the model may use. */
export interface Words<V> {
  /** The word with this value, 0 to 2^64 - 1. */
  literal(value: bigint): V;
  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  /** The low 64 bits of the product. */
  multiply(a: V, b: V): V;
  and(a: V, b: V): V;
  or(a: V, b: V): V;
  xor(a: V, b: V): V;
  /** Each bit inverted. */
  not(a: V): V;
  /** 1 when the words are equal, else 0. */
  equal(a: V, b: V): V;
  /** 1 when a < b as signed 64-bit numbers, else 0. */
  lessSigned(a: V, b: V): V;
  /** 1 when a < b as unsigned 64-bit numbers, else 0. */
  lessUnsigned(a: V, b: V): V;
  /** `yes` when the condition is not 0, else `no`. */
  select(condition: V, yes: V, no: V): V;
  /** Shifted left by a constant number of bits (0 to 63). */
  shiftLeft(a: V, bits: number): V;
  /** Shifted right by a constant number of bits (0 to 63), zeros entering. */
  shiftRight(a: V, bits: number): V;
  /** The low `bits` bits as a signed number, extended to 64 bits. */
  signExtend(a: V, bits: number): V;
}

/** A word as a number: 0 to 2^64 - 1. */
export type Word = bigint;

/** A word with the low `bits` bits set (1 to 64). */
export const lowBits = (bits: number): Word => (1n << BigInt(bits)) - 1n;

/** A word with one bit set, counted from the least significant as the kernel counts (0 to 63). */
export const bit = (number: number): Word => 1n << BigInt(number);

/** The word as the kernel prints it. */
export const hex = (word: Word): string => `0x${word.toString(16)}`;

const wrap = (value: bigint): Word => BigInt.asUintN(64, value);
const signed = (word: Word): bigint => BigInt.asIntN(64, word);
const truth = (condition: boolean): Word => (condition ? 1n : 0n);

/** Words read as numbers. */
export const numbers: Words<Word> = {
  literal: (value) => value,
  add: (a, b) => wrap(a + b),
  sub: (a, b) => wrap(a - b),
  multiply: (a, b) => wrap(a * b),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  not: (a) => wrap(~a),
  equal: (a, b) => truth(a === b),
  lessSigned: (a, b) => truth(signed(a) < signed(b)),
  lessUnsigned: (a, b) => truth(a < b),
  select: (condition, yes, no) => (condition === 0n ? no : yes),
  shiftLeft: (a, bits) => wrap(a << BigInt(bits)),
  shiftRight: (a, bits) => a >> BigInt(bits),
  signExtend: (a, bits) => wrap(BigInt.asIntN(bits, a)),
};

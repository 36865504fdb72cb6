// The arithmetic of words: the corners by table, and every operation against unbounded numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bit, hex, lowBits, numbers, type Word } from './words.ts';

const ALL = lowBits(64);
const TOP = bit(63);
const MODULUS = 1n << 64n;
const { add, sub, and, or, not, equal, lessSigned, lessUnsigned, select } = numbers;
const { shiftLeft, shiftRight, signExtend } = numbers;

/** Any word, corners included. */
const word = fc.bigInt({ min: 0n, max: ALL });

/** The signed number that the low bits of a word stand for. */
const asSigned = (from: Word, bits: number): bigint => {
  const low = from % (1n << BigInt(bits));
  return low >= 1n << BigInt(bits - 1) ? low - (1n << BigInt(bits)) : low;
};
const modulo = (value: bigint): Word => ((value % MODULUS) + MODULUS) % MODULUS;

describe('words', () => {
  it.each<[string, Word, Word]>([
    ['a sum wraps', add(ALL, 1n), 0n],
    ['a difference wraps', sub(0n, 1n), ALL],
    ['the inverse has 64 bits', not(0n), ALL],
    ['a bit shifted out is gone', shiftLeft(TOP, 1), 0n],
    ['zeros enter from above', shiftRight(TOP, 63), 1n],
    ['a negative DEC extends', signExtend(0x80000000n, 32), 0xffffffff80000000n],
    ['a positive one does not', signExtend(0x7fffffffn, 32), 0x7fffffffn],
    ['what is above the sign does not count', signExtend(0xab00000001n, 32), 1n],
    ['64 bits extend to themselves', signExtend(TOP, 64), TOP],
    ['minus one is below zero', lessSigned(ALL, 0n), 1n],
    ['but not unsigned', lessUnsigned(ALL, 0n), 0n],
    ['any bit makes a condition', select(TOP, 5n, 6n), 5n],
    ['only zero is none', select(0n, 5n, 6n), 6n],
    ['all 64 bits are the low ones', lowBits(64), 0xffffffffffffffffn],
  ])('%s', (_rule, found, expected) => {
    expect(hex(found)).toBe(hex(expected));
  });

  it('compute as unbounded numbers do, modulo 2^64', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(add(a, b)).toBe(modulo(a + b));
        expect(sub(a, b)).toBe(modulo(a - b));
        expect(not(a)).toBe(ALL - a);
        expect(add(and(a, b), or(a, b))).toBe(modulo(a + b));
        expect(equal(a, b)).toBe(a === b ? 1n : 0n);
        expect(lessUnsigned(a, b)).toBe(a < b ? 1n : 0n);
        expect(lessSigned(a, b)).toBe(asSigned(a, 64) < asSigned(b, 64) ? 1n : 0n);
      }),
    );
  });

  it('shift and extend as products and quotients of powers of two', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: 63 }), (a, by) => {
        expect(shiftLeft(a, by)).toBe(modulo(a * 2n ** BigInt(by)));
        expect(shiftRight(a, by)).toBe(a / 2n ** BigInt(by));
        expect(signExtend(a, by + 1)).toBe(modulo(asSigned(a, by + 1)));
      }),
    );
  });
});

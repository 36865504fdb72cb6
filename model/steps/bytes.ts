// Instructions that look at a register byte by byte or bit by bit: Power ISA 2.06B, Book I 3.3.12, popcntb to bpermd, cmpb, prtyw.

import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Word, type Words } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import { assigning } from './result.ts';

/** A byte's pattern in each byte of a doubleword. */
const inEach = (byte: bigint): Word => byte * 0x0101010101010101n;

/** popcntb, popcntw, popcntd: in each part of so many bits of RA, how many ones RS has there. */
export const onesCounted = (ra: Gpr, rs: Gpr, bits: 8 | 32 | 64): Meaning =>
  assigning(ra, (view, words) => {
    const pairs = folded(words, view.register(rs), 1, inEach(0x55n));
    const nibbles = folded(words, pairs, 2, inEach(0x33n));
    const bytes = folded(words, nibbles, 4, inEach(0x0fn));
    if (bits === 8) return bytes;
    const halves = folded(words, bytes, 8, 0x00ff00ff00ff00ffn);
    const wholes = folded(words, halves, 16, 0x0000ffff0000ffffn);
    return bits === 32 ? wholes : folded(words, wholes, 32, lowBits(32));
  });

/** Neighbouring parts added: the mask has the lower one of each two. */
const folded = <V>(words: Words<V>, word: V, by: number, mask: Word): V =>
  words.add(
    words.and(word, words.literal(mask)),
    words.and(words.shiftRight(word, by), words.literal(mask)),
  );

/** prtyw, prtyd: in each part of so many bits of RA, the parity of the lowest bits of RS's bytes there. */
export const byteParity = (ra: Gpr, rs: Gpr, bits: 32 | 64): Meaning =>
  assigning(ra, (view, words) => {
    let word = view.register(rs);
    for (let by = 8; by < bits; by *= 2) word = words.xor(word, words.shiftRight(word, by));
    const lowest = bits === 64 ? 1n : 0x0000000100000001n;
    return words.and(word, words.literal(lowest));
  });

/** cmpb: in each byte of RA, ones where RS and RB have the same. */
export const bytesCompared = (ra: Gpr, rs: Gpr, rb: Gpr): Meaning =>
  assigning(ra, (view, words) => {
    let result = words.literal(0n);
    const differing = words.xor(view.register(rs), view.register(rb));
    for (let shift = 0; shift < 64; shift += 8) {
      const mask = words.literal(0xffn << BigInt(shift));
      const same = words.equal(words.and(differing, mask), words.literal(0n));
      result = words.or(result, words.select(same, mask, words.literal(0n)));
    }
    return result;
  });

/** bpermd: for each byte of RS, the bit of RB with that number (from the high end), 0 from 64 on; the eight of them in RA. */
export const bitsPermuted = (ra: Gpr, rs: Gpr, rb: Gpr): Meaning =>
  assigning(ra, (view, words) => {
    let result = words.literal(0n);
    for (let byte = 0; byte < 8; byte++) {
      const index = words.and(words.shiftRight(view.register(rs), 8 * byte), words.literal(0xffn));
      const bit = bitNumbered(words, view.register(rb), index);
      result = words.or(result, words.shiftLeft(bit, byte));
    }
    return result;
  });

function bitNumbered<V>(words: Words<V>, word: V, index: V): V {
  let rest = word;
  for (const stage of [32, 16, 8, 4, 2, 1]) {
    const moves = words.and(index, words.literal(BigInt(stage)));
    rest = words.select(moves, words.shiftLeft(rest, stage), rest);
  }
  const inside = words.lessUnsigned(index, words.literal(64n));
  return words.select(inside, words.shiftRight(rest, 63), words.literal(0n));
}

// Several registers at once: Power ISA 2.06B, Book I 3.3.6 "Load and Store Multiple", 3.3.7 "Move Assist"; dcbz: Book II 4.3.2.

import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Bytes, Meaning, StepWrite } from '../step.ts';
import type { Source } from './transfer.ts';

/** RT to r31, or from RT round the end, so many of them. */
const registersFrom = (first: number, count: number): readonly Gpr[] =>
  Array.from({ length: count }, (_, i) => `r${(first + i) % 32}` as Gpr);

/** lmw: RT to r31 := words in a row. */
export const loadedMultiple =
  (rt: number, address: Source): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return registersFrom(rt, 32 - rt).map((register, i) => ({
      register,
      value: view.load(words.add(at, words.literal(BigInt(4 * i))), 4),
    }));
  };

/** stmw: the low words of RS to r31, in a row. */
export const storedMultiple =
  (rs: number, address: Source): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return registersFrom(rs, 32 - rs).map((register, i) => ({
      address: words.add(at, words.literal(BigInt(4 * i))),
      bytes: 4 as const,
      value: view.register(register),
    }));
  };

/** lswi: so many bytes (1 to 32) into the low words of RT and those after it, from the high end; the rest of the last one is 0. */
export const loadedString =
  (rt: number, address: Source, count: number): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return registersFrom(rt, Math.ceil(count / 4)).map((register, i) => {
      let value = words.literal(0n);
      for (let byte = 4 * i; byte < 4 * i + 4; byte++) {
        const next = words.add(at, words.literal(BigInt(byte)));
        const loaded = byte < count ? view.load(next, 1) : words.literal(0n);
        value = words.or(words.shiftLeft(value, 8), loaded);
      }
      return { register, value };
    });
  };

/** stswi: so many bytes (1 to 32) of the low words of RS and those after it. */
export const storedString =
  (rs: number, address: Source, count: number): Meaning =>
  (view, words) => {
    const at = address(view, words);
    const registers = registersFrom(rs, Math.ceil(count / 4));
    return Array.from({ length: count }, (_, byte) => ({
      address: words.add(at, words.literal(BigInt(byte))),
      bytes: 1 as const,
      value: words.shiftRight(view.register(registers[byte >> 2] ?? 'r0'), 24 - 8 * (byte & 3)),
    }));
  };

/** Bytes of a cache block of POWER7. */
const BLOCK = 128n;

/** dcbz: the block that the address lies in := 0. */
export const blockZeroed =
  (address: Source): Meaning =>
  (view, words) => {
    const block = words.and(address(view, words), words.not(words.literal(BLOCK - 1n)));
    return Array.from({ length: Number(BLOCK) / 8 }, (_, i) => zeros(words, block, 8 * i));
  };

const zeros = <V>(words: Words<V>, block: V, offset: number): StepWrite<V> => ({
  address: words.add(block, words.literal(BigInt(offset))),
  bytes: 8 satisfies Bytes,
  value: words.literal(0n),
});

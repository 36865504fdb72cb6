// Words as two signed numbers of 32 bits, as compiled code holds them, and back.
//
// Both halves of every word are small integers to the engine, so that neither the generated code nor its first, slow
// runs box a number.
import type { Word } from '../../spec/vocabulary/words.ts';

/** The low 32 bits, as a signed number. */
export const lowOf = (word: Word): number => Number(BigInt.asIntN(32, word));

/** The high 32 bits, as a signed number. */
export const highOf = (word: Word): number => Number(BigInt.asIntN(32, word >> 32n));

/** The word of two halves. */
export const wordOfHalves = (low: number, high: number): Word =>
  (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

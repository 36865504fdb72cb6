// Fixed-point arithmetic: Power ISA 2.06B, Book I 3.3.8, "Fixed-Point Arithmetic Instructions".
//
// Every sum is A + B + C with C a single bit, so that carry and overflow are defined once. A difference is the sum
// with one operand inverted.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, View } from '../step.ts';
import { type Outcome, resulting } from './result.ts';
import { constant, register, type Source } from './transfer.ts';

/** What an instruction records beside its result. */
export interface RecordForm {
  readonly record?: boolean;
  readonly carry?: boolean;
  readonly overflow?: boolean;
}

/** RT := A + B + C, 64 bits. */
export const sum = (rt: Gpr, a: Source, b: Source, c: Source, recorded: RecordForm = {}): Meaning =>
  resulting(
    rt,
    (view, words) => {
      const all = added(words, a(view, words), b(view, words), c(view, words));
      return {
        value: all.value,
        ...(recorded.carry === true ? { carry: all.carry } : {}),
        ...(recorded.overflow === true ? { overflow: all.overflow } : {}),
      };
    },
    recorded.record === true,
  );

function added<V>(words: Words<V>, a: V, b: V, c: V): Required<Outcome<V>> {
  const partial = words.add(a, b);
  const value = words.add(partial, c);
  const carry = words.or(words.lessUnsigned(partial, a), words.lessUnsigned(value, partial));
  const differs = words.and(words.xor(a, value), words.xor(b, value));
  return { value, carry, overflow: words.shiftRight(differs, 63) };
}

/** RT := the low 64 bits of A times B. */
export const product = (rt: Gpr, a: Source, b: Source, record = false): Meaning =>
  resulting(
    rt,
    (view, words) => ({ value: words.multiply(a(view, words), b(view, words)) }),
    record,
  );

/** RA|0: the register, or 0 where none is given. */
export const orZero = (ra: Gpr | undefined): Source =>
  ra === undefined ? constant(0n) : register(ra);

/** Every bit of the other way round. */
export const inverted =
  (word: Source): Source =>
  (view, words) =>
    words.not(word(view, words));

/** XER[CA], 1 or 0. */
export const carryBit: Source = <V>(view: View<V>, words: Words<V>) =>
  words.and(words.shiftRight(view.register('XER'), CA_BIT), words.literal(1n));

/** XER[CA], counted from the least significant bit. */
const CA_BIT = 29;

/** The word 0. */
export const NOUGHT: Source = constant(0n);

/** The word 1. */
export const ONE: Source = constant(1n);

/** Every bit of a word. */
export const ALL_ONES: Word = (1n << 64n) - 1n;

// Rotates and shifts: Power ISA 2.06B, Book I 3.3.13, "Fixed-Point Rotate and Shift Instructions".
//
// A mask runs from bit MB to bit ME as the ISA counts, from the high end, and round the end where MB is after ME. A word
// rotate works on the low word written twice, so that its rotation is that of a doubleword.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, View } from '../step.ts';
import { assigning, resulting } from './result.ts';
import { register, type Source } from './transfer.ts';

/** Ones in bits MB to ME of 64. */
export function maskFrom(mb: number, me: number): Word {
  let mask = 0n;
  for (let bit = mb; ; bit = (bit + 1) & 63) {
    mask |= 1n << BigInt(63 - bit);
    if (bit === me) return mask;
  }
}

/** RA := RS rotated left, under a mask; what the mask leaves out is 0, or with `insert` stays. */
export const rotated = (
  ra: Gpr,
  rs: Source,
  by: number | Source,
  mask: Word,
  { insert = false, record = false } = {},
): Meaning =>
  assigning(
    ra,
    (view, words) => {
      const word = words.and(turned(view, words, rs(view, words), by), words.literal(mask));
      if (!insert) return word;
      return words.or(word, words.and(view.register(ra), words.not(words.literal(mask))));
    },
    record,
  );

/** The low word twice. */
export const doubled =
  (rs: Gpr): Source =>
  (view, words) => {
    const low = words.and(view.register(rs), words.literal(0xffffffffn));
    return words.or(low, words.shiftLeft(low, 32));
  };

/** The low bits of a register: how far to rotate or shift. */
export const amount =
  (rb: Gpr, bits: number): Source =>
  (view, words) =>
    words.and(view.register(rb), words.literal((1n << BigInt(bits)) - 1n));

function turned<V>(view: View<V>, words: Words<V>, word: V, by: number | Source): V {
  if (typeof by === 'number') return turnedBy(words, word, by);
  const distance = by(view, words);
  return STAGES.reduce(
    (rest, stage) => words.select(has(words, distance, stage), turnedBy(words, rest, stage), rest),
    word,
  );
}

const turnedBy = <V>(words: Words<V>, word: V, by: number): V =>
  by === 0 ? word : words.or(words.shiftLeft(word, by), words.shiftRight(word, 64 - by));

const STAGES = [1, 2, 4, 8, 16, 32] as const;

const has = <V>(words: Words<V>, distance: V, stage: number): V =>
  words.and(distance, words.literal(BigInt(stage)));

/** slw, sld, srw, srd: RA := RS shifted by RB; from the width on, 0. */
export const shifted = (
  ra: Gpr,
  rs: Gpr,
  rb: Gpr,
  bits: 32 | 64,
  direction: 'left' | 'right',
  record = false,
): Meaning =>
  assigning(
    ra,
    (view, words) => {
      const distance = view.register(rb);
      const whole = words.literal(bits === 64 ? (1n << 64n) - 1n : 0xffffffffn);
      const start = words.and(view.register(rs), whole);
      const move = direction === 'left' ? words.shiftLeft : words.shiftRight;
      const moved = STAGES.reduce(
        (rest, stage) => words.select(has(words, distance, stage), move(rest, stage), rest),
        start,
      );
      return words.select(has(words, distance, bits), words.literal(0n), words.and(moved, whole));
    },
    record,
  );

/** sraw, srad and their immediate forms: sign bits enter; CA is 1 when a negative word loses ones. */
export const shiftedArithmetic = (
  ra: Gpr,
  rs: Gpr,
  by: number | Gpr,
  bits: 32 | 64,
  record = false,
): Meaning =>
  resulting(
    ra,
    (view, words) => {
      const start = words.signExtend(view.register(rs), bits);
      const sign = words.signExtend(words.shiftRight(start, 63), 1);
      const distance =
        typeof by === 'number' ? words.literal(BigInt(by)) : register(by)(view, words);
      const value = arithmetically(words, start, sign, distance, bits);
      const lost = words.xor(backAgain(words, value, distance, bits), start);
      const some = words.lessUnsigned(words.literal(0n), lost);
      return { value, carry: words.and(some, words.and(sign, words.literal(1n))) };
    },
    record,
  );

function arithmetically<V>(words: Words<V>, start: V, sign: V, distance: V, bits: number): V {
  const moved = STAGES.reduce((rest, stage) => {
    const entering = words.and(sign, words.literal(maskFrom(0, stage - 1)));
    const next = words.or(words.shiftRight(rest, stage), entering);
    return words.select(has(words, distance, stage), next, rest);
  }, start);
  return words.select(has(words, distance, bits), sign, moved);
}

/** What shifting back gives: other than the start where ones were lost. */
function backAgain<V>(words: Words<V>, value: V, distance: V, bits: number): V {
  const back = STAGES.reduce(
    (rest, stage) => words.select(has(words, distance, stage), words.shiftLeft(rest, stage), rest),
    value,
  );
  return words.select(has(words, distance, bits), words.literal(0n), back);
}

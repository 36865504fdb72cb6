// Products of which the high half counts, and quotients: Power ISA 2.06B, Book I 3.3.8, "Fixed-Point Arithmetic Instructions".
//
// A doubleword product is put together from products of halves; a quotient is long division, bit by bit. Where the ISA leaves a result
// undefined (division by zero, a quotient that does not fit) it is 0 here, and so is the high half of a word result.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import type { RecordForm } from './fixed-point.ts';
import { type Outcome, resulting } from './result.ts';
import type { Source } from './transfer.ts';

/** How wide the operands are, in bits, and whether they have a sign. */
export interface Operation {
  readonly bits: 32 | 64;
  readonly signed: boolean;
}

/** RT := the high half of A times B. */
export const highProduct = (
  rt: Gpr,
  a: Source,
  b: Source,
  operation: Operation,
  record: boolean,
): Meaning =>
  resulting(
    rt,
    (view, words) => ({ value: highHalf(words, a(view, words), b(view, words), operation) }),
    record,
  );

function highHalf<V>(words: Words<V>, a: V, b: V, { bits, signed }: Operation): V {
  if (bits === 64) return signed ? highSigned(words, a, b) : highUnsigned(words, a, b);
  const [x, y] = [a, b].map((side) => word32(words, side, signed));
  if (x === undefined || y === undefined) return words.literal(0n);
  return words.shiftRight(words.multiply(x, y), 32);
}

/** Of four products of halves, what reaches the high doubleword. */
function highUnsigned<V>(words: Words<V>, a: V, b: V): V {
  const high = (word: V): V => words.shiftRight(word, 32);
  const low = (word: V): V => words.and(word, words.literal(lowBits(32)));
  const middle = words.add(words.multiply(high(a), low(b)), high(words.multiply(low(a), low(b))));
  const other = words.add(words.multiply(low(a), high(b)), low(middle));
  return words.add(words.multiply(high(a), high(b)), words.add(high(middle), high(other)));
}

/** A negative factor counts 2^64 too many times the other. */
function highSigned<V>(words: Words<V>, a: V, b: V): V {
  const surplus = (factor: V, other: V): V =>
    words.select(negative(words, factor), other, words.literal(0n));
  return words.sub(words.sub(highUnsigned(words, a, b), surplus(a, b)), surplus(b, a));
}

/** RT := the low half of A times B, as numbers with a sign; with `overflow`, whether that is all of it. */
export const signedProduct = (
  rt: Gpr,
  a: Source,
  b: Source,
  bits: 32 | 64,
  { record = false, overflow = false }: RecordForm,
): Meaning =>
  resulting(
    rt,
    (view, words) => {
      const [x, y] = [a(view, words), b(view, words)];
      const [p, q] = bits === 64 ? [x, y] : [signed32(words, x), signed32(words, y)];
      const value = words.multiply(p, q);
      if (!overflow) return { value };
      const whole =
        bits === 64
          ? words.equal(highSigned(words, p, q), words.signExtend(words.shiftRight(value, 63), 1))
          : words.equal(value, signed32(words, value));
      return { value, overflow: words.equal(whole, words.literal(0n)) };
    },
    record,
  );

/** RT := A divided by B; with `extended`, A with as many zeros below it. */
export const quotient = (
  rt: Gpr,
  a: Source,
  b: Source,
  { bits, signed, extended }: Operation & { readonly extended: boolean },
  { record = false, overflow = false }: RecordForm,
): Meaning =>
  resulting(
    rt,
    (view, words) => {
      const { value, overflow: lost } = divided(
        words,
        word(words, a(view, words), bits, signed),
        word(words, b(view, words), bits, signed),
        { bits, signed, extended },
      );
      return overflow ? { value, overflow: lost } : { value };
    },
    record,
  );

/** Magnitudes are divided, and the sign put back; `overflow` is 1 where no result is defined. */
function divided<V>(
  words: Words<V>,
  a: V,
  b: V,
  { bits, signed, extended }: Operation & { readonly extended: boolean },
): Required<Pick<Outcome<V>, 'value' | 'overflow'>> {
  const [n, d] = signed ? [magnitude(words, a), magnitude(words, b)] : [a, b];
  const zero = words.literal(0n);
  const wide = extended && bits === 64;
  const [high, low] = wide ? [n, zero] : [zero, extended ? words.shiftLeft(n, 32) : n];
  const size = longDivision(words, high, low, d);
  const minus = signed ? words.xor(negative(words, a), negative(words, b)) : zero;
  const value = words.select(minus, words.sub(zero, size), size);
  const top = words.literal(signed ? 1n << BigInt(bits - 1) : lowBits(bits));
  const fits = signed
    ? words.select(minus, atMost(words, size, top), words.lessUnsigned(size, top))
    : atMost(words, size, top);
  const divides = wide ? words.lessUnsigned(high, d) : words.lessUnsigned(zero, d);
  const defined = words.and(divides, fits);
  const kept = bits === 64 ? value : words.and(value, words.literal(lowBits(32)));
  return {
    value: words.select(defined, kept, zero),
    overflow: words.equal(defined, zero),
  };
}

/** The low doubleword of (high, low) divided by d, as numbers without a sign; high is below d, or the quotient means nothing. */
function longDivision<V>(words: Words<V>, high: V, low: V, d: V): V {
  let [rest, bits] = [high, low];
  for (let i = 0; i < 64; i++) {
    const carried = words.shiftRight(rest, 63);
    rest = words.or(words.shiftLeft(rest, 1), words.shiftRight(bits, 63));
    const goes = words.or(carried, atMost(words, d, rest));
    rest = words.select(goes, words.sub(rest, d), rest);
    bits = words.or(words.shiftLeft(bits, 1), goes);
  }
  return bits;
}

const word = <V>(words: Words<V>, side: V, bits: 32 | 64, signed: boolean): V =>
  bits === 64 ? side : word32(words, side, signed);

const word32 = <V>(words: Words<V>, side: V, signed: boolean): V =>
  signed ? signed32(words, side) : words.and(side, words.literal(lowBits(32)));

const signed32 = <V>(words: Words<V>, side: V): V => words.signExtend(side, 32);

/** 1 when the word, as a signed number, is below 0. */
const negative = <V>(words: Words<V>, side: V): V => words.shiftRight(side, 63);

const magnitude = <V>(words: Words<V>, side: V): V =>
  words.select(negative(words, side), words.sub(words.literal(0n), side), side);

/** 1 when a is no more than b, as numbers without a sign. */
const atMost = <V>(words: Words<V>, a: V, b: V): V =>
  words.equal(words.lessUnsigned(b, a), words.literal(0n));

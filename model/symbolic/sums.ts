// Sums of terms: what add, sub, multiply by a constant and complement come to, as a constant and parts with factors, modulo 2^64.
//
// x << k counts as 2^k times x, ~x as -1 - x, and x | y as x + y where no bit can be 1 in both. In turn a sum of two parts without a
// bit in common is written as `or`, one part times a power of two as a shift: the forms in which masks find them.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Algebra } from './algebra.ts';
import { fits, integerBounds, type Part } from './bounds.ts';
import { ALL, bitLength, type Known, possible, type Term } from './term.ts';

/** A constant, and parts with their factors, in the order in which the parts were made. */
export interface Linear {
  readonly word: Word;
  readonly parts: readonly Part[];
}

const wrap = (word: bigint): Word => BigInt.asUintN(64, word);

/** a + b. */
export const add = (t: Algebra, a: Term, b: Term): Term => combined(t, a, b, 1n);

/** a - b. */
export const sub = (t: Algebra, a: Term, b: Term): Term => combined(t, a, b, ALL);

/** The low 64 bits of the product. */
export function multiply(t: Algebra, a: Term, b: Term): Term {
  if (a.op === 'literal') return scaled(t, b, a.word);
  if (b.op === 'literal') return scaled(t, a, b.word);
  if (a.max <= 1n) return t.select(a, b, t.literal(0n));
  if (b.max <= 1n) return t.select(b, a, t.literal(0n));
  const most = a.max * b.max;
  const known = most <= ALL ? { zeros: 0n, ones: 0n, max: most } : { zeros: 0n, ones: 0n };
  return a.id <= b.id
    ? t.table.binary('multiply', a, b, known)
    : t.table.binary('multiply', b, a, known);
}

/** A term times a constant. */
export const scaled = (t: Algebra, a: Term, factor: Word): Term =>
  built(t, plus(NOTHING, linear(a), factor));

function combined(t: Algebra, a: Term, b: Term, factor: Word): Term {
  return built(t, plus(linear(a), linear(b), factor));
}

const NOTHING: Linear = { word: 0n, parts: [] };

/** The first, and the second times a factor. */
function plus(a: Linear, b: Linear, factor: Word): Linear {
  const [x, y] = [a.parts, b.parts];
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [one, other] = [x[i], y[j]];
    if (one === undefined && other === undefined) break;
    const first = one === undefined ? Number.POSITIVE_INFINITY : one[0].id;
    const second = other === undefined ? Number.POSITIVE_INFINITY : other[0].id;
    if (one !== undefined && first < second) parts.push(one);
    else if (other !== undefined) {
      const times = factor === 1n ? other[1] : wrap(other[1] * factor);
      const sum = one !== undefined && first === second ? wrap(one[1] + times) : times;
      if (sum !== 0n) parts.push(sum === other[1] ? other : [other[0], sum]);
    }
    if (first <= second) i++;
    if (second <= first) j++;
  }
  return { word: wrap(a.word + b.word * factor), parts };
}

const alone = (term: Term): Linear => ({ word: 0n, parts: [[term, 1n]] });

/** A term as a sum. */
export function linear(term: Term): Linear {
  const { kept } = term;
  kept.sum ??= linearBy(term);
  return kept.sum;
}

/** The sum that a form is. */
function linearBy(term: Term): Linear {
  switch (term.op) {
    case 'literal':
      return { word: term.word, parts: [] };
    case 'sum':
      return {
        word: term.word,
        parts: term.args.map((part, i): Part => [part, term.factors[i] ?? 0n]),
      };
    case 'not':
      return plus({ word: ALL, parts: [] }, linear(term.args[0]), ALL);
    case 'shiftLeft':
      return plus(NOTHING, linear(term.args[0]), 1n << BigInt(term.by));
    case 'or': {
      const [a, b] = term.args;
      return (possible(a) & possible(b)) === 0n ? plus(linear(a), linear(b), 1n) : alone(term);
    }
    case 'variable':
    case 'multiply':
    case 'and':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
    case 'select':
    case 'shiftRight':
    case 'signExtend':
      return alone(term);
  }
}

/** The term that a sum is written as. */
function built(t: Algebra, sum: Linear): Term {
  const { word, parts } = unmasked(t, sum);
  const [first, second] = parts;
  if (first === undefined) return t.literal(word);
  if (second === undefined) {
    const [part, factor] = first;
    if (word === 0n && powerOf(factor) !== undefined) return times(t, part, factor);
    if (word === ALL && factor === ALL) return t.not(part);
    if (powerOf(factor) !== undefined && (reach(part, factor) & word) === 0n)
      return t.or(times(t, part, factor), t.literal(word));
  } else if (parts.length === 2 && word === 0n && areApart(first, second))
    return t.or(times(t, ...first), times(t, ...second));
  return summed(t, word, parts);
}

/** What is taken away of a term's bits leaves those that it has beside them. */
function unmasked(t: Algebra, sum: Linear): Linear {
  const { word, parts } = sum;
  for (const [part, factor] of parts) {
    if (part.op !== 'and' || part.args[1].op !== 'literal') continue;
    const [base, mask] = part.args;
    const whole = wider(parts, base, mask.word, wrap(-factor));
    if (whole === undefined) continue;
    const rest = parts.filter(([one]) => one !== part && one !== whole);
    return unmasked(
      t,
      plus({ word, parts: rest }, linear(t.and(whole, t.not(mask))), wrap(-factor)),
    );
  }
  return sum;
}

/** The part with this factor that is of a term these bits and others. */
function wider(parts: readonly Part[], base: Term, mask: Word, factor: Word): Term | undefined {
  for (const [part, times] of parts) {
    if (times === factor && part === base) return base;
    if (times !== factor || part.op !== 'and' || part.args[0] !== base) continue;
    const [, bits] = part.args;
    if (bits.op === 'literal' && bits.word !== mask && (bits.word & mask) === mask) return part;
  }
  return undefined;
}

/** A part times a power of two, as a shift. */
function times(t: Algebra, part: Term, factor: Word): Term {
  const bits = powerOf(factor) ?? 0;
  if (bits === 0) return part;
  const kept = (possible(part) << BigInt(bits)) & ALL;
  const known = {
    zeros: ALL ^ kept,
    ones: (part.ones << BigInt(bits)) & ALL,
    ...(part.max << BigInt(bits) <= ALL ? { max: part.max << BigInt(bits) } : {}),
  };
  return t.table.shift('shiftLeft', part, bits, known);
}

const areApart = ([a, m]: readonly [Term, Word], [b, n]: readonly [Term, Word]): boolean =>
  powerOf(m) !== undefined && powerOf(n) !== undefined && (reach(a, m) & reach(b, n)) === 0n;

/** The bits that a part times a power of two may have. */
const reach = (part: Term, factor: Word): Word => wrap(possible(part) * factor);

/** The k of a factor 2^k. */
const powerOf = (factor: Word): number | undefined =>
  (factor & (factor - 1n)) === 0n ? bitLength(factor) - 1 : undefined;

function summed(t: Algebra, word: Word, parts: readonly Part[]): Term {
  const terms = parts.map(([part]) => part);
  const factors = parts.map(([, factor]) => factor);
  return t.table.sum(word, terms, factors, () => knownOfSum(word, parts));
}

/** What is known of a sum: of multiples of 2^k, k low zeros; bounds, where it cannot wrap; and the sign, where it has but one. */
function knownOfSum(word: Word, entries: readonly Part[]): Known {
  let max = word;
  let low = word === 0n ? 64 : trailing(word);
  for (const [part, factor] of entries) {
    max += part.max * factor;
    low = Math.min(low, trailing(possible(part)) + trailing(factor));
  }
  const zeros = low === 0 ? 0n : lowBits(Math.min(low, 64));
  if (max <= ALL) return { zeros, ones: 0n, max };
  const signed = integerBounds(word, entries);
  if (!fits(signed)) return { zeros, ones: 0n };
  if (signed.low >= 0n) return { zeros, ones: 0n, max: signed.high };
  if (signed.high >= 0n) return { zeros, ones: 0n };
  const alike = ALL ^ lowBits(bitLength(wrap(signed.low) ^ wrap(signed.high)) || 1);
  return { zeros, ones: wrap(signed.high) & alike & ~zeros, max: wrap(signed.high) };
}

/** Zeros at the low end. */
export function trailing(word: Word): number {
  return word === 0n ? 64 : bitLength(word & -word) - 1;
}

/** A term with the same low `bits` bits, in the form in which it is the same for all that have them. */
export function lowPart(t: Algebra, term: Term, bits: number): Term {
  const { word, parts } = lowParts(term, bits);
  return built(t, { word: BigInt.asUintN(bits, word), parts });
}

/** A sum that has the same low `bits` bits; its constant and factors are signed numbers of so many bits. */
export const lowParts = (term: Term, bits: number): Linear => narrow(lowLinear(term, bits), bits);

function lowLinear(term: Term, bits: number): Linear {
  const inner = sameLowBits(term, bits);
  if (inner !== undefined) return lowLinear(inner, bits);
  const { word, parts } = linear(term);
  if (parts.some(([part]) => part === term)) return { word, parts };
  const cut = parts.map(([part, factor]) => {
    const rest = bits - trailing(factor);
    return { part, factor, low: rest > 0 ? lowLinear(part, rest) : NOTHING };
  });
  if (cut.every(({ part, low }) => isAlone(low, part))) return { word, parts };
  return cut.reduce((sum, { low, factor }) => plus(sum, low, factor), {
    word,
    parts: [] as readonly Part[],
  });
}

/** Whether a sum is just this part. */
const isAlone = ({ word, parts }: Linear, part: Term): boolean =>
  word === 0n && parts.length === 1 && parts[0]?.[0] === part && parts[0][1] === 1n;

/** The term that a sum is as a signed number of so many bits, where it is one of these before it is cut. */
export function uncut(t: Algebra, term: Term, bits: number): Term | undefined {
  const sum = narrow(linear(term), bits);
  return fits(integerBounds(sum.word, sum.parts), bits) ? built(t, sum) : undefined;
}

/** The constant and factors as signed numbers of so many bits. */
function narrow({ word, parts }: Linear, bits: number): Linear {
  const cut = (factor: Word): Word => wrap(BigInt.asIntN(bits, factor));
  const entries = parts.map(([part, factor]): Part => [part, cut(factor)]);
  return { word: cut(word), parts: entries.filter(([, factor]) => factor !== 0n) };
}

/** A part that has the same low bits, where only what is above them is changed. */
function sameLowBits(term: Term, bits: number): Term | undefined {
  const low = lowBits(bits);
  if (term.op === 'signExtend' && term.by >= bits) return term.args[0];
  if (term.op === 'and' || term.op === 'or') {
    const [a, b] = term.args;
    if (b.op !== 'literal') return undefined;
    if (term.op === 'and' && (b.word & low) === low) return a;
    if (term.op === 'or' && (b.word & low) === 0n) return a;
  }
  return undefined;
}

/** The sum that is to be added to the second term for the first. */
export const partsApart = (a: Term, b: Term): Linear => plus(linear(a), linear(b), ALL);

/** Two terms without what they have in common: equal just where the two given ones are. */
export function difference(t: Algebra, a: Term, b: Term): readonly [Term, Term] {
  const { word, parts } = plus(linear(a), linear(b), ALL);
  const flip = parts[0] !== undefined && isNegative(parts[0][1]);
  const side = (taken: boolean): readonly Part[] =>
    parts
      .filter(([, factor]) => isNegative(factor) === taken)
      .map(([part, factor]): Part => [part, taken ? wrap(-factor) : factor]);
  const [left, right] = [side(flip), side(!flip)];
  const constant = flip ? word : wrap(-word);
  if (isNegative(constant) && right.length > 0)
    return [built(t, { word: wrap(-constant), parts: left }), built(t, { word: 0n, parts: right })];
  return [built(t, { word: 0n, parts: left }), built(t, { word: constant, parts: right })];
}

/** Whether a factor counts as taken away; 2^63, which is its own negative, does not. */
const isNegative = (factor: Word): boolean => factor > 1n << 63n;

/** The parts that two sums have with the same factor; undefined where there are none. */
export function commonParts(t: Algebra, a: Term, b: Term): Term | undefined {
  const [x, y] = [linear(a).parts, linear(b).parts];
  const factors = new Map(y);
  const parts = x.filter(([part, factor]) => factors.get(part) === factor);
  return parts.length === 0 ? undefined : built(t, { word: 0n, parts });
}

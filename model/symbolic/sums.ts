// Sums of terms: what add, sub, multiply by a constant and complement come to, as a constant and parts with factors, modulo 2^64.
//
// x << k counts as 2^k times x, ~x as -1 - x, and x | y as x + y where no bit can be 1 in both. In turn a sum of two parts without a
// bit in common is written as `or`, one part times a power of two as a shift: the forms in which masks find them.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Algebra } from './algebra.ts';
import { fits, integerBounds } from './bounds.ts';
import { ALL, bitLength, type Known, possible, type Term } from './term.ts';

/** A constant, and parts by their factors. */
export interface Linear {
  readonly word: Word;
  readonly parts: ReadonlyMap<Term, Word>;
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

const NOTHING: Linear = { word: 0n, parts: new Map() };

/** The first, and the second times a factor. */
function plus(a: Linear, b: Linear, factor: Word): Linear {
  const parts = new Map(a.parts);
  for (const [part, times] of b.parts) {
    const sum = wrap((parts.get(part) ?? 0n) + times * factor);
    if (sum === 0n) parts.delete(part);
    else parts.set(part, sum);
  }
  return { word: wrap(a.word + b.word * factor), parts };
}

const sums = new WeakMap<Term, Linear>();

/** A term as a sum; found once for each. */
export function linear(term: Term): Linear {
  const found = sums.get(term) ?? asSum(term);
  sums.set(term, found);
  return found;
}

function asSum(term: Term): Linear {
  switch (term.op) {
    case 'literal':
      return { word: term.word, parts: new Map() };
    case 'sum':
      return {
        word: term.word,
        parts: new Map(term.args.map((part, i) => [part, term.factors[i] ?? 0n])),
      };
    case 'not':
      return plus({ word: ALL, parts: new Map() }, linear(term.args[0]), ALL);
    case 'shiftLeft':
      return plus(NOTHING, linear(term.args[0]), 1n << BigInt(term.by));
    case 'or': {
      const [a, b] = term.args;
      return (possible(a) & possible(b)) === 0n
        ? plus(linear(a), linear(b), 1n)
        : { word: 0n, parts: new Map([[term, 1n]]) };
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
      return { word: 0n, parts: new Map([[term, 1n]]) };
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
  } else if (parts.size === 2 && word === 0n && areApart(first, second))
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
    const rest = new Map(parts);
    rest.delete(part);
    rest.delete(whole);
    return unmasked(
      t,
      plus({ word, parts: rest }, linear(t.and(whole, t.not(mask))), wrap(-factor)),
    );
  }
  return sum;
}

/** The part with this factor that is of a term these bits and others. */
function wider(
  parts: ReadonlyMap<Term, Word>,
  base: Term,
  mask: Word,
  factor: Word,
): Term | undefined {
  if (parts.get(base) === factor) return base;
  for (const [part, times] of parts) {
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

function summed(t: Algebra, word: Word, parts: ReadonlyMap<Term, Word>): Term {
  const entries = [...parts].sort(([a], [b]) => a.id - b.id);
  const terms = entries.map(([part]) => part);
  const factors = entries.map(([, factor]) => factor);
  return t.table.sum(word, terms, factors, knownOfSum(word, entries));
}

/** What is known of a sum: of multiples of 2^k, k low zeros; bounds, where it cannot wrap; and the sign, where it has but one. */
function knownOfSum(word: Word, entries: readonly (readonly [Term, Word])[]): Known {
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
  if (parts.has(term)) return { word, parts };
  let sum: Linear = { word, parts: new Map() };
  for (const [part, factor] of parts) {
    const rest = bits - trailing(factor);
    if (rest > 0) sum = plus(sum, lowLinear(part, rest), factor);
  }
  return sum;
}

/** The term that a sum is as a signed number of so many bits, where it is one of these before it is cut. */
export function uncut(t: Algebra, term: Term, bits: number): Term | undefined {
  const sum = narrow(linear(term), bits);
  return fits(integerBounds(sum.word, sum.parts), bits) ? built(t, sum) : undefined;
}

/** The constant and factors as signed numbers of so many bits. */
function narrow({ word, parts }: Linear, bits: number): Linear {
  const cut = (factor: Word): Word => wrap(BigInt.asIntN(bits, factor));
  const entries = [...parts].map(([part, factor]): [Term, Word] => [part, cut(factor)]);
  return { word: cut(word), parts: new Map(entries.filter(([, factor]) => factor !== 0n)) };
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
  const entries = [...parts].sort(([x], [y]) => x.id - y.id);
  const flip = entries[0] !== undefined && isNegative(entries[0][1]);
  const left = new Map<Term, Word>();
  const right = new Map<Term, Word>();
  for (const [part, factor] of entries)
    (isNegative(factor) === flip ? left : right).set(
      part,
      isNegative(factor) ? wrap(-factor) : factor,
    );
  const constant = flip ? word : wrap(-word);
  if (isNegative(constant) && right.size > 0)
    return [built(t, { word: wrap(-constant), parts: left }), built(t, { word: 0n, parts: right })];
  return [built(t, { word: 0n, parts: left }), built(t, { word: constant, parts: right })];
}

/** Whether a factor counts as taken away; 2^63, which is its own negative, does not. */
const isNegative = (factor: Word): boolean => factor > 1n << 63n;

/** The parts that two sums have with the same factor; undefined where there are none. */
export function commonParts(t: Algebra, a: Term, b: Term): Term | undefined {
  const [x, y] = [linear(a).parts, linear(b).parts];
  const parts = new Map([...x].filter(([part, factor]) => y.get(part) === factor));
  return parts.size === 0 ? undefined : built(t, { word: 0n, parts });
}

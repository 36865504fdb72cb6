// What follows from a condition of the terms that it is made of: bits, bounds, and which arm of a choice was taken.
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Bounds, boundsOf, signedBounds, signedWord, within } from './bounds.ts';
import { ALL, bitLength, possible, type Term } from './term.ts';

/** What is known of the value of a term beside what the term itself says. */
export interface Range {
  readonly zeros: Word;
  readonly ones: Word;
  readonly min: Word;
  readonly max: Word;
  /** Values that it has not, in between. */
  readonly without?: ReadonlySet<Word>;
  /** As a signed number, where more is known than these say. */
  readonly signed?: Bounds;
}

/** Ranges under way. */
export interface Learning {
  readonly ranges: Map<Term, Range>;
  /** The sums whose bounds as signed numbers were learnt. */
  readonly sums: Set<Term>;
  impossible: boolean;
}

/** What is known of a term. */
export const rangeOf = (ranges: ReadonlyMap<Term, Range>, term: Term): Range =>
  ranges.get(term) ?? { zeros: term.zeros, ones: term.ones, min: term.ones, max: term.max };

/** Between which signed numbers a term lies. */
export function signedIn(ranges: ReadonlyMap<Term, Range>, term: Term): Bounds {
  const own = boundsOf(term);
  const range = ranges.get(term);
  if (range === undefined) return own;
  const bounds = within(own, signedBounds(range.min, range.max));
  return range.signed === undefined ? bounds : within(bounds, range.signed);
}

/** Learns of a term as a signed number. */
function learnSigned(learning: Learning, term: Term, news: Bounds): void {
  const signed = within(signedIn(learning.ranges, term), news);
  const { low, high } = signed;
  if (low > high) {
    learning.impossible = true;
    return;
  }
  learning.ranges.set(term, { ...rangeOf(learning.ranges, term), signed });
  if (term.op === 'sum') learning.sums.add(term);
  if (low >= 0n) learn(learning, term, { min: low, max: high });
  else if (high < 0n) learn(learning, term, { min: low + TOP, max: high + TOP, ones: SIGN });
}

const TOP = 1n << 64n;
const SIGN = 1n << 63n;

/** Learns of a term, and of those that it is made of. */
function learn(learning: Learning, term: Term, news: Partial<Range>): void {
  const old = rangeOf(learning.ranges, term);
  const min = greatest(old.min, news.min ?? 0n, old.ones | (news.ones ?? 0n));
  const max = least(old.max, news.max ?? ALL, ALL ^ (old.zeros | (news.zeros ?? 0n)));
  const alike = min > max ? 0n : ALL ^ ((1n << BigInt(bitLength(min ^ max))) - 1n);
  const zeros = old.zeros | (news.zeros ?? 0n) | (alike & ~max);
  const ones = old.ones | (news.ones ?? 0n) | (alike & max);
  if ((zeros & ones) !== 0n || min > max) learning.impossible = true;
  if (zeros === old.zeros && ones === old.ones && min === old.min && max === old.max) return;
  learning.ranges.set(term, { ...old, zeros, ones, min, max });
  if (term.op === 'sum') learning.sums.add(term);
  learnOfParts(learning, term, { zeros, ones, min, max });
}

export const greatest = (...words: readonly Word[]): Word =>
  words.reduce((a, b) => (a > b ? a : b));
export const least = (...words: readonly Word[]): Word => words.reduce((a, b) => (a < b ? a : b));

/** What a term's bits say of the terms that it is made of. */
function learnOfParts(learning: Learning, term: Term, { zeros, ones, min, max }: Range): void {
  switch (term.op) {
    case 'and': {
      const [a, b] = term.args;
      learn(learning, a, { ones, zeros: b.op === 'literal' ? zeros & b.word : 0n });
      if (b.op !== 'literal') learn(learning, b, { ones });
      return;
    }
    case 'or': {
      const [a, b] = term.args;
      learn(learning, a, { zeros, ones: ones & b.zeros });
      learn(learning, b, { zeros, ones: ones & a.zeros });
      return;
    }
    case 'not':
      learn(learning, term.args[0], { zeros: ones, ones: zeros });
      return;
    case 'shiftLeft': {
      const by = BigInt(term.by);
      learn(learning, term.args[0], { zeros: (zeros >> by) & (ALL >> by), ones: ones >> by });
      return;
    }
    case 'shiftRight': {
      const by = BigInt(term.by);
      learn(learning, term.args[0], { zeros: (zeros << by) & ALL, ones: (ones << by) & ALL });
      return;
    }
    case 'select':
      learnOfChoice(learning, term.args, { zeros, ones, min, max });
      return;
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
      if (ones === 1n || max === 0n) learnTruth(learning, term, ones === 1n);
      return;
    case 'literal':
    case 'variable':
    case 'sum':
    case 'multiply':
    case 'xor':
    case 'signExtend':
  }
}

/** Where one arm cannot have these bits, the other was taken, and has them. */
function learnOfChoice(learning: Learning, parts: readonly [Term, Term, Term], range: Range): void {
  const [condition, yes, no] = parts;
  const excludes = (arm: Term): boolean =>
    (arm.ones & range.zeros) !== 0n ||
    (arm.zeros & range.ones) !== 0n ||
    arm.max < range.min ||
    arm.ones > range.max;
  if (excludes(yes)) {
    learnDenied(learning, condition);
    learn(learning, no, range);
  } else if (excludes(no)) {
    learnHeld(learning, condition);
    learn(learning, yes, range);
  }
}

/** The term is 0. */
const learnDenied = (learning: Learning, term: Term): void =>
  learn(learning, term, { zeros: ALL, max: 0n });

/** The term is not 0. */
function learnHeld(learning: Learning, term: Term): void {
  const bits = possible(term);
  const single = (bits & (bits - 1n)) === 0n;
  learn(learning, term, single ? { ones: bits, min: 1n } : { min: 1n });
}

/** A comparison, or another truth, holds or does not. */
export function learnTruth(learning: Learning, term: Term, holds: boolean): void {
  const truth = holds ? { ones: 1n } : { zeros: 1n };
  if (term.op !== 'equal' && term.op !== 'lessUnsigned' && term.op !== 'lessSigned') {
    learn(learning, term, truth);
    return;
  }
  const [a, b] = term.args;
  const old = rangeOf(learning.ranges, term);
  if (holds ? old.max === 0n : old.min > 0n) learning.impossible = true;
  learning.ranges.set(term, holds ? TRUE : FALSE);
  if (term.op === 'equal') learnEquality(learning, a, b, holds);
  else if (term.op === 'lessSigned') learnSignedOrder(learning, a, b, holds);
  else learnOrder(learning, a, b, holds);
}

function learnEquality(learning: Learning, a: Term, b: Term, holds: boolean): void {
  if (b.op !== 'literal') return;
  const { word } = b;
  if (holds) learn(learning, a, { zeros: ALL ^ word, ones: word, min: word, max: word });
  else if (word === 0n) learnHeld(learning, a);
  else learnUnequal(learning, a, word);
}

/** A value at the end of a range that it has not shortens the range; others are kept until it is at an end. */
function learnUnequal(learning: Learning, a: Term, word: Word): void {
  const old = rangeOf(learning.ranges, a);
  const without = new Set(old.without).add(word);
  if (old.zeros === ALL) {
    learning.impossible ||= word === 0n;
    return;
  }
  let { min, max } = old;
  const step = (ALL ^ old.zeros) & -(ALL ^ old.zeros);
  while (min <= max && without.has(min)) min = (min / step + 1n) * step;
  while (min <= max && without.has(max)) max = max === 0n ? -1n : ((max - 1n) / step) * step;
  if (without.size <= EXCLUDED) learning.ranges.set(a, { ...old, without });
  if (min > max) learning.impossible = true;
  else learn(learning, a, { min, max });
}

/** Values of a term that are known not to be, at most. */
const EXCLUDED = 64;

function learnOrder(learning: Learning, a: Term, b: Term, holds: boolean): void {
  const [x, y] = [rangeOf(learning.ranges, a), rangeOf(learning.ranges, b)];
  if (holds) {
    if (y.max === 0n) learning.impossible = true;
    else learn(learning, a, { max: y.max - 1n });
    learn(learning, b, { min: x.min + 1n });
    return;
  }
  learn(learning, a, { min: y.min });
  learn(learning, b, { max: x.max });
}

/** Of a term that is compared with a constant; the order of two unknowns is kept as the truth that it is. */
function learnSignedOrder(learning: Learning, a: Term, b: Term, holds: boolean): void {
  if (b.op === 'literal') {
    const bound = signedWord(b.word);
    learnSigned(learning, a, holds ? { ...ANY, high: bound - 1n } : { ...ANY, low: bound });
  } else if (a.op === 'literal') {
    const bound = signedWord(a.word);
    learnSigned(learning, b, holds ? { ...ANY, low: bound + 1n } : { ...ANY, high: bound });
  }
}

const ANY: Bounds = { low: -SIGN, high: SIGN - 1n };

const TRUE: Range = { zeros: ALL ^ 1n, ones: 1n, min: 1n, max: 1n };
const FALSE: Range = { zeros: ALL, ones: 0n, min: 0n, max: 0n };

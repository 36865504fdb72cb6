// Terms as integers: between which numbers a word lies that is read with its sign, and a sum before it wraps.
//
// Bounds of a word are between -2^63 and 2^63 - 1. Those of a sum are of the integer that its parts and factors come to, read with their
// signs: the word is that integer modulo 2^64, and is equal to it where the bounds say that it cannot have wrapped.
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Term } from './term.ts';

/** An integer is neither less nor greater than these. */
export interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

/** A term and how often it counts in a sum, modulo 2^64. */
export type Part = readonly [part: Term, factor: Word];

const LEAST = -(1n << 63n);
const MOST = (1n << 63n) - 1n;

/** A word as a signed number. */
export const signedWord = (word: Word): bigint => BigInt.asIntN(64, word);

/** Whether a number is that of a signed word of so many bits. */
export const fits = ({ low, high }: Bounds, bits = 64): boolean =>
  low >= -(1n << BigInt(bits - 1)) && high < 1n << BigInt(bits - 1);

/** What both say. */
export const within = (a: Bounds, b: Bounds): Bounds => ({
  low: a.low > b.low ? a.low : b.low,
  high: a.high < b.high ? a.high : b.high,
});

/** The bounds of words with no less than the one and no more than the other, both unsigned: of all, where some have a sign and some not. */
export const signedBounds = (min: Word, max: Word): Bounds =>
  min >> 63n === max >> 63n
    ? { low: signedWord(min), high: signedWord(max) }
    : { low: LEAST, high: MOST };

const known = new WeakMap<Term, Bounds>();

/** The bounds of a term in every assignment. */
export function boundsOf(term: Term): Bounds {
  const found = known.get(term);
  if (found !== undefined) return found;
  const bounds = within(signedBounds(term.ones, term.max), byForm(term));
  known.set(term, bounds);
  return bounds;
}

function byForm(term: Term): Bounds {
  const all = { low: LEAST, high: MOST };
  if (term.op === 'signExtend')
    return { low: -(1n << BigInt(term.by - 1)), high: (1n << BigInt(term.by - 1)) - 1n };
  if (term.op === 'sum') {
    const sum = integerBounds(
      term.word,
      term.args.map((part, i): Part => [part, term.factors[i] ?? 0n]),
    );
    return fits(sum) ? sum : all;
  }
  if (term.op !== 'select') return all;
  const [yes, no] = [boundsOf(term.args[1]), boundsOf(term.args[2])];
  return {
    low: yes.low < no.low ? yes.low : no.low,
    high: yes.high > no.high ? yes.high : no.high,
  };
}

/** The bounds of the integer that a constant and parts come to, all read with their signs. */
export function integerBounds(
  word: Word,
  parts: Iterable<Part>,
  of: (part: Term) => Bounds = boundsOf,
): Bounds {
  let low = signedWord(word);
  let high = low;
  for (const [part, factor] of parts) {
    const times = signedWord(factor);
    const bounds = of(part);
    low += times * (times < 0n ? bounds.high : bounds.low);
    high += times * (times < 0n ? bounds.low : bounds.high);
  }
  return { low, high };
}

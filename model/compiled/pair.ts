// A word as generated code has it, by its halves, and what is known of how great it may be: small words carry nothing into their
// high halves.
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Half } from './half-text.ts';
import { highOf, lowOf, wordOfHalves } from './halves.ts';

/** A word by its halves. */
export interface Pair {
  readonly low: Half;
  readonly high: Half;
  /** What the word is known to be less than: 2 to the 31 at most, and the high half is 0. */
  readonly below?: number;
}

/** A constant. */
export const constantPair = (word: Word): Pair => ({ low: lowOf(word), high: highOf(word) });

/** The word, if it is known. */
export const knownWord = ({ low, high }: Pair): Word | undefined =>
  typeof low === 'number' && typeof high === 'number' ? wordOfHalves(low, high) : undefined;

/** Words are small below this: a half without a sign holds them. */
export const SMALL = 2 ** 31;

/** A word with this low half that is less than a bound, at most 2 to the 31. */
export const bounded = (low: Half, below: number): Pair => ({ low, high: 0, below });

/** What a word is known to be less than; more than a small one is, if nothing is known. */
export function boundOf({ low, high, below = Number.POSITIVE_INFINITY }: Pair): number {
  if (high !== 0) return Number.POSITIVE_INFINITY;
  return typeof low === 'number' ? (low >>> 0) + 1 : below;
}

/** Whether the low halves of two words are known to add up to no more than a half holds. */
export function noCarry(a: Pair, b: Pair): boolean {
  const most = (pair: Pair): number =>
    typeof pair.low === 'number' ? pair.low >>> 0 : boundOf(pair) - 1;
  return most(a) + most(b) < 2 ** 32;
}

// Random numbers that are the same every time, from a seed; the words among them are mostly corners.
import type { Word } from '../../spec/words.ts';
import { expand } from '../arbitraries/expand.ts';

/** Draws in a row. */
export interface Dice {
  /** 0 to one less than the limit. */
  below(limit: number): number;
  /** One of the words that trials are made of. */
  word(): Word;
}

/** The words that trials are made of: corners, and some that are not. */
const POOL = new BigUint64Array(64);
expand(2011, new Uint32Array(POOL.buffer));

/** The greatest and the least signed number. A sum of one of them and the carry is all that overflows: they come often. */
const ENDS: readonly Word[] = [0x7fffffffffffffffn, 0x8000000000000000n];

/** The dice of one trial. */
export function dice(seed: number): Dice {
  const words = new BigUint64Array(128);
  expand(seed, new Uint32Array(words.buffer));
  let at = 0;
  const next = () => mixed(words[at++ % words.length] ?? 0n);
  const below = (limit: number) => Number(next() % BigInt(limit));
  return {
    below,
    word: () => (below(8) === 0 ? ENDS[below(ENDS.length)] : POOL[below(POOL.length)]) ?? 0n,
  };
}

/** Corners are few: without mixing they would be drawn too often. */
const mixed = (word: Word): Word =>
  BigInt.asUintN(64, (word ^ (word >> 29n)) * 0xbf58476d1ce4e5b9n) >> 7n;

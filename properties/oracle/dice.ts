// Random numbers that are the same every time, from a seed; the words among them are mostly corners.
//
// What is recorded was made by these: they have nothing to do with how histories are drawn, so that those may change.
import type { Word } from '../../spec/vocabulary/words.ts';

/** Draws in a row. */
export interface Dice {
  /** 0 to one less than the limit. */
  below(limit: number): number;
  /** One of the words that trials are made of. */
  word(): Word;
}

const CORNERS: readonly Word[] = [
  0n,
  1n,
  0xffffffffffffffffn,
  1n << 63n,
  1n << 31n,
  0x7fffffffn,
  0xffffffffn,
];

/** How many words the trials of one mnemonic are made of, so that the record stays small. */
const POOL = 40;

/** The greatest and the least signed number. A sum of one of them and the carry is all that overflows: they come often. */
const ENDS: readonly Word[] = [0x7fffffffffffffffn, 0x8000000000000000n];

/** The dice of one trial. Its words come from a pool that trials with the same `pool` share: corners, and some that are not. */
export function dice(seed: number, pool: number): Dice {
  const shared = poolOf(pool);
  const words = wordsFrom(seed, 128);
  let at = 0;
  const next = () => mixed(words[at++ % words.length] ?? 0n);
  const below = (limit: number) => Number(next() % BigInt(limit));
  return {
    below,
    word: () => (below(8) === 0 ? ENDS[below(ENDS.length)] : shared[below(POOL)]) ?? 0n,
  };
}

/** Made once for each mnemonic. */
function poolOf(seed: number): BigUint64Array {
  const known = pools.get(seed) ?? wordsFrom(seed, POOL);
  pools.set(seed, known);
  return known;
}

const pools = new Map<number, BigUint64Array>();

/** Corners are few: without mixing they would be drawn too often. */
const mixed = (word: Word): Word =>
  BigInt.asUintN(64, (word ^ (word >> 29n)) * 0xbf58476d1ce4e5b9n) >> 7n;

/** Words from a seed (murmur's finaliser over a Weyl sequence), one in four of them a corner. */
function wordsFrom(seed: number, length: number): BigUint64Array {
  const words = new BigUint64Array(length);
  const halves = new Uint32Array(words.buffer);
  for (let i = 0; i < halves.length; i++) halves[i] = finalised(seed + (i + 1) * 0x9e3779b9);
  let choice = seed ^ 0x5bd1e995;
  for (let i = 0; i < length; i++) {
    choice = (Math.imul(choice ^ (choice >>> 15), 0x2c1b3c6d) + 2 * i) | 0;
    if ((choice & 3) === 0)
      words[i] = CORNERS[(choice >>> 2) & 7] ?? 1n << BigInt((choice >>> 8) & 63);
  }
  return words;
}

function finalised(number: number): number {
  let z = Math.imul(number ^ (number >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

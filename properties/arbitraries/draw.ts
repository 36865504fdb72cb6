// Drawing: numbers in a row from a seed, and one word, drawn as the machine's words are: random, or a corner.
//
// fast-check's generator gives numbers in a row too, and costs ten times as much for each: histories ask it for seeds only.
import { expand, mix, stepped } from './expand.ts';

/** Numbers in a row; fast-check's generator is one such. */
export interface Draws {
  /** A number of 32 bits, signed. */
  nextInt(): number;
  /** A number between two bounds, both included. */
  nextInt(least: number, most: number): number;
}

/** The numbers that follow from a seed of 64 bits. */
export function drawsFrom(seed: number, key: number): Draws {
  let weyl = seed;
  return {
    nextInt(least: number = -0x80000000, most: number = 0x7fffffff): number {
      weyl = stepped(weyl);
      return least + Math.floor(((mix(weyl, key) >>> 0) * (most - least + 1)) / 0x100000000);
    },
  };
}

const halves = new Int32Array(2);
const word = new BigUint64Array(halves.buffer);

/** A word of 64 bits. */
export function drawWord(draws: Draws): bigint {
  expand(draws.nextInt(), halves);
  return word[0] ?? 0n;
}

/** One of those given. Throws RangeError where there is none. */
export function choose<T>(random: Draws, choices: readonly T[]): T {
  const chosen = choices[random.nextInt(0, choices.length - 1)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}

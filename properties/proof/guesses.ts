// Guesses of whole assignments: nothing but zeros, and words made of the names of variables. They are the same in every proof.
import type { Term } from '../../model/symbolic/term.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** The words of terms under an assignment. */
export type Values = (term: Term) => Word;

const SEEDS = [0n, 0x9e3779b97f4a7c15n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n] as const;

/** A word made of a name. */
export function wordFrom(name: string, seed: Word): Word {
  let word = seed;
  for (let i = 0; i < name.length; i++)
    word = BigInt.asUintN(64, (word ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n + (word >> 29n));
  return seed === 0n ? 0n : word;
}

/** The guesses, with the words that some variables are known to have. */
export const guesses = (known: ReadonlyMap<string, Word> = new Map()): readonly Values[] =>
  SEEDS.map((seed) => valuesUnder((name) => known.get(name) ?? wordFrom(name, seed)));

/** Those in which all conditions hold. */
export const satisfying = (
  some: readonly Values[],
  conditions: readonly Term[],
): readonly Values[] => some.filter((wordOf) => conditions.every((one) => wordOf(one) !== 0n));

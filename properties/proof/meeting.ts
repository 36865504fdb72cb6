// Whether a claim is met at all: some machine comes to where it says something.
//
// A machine is looked for once for each path, by guessing and then by the solver; it meets most claims. For the others the solver is asked.
import { type Assumed, conditionsOf, type Facts } from '../../model/symbolic/facts.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Obligation } from './obligations.ts';
import type { Search } from './search.ts';

/** The words of terms under an assignment. */
export type Values = (term: Term) => Word;

/** Guesses of a whole assignment: nothing but zeros, and words made of the names of variables. */
const GUESSES = [0n, 0x9e3779b97f4a7c15n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n] as const;

/** A word made of a name. */
export function wordFrom(name: string, seed: Word): Word {
  let word = seed;
  for (let i = 0; i < name.length; i++)
    word = BigInt.asUintN(64, (word ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n + (word >> 29n));
  return seed === 0n ? 0n : word;
}

/** What finds a few machines that satisfy what is known on a path, if any is found; it keeps them. */
export function machines(search: Search): (facts: Facts) => Promise<readonly Values[]> {
  const known = new Map<Assumed | undefined, readonly Values[]>();
  return async ({ assumed }) => {
    const found = known.get(assumed);
    if (found !== undefined) return found;
    const conditions = conditionsOf(assumed);
    const guesses = GUESSES.map((seed) => valuesUnder((name) => wordFrom(name, seed)));
    const good = guesses.filter((wordOf) => conditions.every((one) => wordOf(one) !== 0n));
    const some = good.length > 0 ? good : await solved(search, conditions);
    known.set(assumed, some);
    return some;
  };
}

/** What tells whether a claim is met on some path. */
export function meeting(search: Search, machinesOn = machines(search)) {
  return async (obligations: readonly Obligation[]): Promise<boolean> => {
    for (const { facts, met } of obligations) {
      if (met.max === 0n) continue;
      const some = await machinesOn(facts);
      if (some.some((wordOf) => wordOf(met) !== 0n)) return true;
    }
    for (const { facts, met } of obligations) {
      if (met.max === 0n) continue;
      const found = await search([...conditionsOf(facts.assumed), met]);
      if (found.found === 'assignment') return true;
    }
    return false;
  };
}

async function solved(search: Search, conditions: readonly Term[]): Promise<readonly Values[]> {
  const found = await search(conditions);
  if (found.found !== 'assignment') return [];
  return GUESSES.map((seed) =>
    valuesUnder((name) => found.words.get(name) ?? wordFrom(name, seed)),
  );
}

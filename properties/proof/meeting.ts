// Whether a claim is met at all: some machine comes to where it says something.
//
// A machine is looked for once for each path, by guessing and then by the solver; it meets most claims. For the others the solver is asked.
import { conditionsOf, type Facts, type Premises } from '../../model/symbolic/facts.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { guesses, satisfying, type Values } from './guesses.ts';
import type { Obligation } from './obligations.ts';
import type { ProofVerdict } from './prove.ts';
import type { Search } from './search.ts';

/** The machines that were guessed and satisfy what is known on a path; kept. */
function guessing(): (facts: Facts) => readonly Values[] {
  const guessed = new Map<Premises | undefined, readonly Values[]>();
  return ({ assumed }) => {
    const found = guessed.get(assumed);
    if (found !== undefined) return found;
    const good = satisfying(guesses(), conditionsOf(assumed));
    guessed.set(assumed, good);
    return good;
  };
}

/** The machines that the solver finds for what is known on a path; kept. */
function solving(search: Search): (facts: Facts) => Promise<readonly Values[]> {
  const solved = new Map<Premises | undefined, readonly Values[]>();
  return async ({ assumed }) => {
    const found = solved.get(assumed) ?? (await solutions(search, conditionsOf(assumed)));
    solved.set(assumed, found);
    return found;
  };
}

/** What finds a few machines that satisfy what is known on a path, if any is found; it keeps them. */
export function machines(search: Search): (facts: Facts) => Promise<readonly Values[]> {
  const guessesOn = guessing();
  const solutionsOn = solving(search);
  return async (facts) => {
    const good = guessesOn(facts);
    return good.length > 0 ? good : solutionsOn(facts);
  };
}

/** What tells whether a claim is met on some path; it keeps the machines that it has found. */
export function meeting(search: Search) {
  const guessesOn = guessing();
  const solutionsOn = solving(search);
  const isGuessed = (obligations: readonly Obligation[]): boolean =>
    obligations.some(
      ({ facts, met }) => met.max > 0n && guessesOn(facts).some((wordOf) => wordOf(met) !== 0n),
    );
  return {
    /** Whether a machine that was guessed meets it. */
    isGuessed,
    /** Whether any does; unknown where none was found, and the solver does not say that there is none. */
    async isMet(obligations: readonly Obligation[]): Promise<'met' | 'never' | 'unknown'> {
      if (isGuessed(obligations)) return 'met';
      for (const { facts, met } of obligations) {
        if (met.max === 0n) continue;
        const some = await solutionsOn(facts);
        if (some.some((wordOf) => wordOf(met) !== 0n)) return 'met';
      }
      let found: 'never' | 'unknown' = 'never';
      for (const { facts, met } of obligations) {
        if (met.max === 0n) continue;
        const one = await search([...conditionsOf(facts.assumed), met]);
        if (one.found === 'assignment' && one.satisfies) return 'met';
        if (one.found !== 'none') found = 'unknown';
      }
      return found;
    },
  };
}

/** The verdict on a clause that no machine is known to meet, and that none is known to break. */
export const unmet = (isMet: 'never' | 'unknown'): ProofVerdict =>
  isMet === 'never'
    ? { verdict: 'vacuous' }
    : {
        verdict: 'not-settled',
        why: 'no machine was found that meets it, and the solver does not say that there is none',
        where: 'every path',
        term: '',
      };

async function solutions(search: Search, conditions: readonly Term[]): Promise<readonly Values[]> {
  const found = await search(conditions);
  if (found.found !== 'assignment') return [];
  return satisfying(guesses(found.words), conditions);
}

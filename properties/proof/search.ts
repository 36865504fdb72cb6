// Searching for an assignment in which truths hold together, and showing that there is none.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { conditionsOf, type Facts } from '../../model/symbolic/facts.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { abstracted } from './abstraction.ts';
import { guesses, satisfying } from './guesses.ts';
import type { ProofRun } from './run.ts';
import type { Solver } from './solver.ts';

/** An assignment, or that there is none, or that none was found. */
type Found =
  /** No assignment makes all of these hold, which are what was asked with fewer unknowns: see abstraction.ts. */
  | { readonly found: 'none'; readonly formulas: readonly Term[] }
  | {
      readonly found: 'assignment';
      readonly words: ReadonlyMap<string, Word>;
      /** Whether it is one of what was asked; else it is one of that with fewer unknowns, and may be nearly one. */
      readonly satisfies: boolean;
    }
  | { readonly found: 'unknown'; readonly why: string };

/** Looks for an assignment in which truths hold together. */
export type Search = (truths: readonly Term[], effort?: number) => Promise<Found>;

/**
 * Searching by the solver, over groups of unknowns in the place of their members. Throws where it says that there is no assignment and a
 * guess is one; so it does of a solver that says so of what is known to have one.
 */
export function searching({ t }: Pick<ProofRun, 't'>, solver: Solver): Search {
  let tried: Promise<void> | undefined;
  return async (truths, effort) => {
    const { formulas, decoded } = abstracted(t, truths);
    if (formulas.some(({ max }) => max === 0n)) return { found: 'none', formulas };
    tried ??= tryOut(t, solver);
    await tried;
    const answer = await solver.ask(formulas, effort);
    if (answer.answer === 'never') return noneOf(formulas);
    if (answer.answer === 'unknown') return { found: 'unknown', why: answer.why };
    const words = decoded(answer.words);
    if (satisfy(words, truths)) return { found: 'assignment', words, satisfies: true };
    const whole = await solver.ask(truths, effort);
    if (whole.answer === 'never') return noneOf(truths);
    if (whole.answer === 'unknown') return { found: 'assignment', words, satisfies: false };
    return { found: 'assignment', words: whole.words, satisfies: true };
  };
}

/** That no assignment was found, unless a guess is one. */
function noneOf(formulas: readonly Term[]): Found {
  if (satisfying(guesses(), formulas).length > 0)
    throw new Error('the solver says of formulas that they never hold, and a guess satisfies them');
  return { found: 'none', formulas };
}

/** Asks the solver what no guess finds, and what has no assignment. Throws where it answers otherwise. */
async function tryOut(t: Algebra, solver: Solver): Promise<void> {
  const word = t.table.variable('a word that is asked for');
  const product = t.equal(t.multiply(word, t.literal(3n)), t.literal(0x1234_5677n));
  const odd = t.equal(t.and(t.add(word, word), t.literal(1n)), t.literal(1n));
  const questions = [
    { formulas: [product], answer: 'possible' },
    { formulas: [t.or(odd, product), t.lessUnsigned(word, t.literal(9n))], answer: 'never' },
  ];
  for (const { formulas, answer } of questions) {
    const said = await solver.ask(formulas);
    if (said.answer !== answer)
      throw new Error(`the solver says '${said.answer}' where the answer is '${answer}'`);
  }
}

/** Whether all hold under an assignment, with 0 for what is not in it. */
function satisfy(words: ReadonlyMap<string, Word>, truths: readonly Term[]): boolean {
  const wordOf = valuesUnder((name) => words.get(name) ?? 0n);
  return truths.every((one) => wordOf(one) !== 0n);
}

/** Conditions that are tried one more at a time. */
const NEAR = 3;

/** Work of the solver on a part with few of the conditions, the last ones, in which most are settled. */
const ALONE = 1_000_000;

/** What the solver finds to hold in no assignment, of a part and what is known on its path; undefined where it does not. */
export const closingBy =
  (search: Search) =>
  async (facts: Facts, part: Term): Promise<readonly Term[] | undefined> => {
    const conditions = conditionsOf(facts.assumed);
    for (let last = 0; last < Math.min(conditions.length, NEAR); last++) {
      const near = await search([...conditions.slice(conditions.length - last), part], ALONE);
      if (near.found === 'none') return near.formulas;
    }
    for (const truths of [[part], [...conditions, part]]) {
      const found = await search(truths);
      if (found.found === 'none') return found.formulas;
    }
    return undefined;
  };

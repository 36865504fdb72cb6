// From a history that violates a clause to a minimal one: no place that could be default, no action that could be dropped.
import fc from 'fast-check';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { SEVERITY } from '../severity.ts';
import { Interruption, undisturbed } from '../work/interruption.ts';
import { switchContract } from './switch/contract.ts';
import { disagreementOn } from './switch/disagreement.ts';
import type { History } from './switch/history.ts';
import { play, type Stage } from './switch/play.ts';

/**
 * Shrinks a history that breaks a clause until nothing simpler breaks it; the verdict stays what it was. `tried` is told of
 * every candidate. Candidates are judged by the compiled evaluator, and what is left by the interpreter too. Throws Disagreement.
 */
export function minimise(
  program: Program,
  clause: Clause,
  history: History,
  stage: Stage,
  arbitrary: fc.Arbitrary<History>,
  tried: () => void = () => undefined,
): History {
  const isOne = switchContract.some((one) => one === clause);
  const clauses: readonly Clause[] = isOne ? switchContract : [clause];
  const evaluator = compiledEvaluator(program, clauses, stage);
  const own = clauses.indexOf(clause);
  const verdictOf = (one: History) => evaluator.judge(one).verdicts[own];
  const verdict = undisturbed(() => verdictOf(history));
  const minimal = simplest(arbitrary, history, (candidate) => {
    tried();
    return verdictOf(candidate) === verdict;
  });
  const plain = undisturbed(() => judge(clause, play(program, minimal, stage).trace).verdict);
  if (SEVERITY[plain] !== verdict) throw disagreementOn(clause, saidBy(verdict), plain);
  return minimal;
}

/** A verdict by its number. */
const saidBy = (severity: number | undefined): string =>
  Object.entries(SEVERITY).find(([, number]) => number === severity)?.[0] ?? 'nothing';

/**
 * Shrinks until nothing that is simpler fails: what a later part loses may free an earlier one. Where the work is to be left,
 * the simplest that was found by then. What `fails` throws, it throws.
 */
export function simplest<H>(
  arbitrary: fc.Arbitrary<H>,
  history: H,
  fails: (history: H) => boolean,
): H {
  let left = false;
  let thrown: { readonly error: unknown } | undefined;
  const stillFails = (candidate: H): boolean => {
    try {
      return !left && fails(candidate);
    } catch (error) {
      left = true;
      if (!(error instanceof Interruption)) thrown = { error };
      return false;
    }
  };
  const property = fc.property(arbitrary, (candidate) => !stillFails(candidate));
  const { counterexample, numShrinks } = fc.check(property, {
    examples: [[history]],
    numRuns: 1,
  });
  if (thrown !== undefined) throw thrown.error;
  const simpler = counterexample?.[0] ?? history;
  return left || numShrinks === 0 ? simpler : simplest(arbitrary, simpler, fails);
}

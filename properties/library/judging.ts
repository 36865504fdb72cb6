// Judging a program on histories, for a caller that has both at hand: one run, a fast-check property, a campaign, a card.
import fc from 'fast-check';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge, type Verdict } from '../../spec/judging/judge.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import { hex } from '../../spec/vocabulary/words.ts';
import { check as campaignOn } from '../campaign/check.ts';
import { counterexampleOn } from '../counterexample/counterexample.ts';
import { scenarioOf } from '../counterexample/scenario.ts';
import { type History, histories as unnamed } from '../levels/switch/history.ts';
import { switchRun } from '../levels/switch/level.ts';
import { play } from '../levels/switch/play.ts';
import { card } from '../report/card.ts';
import { type ClauseOrName, clauseMeant, clausesMeant, STAGE } from './subject.ts';

/**
 * Histories of one or two switches: a machine that is about to call the switch, what its guests do, and how time passes. They
 * shrink, and print as what differs from the machine that is all zeros.
 */
export const histories: fc.Arbitrary<History> = unnamed.map(
  (history) => Object.defineProperty(history, fc.toStringMethod, { value: () => said(history) }),
  (history) => {
    if (!unnamed.canShrinkWithoutContext(history)) throw new TypeError('this is no history');
    return history;
  },
);

/** A history in one line. */
function said(history: History): string {
  const { initial, rounds } = scenarioOf(switchRun({ program: repaired, history, stage: STAGE }));
  const words = initial.map(([place, word]) => `${place} = ${hex(word)}`);
  const acts = rounds.map(({ guest }) => `guest: ${guest.join(', ') || 'nothing'}`);
  return `{ ${[...words, ...acts].join('; ')} }`;
}

/** What a campaign says of one clause. */
export interface CheckResult {
  readonly clause: Clause;
  readonly verdict: Verdict['verdict'];
  /** Histories that were run. */
  readonly runs: number;
  /** Those of them in which the clause had something to say. */
  readonly met: number;
  /** The smallest history that shows the verdict; none where the clause holds, or is vacuous. */
  readonly history: History | undefined;
  /** The same in words: what was lost, where, and what repairs it. */
  readonly card: string | undefined;
}

/** How long a campaign is. */
export interface CheckOptions {
  /** Histories to run (2,000 by default). */
  readonly runs?: number;
  /** The seed of the series (1 by default): the same seed gives the same results. */
  readonly seed?: number;
}

/** Runs a history on a program by the interpreter, step by step. */
export const runOf = (program: Program, history: History): Trace =>
  play(program, history, STAGE).trace;

/** What one history says of a clause. Throws RangeError for a clause that no switch can be judged by. */
export const verdictOn = (program: Program, clause: ClauseOrName, history: History): Verdict =>
  judge(clauseMeant(clause), runOf(program, history));

/**
 * A property for `fc.assert`: no history breaks any of the clauses. fast-check draws the histories and shrinks the one that fails, and
 * the failure is a card. Throws RangeError for a clause that no switch can be judged by.
 */
export function keeping(
  program: Program,
  clauses: readonly ClauseOrName[],
): fc.IPropertyWithHooks<[History]> {
  const meant = clausesMeant(clauses);
  return fc.property(histories, (history) => {
    const trace = runOf(program, history);
    for (const clause of meant) {
      const { verdict } = judge(clause, trace);
      if (verdict !== 'holds' && verdict !== 'vacuous')
        throw new Error(cardOf(program, clause, history) ?? `${clause.name}: ${verdict}`);
    }
  });
}

/** Judges the clauses on histories of a seed by the compiled evaluator. Throws RangeError as `keeping` does. */
export async function check(
  program: Program,
  clauses: readonly ClauseOrName[],
  { runs = 2000, seed = 1 }: CheckOptions = {},
): Promise<readonly CheckResult[]> {
  const subjects = [{ model: 'program', program }];
  const { results } = await campaignOn({ subjects, clauses: clausesMeant(clauses), runs, seed });
  return results.map(({ clause, verdict, runs: made, met, history }) => ({
    clause,
    verdict,
    runs: made,
    met,
    history,
    card: history && cardOf(program, clause, history, 'repair'),
  }));
}

/** The card of a history that breaks a clause; undefined where it does not. */
function cardOf(
  program: Program,
  clause: Clause,
  history: History,
  depth: 'life' | 'repair' = 'life',
): string | undefined {
  const shown = counterexampleOn({ model: 'program', program }, clause, history, STAGE, depth);
  // A token tells of subjects by name, and this program has none.
  return shown && card({ ...shown, token: '' });
}

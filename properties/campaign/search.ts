// One minimal counterexample of one clause, found from a seed: of a path that is at hand, or of any subject by name.
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Finding } from '../levels/level.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import type { History } from '../levels/switch/history.ts';
import { check } from './check.ts';
import { blockFor, unitsOf } from './plan.ts';

/** Histories that are tried where nothing else is said. */
const RUNS = 4000;

interface Effort {
  readonly runs?: number;
  readonly seed?: number;
}

/** A minimal history on which the clause fails; undefined where none of so many shows it. */
export async function counterexampleOf(
  program: Program,
  clause: Clause,
  { runs = RUNS, seed = 1 }: Effort = {},
): Promise<History | undefined> {
  const subjects = [{ model: 'subject', program }];
  const { results } = await check({ subjects, clauses: [clause], runs, seed, enough: true });
  return results[0]?.history;
}

/** The same, of the subject with this name, at the level of the clause. */
export function findingBy(
  subject: string,
  clause: Clause,
  { runs = RUNS, seed = 1 }: Effort,
): Finding | undefined {
  const series = { seed, runs, enough: true };
  for (const level of levels.filter((one) => isJudgedAt(one, clause))) {
    const evaluator = level.open(subject, [clause], { without: new Set(), reader: 'plain' });
    for (const unit of evaluator === undefined ? [] : unitsOf([level], series)) {
      const worst = evaluator?.run(blockFor(unit, series)).counts[0]?.worst;
      if (evaluator === undefined || worst === undefined) continue;
      const history = evaluator.shrink(clause, worst.history);
      return {
        subject,
        clause,
        level: level.name,
        history,
        replay: () => evaluator.replay(history),
      };
    }
  }
  return undefined;
}

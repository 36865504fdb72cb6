// Everything that runs units set up once: each subject at each level, with the clauses that belong there.
import type { Clause } from '../../spec/clause.ts';
import type { BlockCounts, Evaluator, EvaluatorOptions, Level } from '../levels/level.ts';
import { isJudgedAt, levelNamed, levels } from '../levels/levels.ts';
import { blockFor, type Series, type WorkItem } from './plan.ts';

/** A model under the name that reports give it, and the name by which a token and any thread know it. */
export interface Subject {
  readonly model: string;
  readonly name: string;
}

/** What a unit came to: counts for each subject, in order; null where it has nothing at the level. */
export type ItemCounts = readonly (BlockCounts | null)[];

export interface Evaluators {
  /** The clauses of a level, in order. */
  clausesOf(level: string): readonly Clause[];
  /** The levels that have clauses, in order. */
  readonly levels: readonly Level[];
  /** A subject at the level of a clause; undefined where it has nothing there. */
  evaluator(subject: Subject, level: string): Evaluator | undefined;
  run(unit: WorkItem, series: Series): ItemCounts;
}

/** Sets up; an evaluator is made when it is first asked for. */
export function evaluatorsOf(
  subjects: readonly Subject[],
  clauses: readonly Clause[],
  options: EvaluatorOptions,
): Evaluators {
  const clausesOf = (level: string) =>
    clauses.filter((clause) => isJudgedAt(levelNamed(level), clause));
  const known = new Map<string, Evaluator | undefined>();
  const evaluator = ({ name }: Subject, level: string): Evaluator | undefined => {
    const key = `${level} ${name}`;
    if (!known.has(key)) known.set(key, levelNamed(level).open(name, clausesOf(level), options));
    return known.get(key);
  };
  return {
    clausesOf,
    levels: levels.filter(({ name }) => clausesOf(name).length > 0),
    evaluator,
    run: (unit, series) =>
      subjects.map(
        (subject) => evaluator(subject, unit.level)?.run(blockFor(unit, series)) ?? null,
      ),
  };
}

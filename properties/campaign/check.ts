// Judging paths that are at hand as programs, in this thread: what the suites and the search for one counterexample need.
//
// The command judges subjects by name, at every level, on several threads: see campaign/.
import type { Clause } from '../../spec/clause.ts';
import type { Evaluator } from '../levels/level.ts';
import type { History } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { type Observer, switchEvaluator, switchLevel } from '../levels/switch/level.ts';
import type { CodeSubject } from '../subjects/subject.ts';
import { carryOn, inThisThread, nothingKnown } from './campaign.ts';
import type { Evaluators, Subject } from './evaluators.ts';
import { blockFor } from './plan.ts';
import { withRegressions } from './regressions.ts';
import { type Result as CampaignResult, resultsOf } from './results.ts';
import type { Tally } from './tally.ts';

export interface CheckOptions {
  readonly subjects: readonly CodeSubject[];
  /** Of the level of the switch. */
  readonly clauses: readonly Clause[];
  /** Histories to play on each path. */
  readonly runs: number;
  readonly seed: number;
  /** Assumptions that may be broken. */
  readonly without?: ReadonlySet<string>;
  /** Histories that are played first, beside those that are generated. */
  readonly first?: readonly History[];
  /** Whether histories are made minimal (yes by default). */
  readonly minimal?: boolean;
  /** Stop as soon as every clause is found violated, or otherwise broken. */
  readonly enough?: boolean;
  /** Asked between blocks of runs; when it says yes, the rest is not run. */
  readonly stop?: () => boolean;
  readonly progress?: (done: number, switches: number) => void;
  /** Which reader plays; the compiled one by default, but where one failure is enough. */
  readonly reader?: 'plain' | 'compiled';
  /** Shown every trace. */
  readonly observe?: Observer;
}

/** What is known of one clause on one path; the history is minimal, and there is none where the clause holds or is vacuous. */
interface Result extends Omit<CampaignResult, 'finding'> {
  readonly history: History | undefined;
}

export interface CheckReport {
  readonly results: readonly Result[];
  readonly runs: number;
  readonly switches: number;
  /** Whether every run that was asked for was made. */
  readonly complete: boolean;
}

/** Plays and judges; every verdict other than `holds` comes with the history that shows it. */
export async function check(options: CheckOptions): Promise<CheckReport> {
  const { clauses, runs, seed, progress, enough = false, first = [] } = options;
  const subjects = options.subjects.map(({ model }) => ({ model, name: model }));
  const evaluators = roomOf(options, subjects);
  const { known, complete } = await carryOn(
    nothingKnown(subjects, evaluators),
    evaluators,
    inThisThread(evaluators),
    {
      subjects,
      series: { seed, runs, ...(enough ? { enough } : {}) },
      stop: (tallies) => options.stop?.() === true || (enough && allBroken(tallies)),
      ...(progress === undefined ? {} : { progress }),
    },
  );
  const earlier = subjects.flatMap((subject) =>
    clauses.flatMap((clause) =>
      first.map((history) => ({ subject, clause, history: switchHistory.write(history) })),
    ),
  );
  const results = resultsOf(
    withRegressions(known, evaluators, earlier),
    evaluators,
    subjects,
    clauses,
  ).map(
    ({ finding, ...result }): Result => ({
      ...result,
      history: finding && switchHistory.read(finding.history),
    }),
  );
  const done = Math.max(0, ...known.tallies.map((tally) => tally.runs));
  return { results, runs: done, switches: known.switches, complete };
}

const allBroken = (tallies: Iterable<Tally>): boolean =>
  [...tallies].every(({ worst }) => worst !== null);

/** The evaluators of programs that are at hand, as a room of their own. */
function roomOf(
  { clauses, enough = false, minimal = true, without = new Set(), ...options }: CheckOptions,
  subjects: readonly Subject[],
): Evaluators {
  const reader = options.reader ?? (enough ? 'plain' : 'compiled');
  const byModel = new Map(
    options.subjects.map((named) => {
      const evaluator = switchEvaluator(named, clauses, { without, reader }, options.observe);
      const asFound: Evaluator = { ...evaluator, shrink: (_clause, history) => history };
      return [named.model, minimal ? evaluator : asFound];
    }),
  );
  return {
    levels: [switchLevel],
    clausesOf: () => clauses,
    evaluator: ({ name }) => byModel.get(name),
    run: (unit, series) =>
      subjects.map(({ name }) => byModel.get(name)?.run(blockFor(unit, series)) ?? null),
  };
}

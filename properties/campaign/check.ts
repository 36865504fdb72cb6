// Judging paths that are at hand as programs, in this thread: what the suites and the search for one counterexample need.
//
// The command judges subjects by name, at every level, on several threads: see campaign/.
import type { Clause } from '../../spec/clause.ts';
import type { Verdict } from '../../spec/judging/judge.ts';
import type { Bench } from '../levels/level.ts';
import type { History } from '../levels/switch/history.ts';
import { historyFrom, keptHistory } from '../levels/switch/history-json.ts';
import { type Observer, switchBench, switchLevel } from '../levels/switch/level.ts';
import type { CodeSubject } from '../subjects/subject.ts';
import { carryOn, inThisThread, nothingKnown } from './campaign.ts';
import type { BenchRoom, Subject } from './evaluators.ts';
import { blockFor } from './plan.ts';
import { sum, type Tally, verdictOf } from './tally.ts';

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

/** What is known of one clause on one path. */
interface Result {
  readonly model: string;
  readonly clause: Clause;
  readonly verdict: Verdict['verdict'];
  readonly runs: number;
  /** Runs in which the clause had something to say. */
  readonly met: number;
  /** The history that shows the verdict, made minimal; none when the clause holds or is vacuous. */
  readonly history: History | undefined;
}

export interface Checked {
  readonly results: readonly Result[];
  readonly runs: number;
  readonly switches: number;
  /** Whether every run that was asked for was made. */
  readonly complete: boolean;
}

/** Plays and judges; every verdict other than `holds` comes with the history that shows it. */
export async function check(options: CheckOptions): Promise<Checked> {
  const { clauses, runs, seed, progress, enough = false } = options;
  const reader = options.reader ?? (enough ? 'plain' : 'compiled');
  const terms = { without: options.without ?? new Set<string>(), reader };
  const benches = new Map(
    options.subjects.map((named) => [
      named.model,
      switchBench(named, clauses, terms, options.observe),
    ]),
  );
  const subjects = options.subjects.map(({ model }) => ({ model, name: model }));
  const room = roomOf(benches, subjects, clauses);
  const { known, complete } = await carryOn(
    nothingKnown(subjects, room),
    room,
    inThisThread(room),
    {
      subjects,
      series: { seed, runs, ...(enough ? { enough } : {}) },
      stop: (tallies) => options.stop?.() === true || (enough && allBroken(tallies)),
      ...(progress === undefined ? {} : { progress }),
    },
  );
  const results = known.tallies.flatMap((tally) => {
    const bench = benches.get(tally.model);
    const clause = clauses.find(({ name }) => name === tally.clause);
    if (bench === undefined || clause === undefined) return [];
    return [
      resultOf(withFirst(tally, bench, clause, options.first), clause, bench, options.minimal),
    ];
  });
  const done = Math.max(0, ...known.tallies.map((tally) => tally.runs));
  return { results, runs: done, switches: known.switches, complete };
}

const allBroken = (tallies: Iterable<Tally>): boolean =>
  [...tallies].every(({ worst }) => worst !== null);

/** The benches of programs, as a room of their own. */
const roomOf = (
  benches: ReadonlyMap<string, Bench>,
  subjects: readonly Subject[],
  clauses: readonly Clause[],
): BenchRoom => ({
  levels: [switchLevel],
  clausesOf: () => clauses,
  bench: ({ name }) => benches.get(name),
  play: (unit, series) =>
    subjects.map(({ name }) => benches.get(name)?.play(blockFor(unit, series)) ?? null),
});

/** The tally with what the histories show that are played first; they come before the series. */
function withFirst(
  tally: Tally,
  bench: Bench,
  clause: Clause,
  first: readonly History[] = [],
): Tally {
  let known = tally;
  for (const [i, history] of first.entries()) {
    const kept = keptHistory(history);
    const { verdict } = bench.judge(clause, kept);
    if (verdict === 'holds' || verdict === 'vacuous') continue;
    const worst = { verdict, weight: 0, index: i - first.length, history: kept, level: 'switch' };
    known = sum(known, { ...tally, runs: 0, met: 1, worst });
  }
  return known;
}

function resultOf(tally: Tally, clause: Clause, bench: Bench, minimal = true): Result {
  const { model, runs, met, worst } = tally;
  const shown = worst && (minimal ? bench.minimal(clause, worst.history) : worst.history);
  return {
    model,
    clause,
    verdict: verdictOf(tally),
    runs,
    met,
    history: shown === null ? undefined : historyFrom(shown),
  };
}

// Judging the contract: each generated history is played once on each path and judged by every clause; a clause that
// fails is then shrunk on its own.
import fc from 'fast-check';
import type { Clause } from '../spec/clause.ts';
import type { Verdict } from '../spec/judge.ts';
import type { Trace } from '../spec/machine.ts';
import { watchedByAll } from '../spec/watch.ts';
import { type History, histories } from './arbitraries/history.ts';
import { compiledPlayer } from './compiled/player.ts';
import { minimise } from './minimise.ts';
import { play, type Stage, stageWithout } from './play.ts';
import { countAll, judgeAll, newTally, type Subject, type Tally } from './tally.ts';

export interface CheckOptions {
  readonly subjects: readonly Subject[];
  readonly clauses: readonly Clause[];
  /** Histories to play on each path. */
  readonly runs: number;
  readonly seed: number;
  /** A single history of the seed's series, as fast-check numbers it. */
  readonly path?: string;
  /** Assumptions that may be broken. */
  readonly without?: ReadonlySet<string>;
  /** Histories that are played first, beside those that are generated. */
  readonly first?: readonly History[];
  /** Whether histories are made minimal (yes by default). */
  readonly minimal?: boolean;
  /** Stop as soon as every clause is found violated, or otherwise broken. */
  readonly enough?: boolean;
  /** Asked between runs; when it says yes, the rest is not run. */
  readonly stop?: () => boolean;
  readonly progress?: (done: number, switches: number) => void;
  /** How histories are read: compiled unless traces are observed. What is found broken, the plain reader confirms. */
  readonly reader?: 'plain' | 'compiled';
  /** Shown every trace. */
  readonly observe?: (model: string, trace: Trace) => void;
}

/** What is known of one clause on one path. */
export interface Result {
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

/** Ends the series of runs; fast-check knows no other way out of one. */
class Stopped extends Error {}

/** Runs between two looks at the world outside. */
const BREATH = 32;

/** Plays and judges; every verdict other than `holds` comes with the history that shows it. */
export async function check(options: CheckOptions): Promise<Checked> {
  const { subjects, clauses, runs, seed, stop = () => false, progress } = options;
  const without = options.without ?? new Set();
  const stage = stageWithout(without);
  const arbitrary = histories(without);
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const tallies = subjects.map((subject) => clauses.map((clause) => newTally(subject, clause)));
  let done = 0;
  let switches = 0;
  const plain = options.reader === 'plain' || options.observe !== undefined;
  const players = plain
    ? []
    : subjects.map(({ program }) => compiledPlayer(program, clauses, stage));
  const playOn = (history: History): void => {
    for (const [i, { model, program }] of subjects.entries()) {
      const player = players[i];
      if (player !== undefined) {
        const judged = player.judge(history);
        switches += judged.switches;
        countAll(
          tallies[i] ?? [],
          judged.verdicts,
          history,
          () => play(program, history, stage).trace,
        );
        continue;
      }
      const played = play(program, history, stage);
      options.observe?.(model, played.trace);
      switches += played.switches;
      judgeAll(tallies[i] ?? [], played.trace, history, watched);
    }
  };
  for (const history of options.first ?? []) if (!stop()) playOn(history);
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (stop() || (options.enough === true && allBroken(tallies))) throw new Stopped();
    playOn(history);
    if (++done % BREATH !== 0) return;
    progress?.(done, switches);
    await new Promise(setImmediate);
  });
  const path = options.path === undefined ? {} : { path: options.path };
  const { errorInstance } = await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: true,
    ...path,
  });
  if (errorInstance != null && !(errorInstance instanceof Stopped)) throw errorInstance;
  const shrink = options.minimal === false ? undefined : { stage, arbitrary };
  const results = tallies.flat().map((tally) => resultOf(tally, done, shrink));
  return { results, runs: done, switches, complete: done >= runs || options.path !== undefined };
}

const allBroken = (tallies: readonly (readonly Tally[])[]): boolean =>
  tallies.flat().every(({ history }) => history !== undefined);

function resultOf(
  { subject, clause, met, verdict, history }: Tally,
  runs: number,
  shrink: { readonly stage: Stage; readonly arbitrary: fc.Arbitrary<History> } | undefined,
): Result {
  const minimal =
    history && shrink
      ? minimise(subject.program, clause, history, shrink.stage, shrink.arbitrary)
      : history;
  return { model: subject.model, clause, verdict, runs, met, history: minimal };
}

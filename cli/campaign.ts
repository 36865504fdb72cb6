// What check and kernel share: how many runs, from which seed, for how long; progress, interruption, and what a budget
// that ended leaves undecided.
import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { benchRoom, type Subject } from '../properties/campaign/bench-room.ts';
import {
  carryOn,
  inThisThread,
  type Known,
  nothingKnown,
} from '../properties/campaign/campaign.ts';
import { withEarlier } from '../properties/campaign/first.ts';
import type { Series } from '../properties/campaign/plan.ts';
import { type Result, resultsOf } from '../properties/campaign/results.ts';
import type { Clause } from '../spec/clause.ts';
import { type CorpusChange, keptIn } from './corpus.ts';
import type { Io } from './io.ts';
import { progressBar } from './progress.ts';
import { positive, seedFrom, UsageError } from './usage.ts';

export interface CampaignFlags {
  readonly runs?: string;
  readonly seed?: string;
  readonly path?: string;
  readonly time?: string;
  readonly corpus?: string;
}

/** What is asked for, once it is known to be well-formed. */
export interface Asked {
  readonly series: Series;
  readonly seconds: number | undefined;
  /** Whether the number of runs was given: then fewer are not enough. */
  readonly counted: boolean;
  /** The folder in which counterexamples are kept. */
  readonly corpus: string | undefined;
}

/** What is known when the runs have ended, one way or another. */
export interface Outcome {
  readonly results: readonly Result[];
  readonly known: Known;
  readonly asked: Asked;
  /** Histories that each clause was judged on. */
  readonly runs: number;
  readonly elapsedMs: number;
  /** What the corpus held and how it changed; undefined where none was named. */
  readonly corpus: CorpusChange | undefined;
  /** The budget ended before what was asked for was done. */
  readonly ended: boolean;
}

const RUNS = 2000;

/** Reads the flags. Throws UsageError. */
export function askedBy(flags: CampaignFlags): Asked {
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const only = onlyFrom(flags.path);
  return {
    series: {
      runs: runsFrom(flags, seconds),
      seed: flags.seed === undefined ? randomInt(2 ** 32) | 0 : seedFrom('--seed', flags.seed),
      ...(only === undefined ? {} : { only }),
    },
    seconds,
    counted: flags.runs !== undefined,
    corpus: flags.corpus,
  };
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function campaign(
  subjects: readonly Subject[],
  clauses: readonly Clause[],
  asked: Asked,
  io: Io,
  coverage = false,
): Promise<Outcome> {
  const { series, seconds, counted, corpus } = asked;
  const kept = corpus === undefined ? undefined : keptIn(corpus, subjects, clauses);
  const begun = performance.now();
  const late = () => seconds !== undefined && performance.now() - begun > seconds * 1000;
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  const room = benchRoom(subjects, clauses, { without: new Set(), coverage });
  const bar = progressBar(io.progress, series.runs * room.levels.length);
  const { known, complete } = await carryOn(
    nothingKnown(subjects, room),
    room,
    inThisThread(room),
    { subjects, series, stop: () => interrupted || late(), progress: bar.update },
  );
  bar.end();
  quiet();
  const ended = !complete && (interrupted || counted);
  const elapsedMs = Math.round(performance.now() - begun);
  const all = resultsOf(withEarlier(known, room, kept?.earlier ?? []), room, subjects, clauses);
  return {
    results: ended ? all.map(undecided) : all,
    known,
    asked,
    runs: Math.max(0, ...all.filter(({ extent }) => extent === 'sampled').map(({ runs }) => runs)),
    elapsedMs,
    corpus: kept?.update(room, all, ended),
    ended,
  };
}

/** What a report for scripts says of a campaign. */
export const reported = ({ results, known, asked, runs, elapsedMs, ended }: Outcome) => ({
  results,
  seed: asked.series.seed,
  runs,
  elapsedMs,
  switches: known.switches,
  complete: !ended,
});

/** Says that a budget ended. */
export function tellEnded({ runs, asked }: Outcome, io: Io): void {
  io.err(
    `hvspec: the budget ended after ${runs} of ${asked.series.runs} runs; what is known is above\n`,
  );
}

/** Says what the corpus held and how it changed. */
export function tellCorpus({ corpus, asked }: Outcome, io: Io): void {
  if (corpus === undefined) return;
  const { replayed, pruned, added } = corpus;
  io.err(
    `hvspec: corpus ${asked.corpus}: ${replayed} replayed, ${pruned} pruned, ${added} added\n`,
  );
}

/** The first line of a report: what was run, and how fast. */
export function pace({ runs, known: { switches }, asked, elapsedMs }: Outcome): string {
  const rate = Math.round((switches * 1000) / elapsedMs);
  const seconds = (elapsedMs / 1000).toFixed(1);
  return `seed 0x${(asked.series.seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches in ${seconds} s (${rate}/s)`;
}

function runsFrom({ runs, path }: CampaignFlags, seconds: number | undefined): number {
  if (runs !== undefined) return positive('--runs', runs);
  if (path !== undefined) return 1;
  return seconds === undefined ? RUNS : 2 ** 31 - 1;
}

/** The number of a history in the series. */
function onlyFrom(path: string | undefined): number | undefined {
  if (path !== undefined && (!/^\d+$/u.test(path) || !Number.isSafeInteger(Number(path))))
    throw new UsageError(`--path is '${path}', and must be a history's number, such as 17`);
  return path === undefined ? undefined : Number(path);
}

/** When the budget ended, what was not found violated is not decided. */
const undecided = (result: Result): Result =>
  result.verdict === 'holds' || result.verdict === 'vacuous'
    ? { ...result, verdict: 'not-enough' }
    : result;

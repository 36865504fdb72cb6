// What check and kernel share: how many runs, from which seed, for how long; progress, interruption, and what a budget
// that ended leaves undecided.
import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type Checked, type CheckOptions, check } from '../properties/check.ts';
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
  readonly runs: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly seconds: number | undefined;
  /** Whether the number of runs was given: then fewer are not enough. */
  readonly counted: boolean;
  /** The folder in which counterexamples are kept. */
  readonly corpus: string | undefined;
}

/** What is known when the runs have ended, one way or another. */
export interface Outcome {
  readonly checked: Checked;
  readonly asked: Asked;
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
  return {
    runs: runsFrom(flags, seconds),
    seed: flags.seed === undefined ? randomInt(2 ** 32) | 0 : seedFrom('--seed', flags.seed),
    path: pathFrom(flags.path),
    seconds,
    counted: flags.runs !== undefined,
    corpus: flags.corpus,
  };
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function campaign(
  subjects: CheckOptions['subjects'],
  clauses: readonly Clause[],
  asked: Asked,
  io: Io,
  observe?: CheckOptions['observe'],
): Promise<Outcome> {
  const { runs, seed, path, seconds, counted, corpus } = asked;
  const kept = corpus === undefined ? undefined : keptIn(corpus, subjects, clauses);
  const begun = performance.now();
  const late = () => seconds !== undefined && performance.now() - begun > seconds * 1000;
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  const bar = progressBar(io.progress, runs);
  const checked = await check({
    subjects,
    clauses,
    runs,
    seed,
    first: kept?.histories ?? [],
    ...(path === undefined ? {} : { path }),
    stop: () => interrupted || late(),
    progress: bar.update,
    ...(observe === undefined ? {} : { observe }),
  });
  bar.end();
  quiet();
  const ended = !checked.complete && (interrupted || counted);
  const elapsedMs = Math.round(performance.now() - begun);
  return {
    checked: ended ? withoutVerdicts(checked) : checked,
    asked,
    elapsedMs,
    corpus: kept?.update(checked.results, ended),
    ended,
  };
}

/** Says that a budget ended. */
export function tellEnded({ checked, asked }: Outcome, io: Io): void {
  io.err(
    `hvspec: the budget ended after ${checked.runs} of ${asked.runs} runs; what is known is above\n`,
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
export function pace({ checked, asked, elapsedMs }: Outcome): string {
  const { runs, switches } = checked;
  const rate = Math.round((switches * 1000) / elapsedMs);
  const seconds = (elapsedMs / 1000).toFixed(1);
  return `seed 0x${(asked.seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches in ${seconds} s (${rate}/s)`;
}

function runsFrom({ runs, path }: CampaignFlags, seconds: number | undefined): number {
  if (runs !== undefined) return positive('--runs', runs);
  if (path !== undefined) return 1;
  return seconds === undefined ? RUNS : 2 ** 31 - 1;
}

function pathFrom(path: string | undefined): string | undefined {
  if (path !== undefined && !/^\d+(?::\d+)*$/u.test(path))
    throw new UsageError(
      `--path is '${path}', and must be numbers with colons, such as 17 or 17:0:3`,
    );
  return path;
}

/** When the budget ended, what was not found violated is not decided. */
const withoutVerdicts = (checked: Checked): Checked => ({
  ...checked,
  results: checked.results.map((result) =>
    result.verdict === 'holds' || result.verdict === 'vacuous'
      ? { ...result, verdict: 'not-enough' as const }
      : result,
  ),
});

// What check and kernel share: how many runs, from which seed, for how long, on how many threads, which part of it; progress,
// interruption, what is kept in a file, and what a budget that ended leaves undecided.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { type BenchRoom, benchRoom, type Subject } from '../properties/campaign/bench-room.ts';
import type { Question } from '../properties/campaign/blob.ts';
import type { Players } from '../properties/campaign/campaign.ts';
import {
  carryOn,
  inThisThread,
  type Known,
  nothingKnown,
} from '../properties/campaign/campaign.ts';
import type { Shard } from '../properties/campaign/plan.ts';
import { plannedRuns } from '../properties/campaign/plan.ts';
import { hasWorkers, onWorkers } from '../properties/campaign/workers.ts';
import type { Clause } from '../spec/clause.ts';
import { keptIn } from './corpus.ts';
import type { Io } from './io.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { progressBar } from './progress.ts';
import { checkSame, earlierIn, writeBlob } from './resume.ts';
import { type ShardFlags, shardFrom } from './shard.ts';
import { positive, seedFrom, UsageError } from './usage.ts';

export interface CampaignFlags extends ShardFlags {
  readonly runs?: string;
  readonly seed?: string;
  readonly path?: string;
  readonly time?: string;
  readonly corpus?: string;
  readonly workers?: string;
  readonly resume?: string;
}

/** What is asked for, once it is known to be well-formed. */
export interface Asked {
  readonly question: Question;
  readonly subjects: readonly Subject[];
  readonly clauses: readonly Clause[];
  readonly shard: Shard;
  readonly begin: Known | undefined;
  readonly seconds: number | undefined;
  /** Whether the number of runs was given: then fewer are not enough. */
  readonly counted: boolean;
  readonly workers: number;
  /** The folder in which counterexamples are kept. */
  readonly corpus: string | undefined;
  /** The file in which what is known is kept. */
  readonly file: string | undefined;
}

const RUNS = 2000;

/** Runs when only the time is limited. */
const ENDLESS = 2 ** 31 - 1;

/** How often what is known is written to its file, in milliseconds. */
const KEEP_MS = 5000;

/** Reads the flags. Throws UsageError. */
export function askedBy(
  flags: CampaignFlags,
  subjects: readonly Subject[],
  clauses: readonly Clause[],
  coverage: boolean,
  io: Io,
): Asked {
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const earlier = earlierIn(flags.resume);
  const { shard, from } = shardFrom(flags, io.env);
  if (shard.of > 1) io.err(`hvspec: shard ${shard.index} of ${shard.of}, by ${from}\n`);
  const question: Question = {
    subjects,
    clauses: clauses.map(({ name }) => name),
    series: seriesFrom(flags, seconds, earlier?.question.series),
    coverage,
  };
  if (flags.resume !== undefined && earlier !== undefined)
    checkSame(flags.resume, earlier.question, question);
  const most = flags.workers === undefined ? undefined : positive('--workers', flags.workers);
  return {
    question,
    subjects,
    clauses,
    shard,
    begin: earlier?.known,
    seconds,
    counted: flags.runs !== undefined || shard.of > 1 || flags.resume !== undefined,
    workers: most ?? availableParallelism(),
    corpus: flags.corpus,
    file: flags.resume,
  };
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function campaign(asked: Asked, io: Io): Promise<Outcome> {
  const { question, subjects, clauses, shard, seconds, corpus, file } = asked;
  const { series, coverage } = question;
  const kept = corpus === undefined ? undefined : keptIn(corpus, subjects, clauses);
  const room = benchRoom(subjects, clauses, { without: new Set(), coverage });
  const begin = asked.begin ?? nothingKnown(subjects, room);
  if (file !== undefined) writeBlob(file, question, begin);
  const begun = performance.now();
  const late = () => seconds !== undefined && performance.now() - begun > seconds * 1000;
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  const bar = progressBar(io.progress, plannedRuns(room.levels, series, shard));
  const players = playersFor(asked, room);
  let keptAt = begun;
  const { known, complete } = await carryOn(begin, room, players, {
    subjects,
    series,
    shard,
    stop: () => interrupted || late(),
    progress(runs, switches, knownNow) {
      bar.update(runs, switches);
      if (file === undefined || performance.now() - keptAt < KEEP_MS) return;
      keptAt = performance.now();
      writeBlob(file, question, knownNow());
    },
  });
  await players.close();
  bar.end();
  quiet();
  if (file !== undefined) writeBlob(file, question, known);
  const ended = !complete && (interrupted || asked.counted);
  const elapsedMs = Math.round(performance.now() - begun);
  return outcomeOf({ known, room, asked: question, clauses, ended, elapsedMs, kept });
}

const playersFor = ({ workers, question }: Asked, room: BenchRoom): Players =>
  workers > 1 && hasWorkers()
    ? onWorkers(workers, room, {
        subjects: question.subjects,
        clauses: question.clauses,
        coverage: question.coverage,
      })
    : inThisThread(room);

function seriesFrom(
  { runs, seed, path }: CampaignFlags,
  seconds: number | undefined,
  earlier: Question['series'] | undefined,
): Question['series'] {
  const only = onlyFrom(path);
  const otherwise = earlier?.runs ?? (seconds === undefined ? RUNS : ENDLESS);
  return {
    seed: seed === undefined ? (earlier?.seed ?? randomInt(2 ** 32) | 0) : seedFrom('--seed', seed),
    runs: runs === undefined ? (only === undefined ? otherwise : 1) : positive('--runs', runs),
    ...(only === undefined ? {} : { only }),
  };
}

/** The number of a history in the series. */
function onlyFrom(path: string | undefined): number | undefined {
  if (path !== undefined && (!/^\d+$/u.test(path) || !Number.isSafeInteger(Number(path))))
    throw new UsageError(`--path is '${path}', and must be a history's number, such as 17`);
  return path === undefined ? undefined : Number(path);
}

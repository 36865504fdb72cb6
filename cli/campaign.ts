// What check and kernel share: how many runs, from which seed, for how long, on how many threads, which part of it; progress,
// interruption, what is kept in a file, and what a budget that ended leaves undecided.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { type BenchRoom, benchRoom, type Subject } from '../properties/campaign/bench-room.ts';
import type { Blob, Question, Share } from '../properties/campaign/blob.ts';
import { carryOn, type Known, nothingKnown } from '../properties/campaign/campaign.ts';
import { ENDLESS, plannedRuns, type Shard } from '../properties/campaign/plan.ts';
import { playersOn } from '../properties/campaign/workers.ts';
import type { Clause } from '../spec/clause.ts';
import { keptIn } from './corpus.ts';
import { type Io, reason } from './io.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { progressBar } from './progress.ts';
import { checkSame, earlierIn, keeping, shardOfFile, writeBlob } from './resume.ts';
import { type ShardFlags, shardFrom } from './shard.ts';
import { clausesAt, positive, seedFrom, UsageError } from './usage.ts';

export interface CampaignFlags extends ShardFlags {
  readonly runs?: string;
  readonly level?: string;
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
  /** Which part the file holds, or would. */
  readonly share: Share;
  readonly begin: Known | undefined;
  readonly seconds: number | undefined;
  readonly workers: number;
  /** The folder in which counterexamples are kept. */
  readonly corpus: string | undefined;
  /** The file in which what is known is kept. */
  readonly file: string | undefined;
}

const RUNS = 2000;

/** Reads the flags. Throws UsageError. */
export function askedBy(
  flags: CampaignFlags,
  subjects: readonly Subject[],
  named: readonly Clause[],
  coverage: boolean,
  io: Io,
): Asked {
  const clauses = clausesAt(flags.level, named);
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const earlier = earlierIn(flags.resume);
  const { shard, from } = shardFrom(flags, io.env, earlier && shardOfFile(earlier));
  if (shard.of > 1) io.err(`hvspec: shard ${shard.index} of ${shard.of}, by ${from}\n`);
  checkShard(shard, flags, earlier);
  const question: Question = {
    subjects,
    clauses: clauses.map(({ name }) => name),
    series: seriesFrom(flags, seconds, earlier?.question.series),
    coverage: coverage || earlier?.question.coverage === true,
  };
  const share = earlier?.share.index === null && shard.of === 1 ? earlier.share : shard;
  if (flags.resume !== undefined && earlier !== undefined)
    checkSame(flags.resume, earlier, { question, share });
  const most = flags.workers === undefined ? undefined : positive('--workers', flags.workers);
  return {
    question,
    subjects,
    clauses,
    shard,
    share,
    begin: earlier?.known,
    seconds,
    workers: most ?? availableParallelism(),
    corpus: flags.corpus,
    file: flags.resume,
  };
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function campaign(asked: Asked, io: Io): Promise<Outcome> {
  const { question, share, subjects, clauses, corpus, file } = asked;
  const kept = corpus === undefined ? undefined : keptIn(corpus, subjects, clauses);
  const interruption = listening(io);
  const room = benchRoom(subjects, clauses, { without: new Set(), coverage: question.coverage });
  const begin = asked.begin ?? nothingKnown(subjects, room);
  if (file !== undefined) writeBlob(file, asked, begin);
  const begun = performance.now();
  const { known, ended } = await played(asked, begin, room, interruption, io);
  if (file !== undefined) writeBlob(file, asked, known);
  const elapsedMs = Math.round(performance.now() - begun);
  return outcomeOf({ known, room, asked: question, share, clauses, file, ended, elapsedMs, kept });
}

/** Plays, keeping what is known now and then; says whether that ended before what was asked for was done. */
async function played(
  asked: Asked,
  begin: Known,
  room: BenchRoom,
  { heard, quiet }: Interruption,
  io: Io,
) {
  const { subjects, question, shard, seconds, workers, file } = asked;
  const { series } = question;
  const begun = performance.now();
  const late = () => seconds !== undefined && performance.now() - begun > seconds * 1000;
  const planned = plannedRuns(room.levels, series, shard);
  const bar = progressBar(io.progress, planned);
  const players = playersOn(workers, room, question, planned);
  const isDue = keeping(() => performance.now());
  try {
    const { known, complete } = await carryOn(begin, room, players, {
      subjects,
      series,
      shard,
      stop: () => heard() || late(),
      progress(runs, switches, knownNow) {
        bar.update(runs, switches);
        if (file !== undefined && isDue()) keepMeanwhile(file, asked, knownNow(), io);
      },
    });
    return { known, ended: !complete && (heard() || series.runs !== ENDLESS) };
  } finally {
    await players.close();
    bar.end();
    quiet();
  }
}

type Interruption = ReturnType<typeof listening>;

/** Listens from before anything is set up: what is interrupted early ends in good order too. */
function listening(io: Io) {
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  return { heard: () => interrupted, quiet };
}

/** A disk that is full for a while ends nothing; at the end it counts. */
function keepMeanwhile(file: string, asked: Asked, known: Known, io: Io): void {
  try {
    writeBlob(file, asked, known);
  } catch (error) {
    io.err(`hvspec: ${reason(error)}; going on\n`);
  }
}

/** What a shard must be told, so that it is a part of the same campaign as the others. */
function checkShard({ of }: Shard, { seed }: CampaignFlags, earlier: Blob | undefined): void {
  if (of > 1 && seed === undefined && earlier === undefined)
    throw new UsageError('a shard needs --seed S, and all shards of a campaign the same');
}

function seriesFrom(
  { runs, seed, path, level }: CampaignFlags,
  seconds: number | undefined,
  earlier: Question['series'] | undefined,
): Question['series'] {
  const only = onlyFrom(path);
  const otherwise = earlier?.runs ?? (seconds === undefined ? RUNS : ENDLESS);
  return {
    seed: seed === undefined ? (earlier?.seed ?? randomInt(2 ** 32) | 0) : seedFrom('--seed', seed),
    runs: runs === undefined ? (only === undefined ? otherwise : 1) : positive('--runs', runs),
    ...(only === undefined ? {} : { only }),
    ...(level === undefined ? {} : { level }),
  };
}

/** The number of a history in the series. */
function onlyFrom(path: string | undefined): number | undefined {
  if (path !== undefined && (!/^\d+$/u.test(path) || !Number.isSafeInteger(Number(path))))
    throw new UsageError(`--path is '${path}', and must be a history's number, such as 17`);
  return path === undefined ? undefined : Number(path);
}

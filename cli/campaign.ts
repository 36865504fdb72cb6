// What check and kernel share: how many runs, from which seed, for how long, on how many threads, which part of it; progress,
// interruption, what is kept in a file, and what a budget that ended leaves undecided.

import { carryOn, type Known, nothingKnown } from '../properties/campaign/campaign.ts';
import { type BenchRoom, benchRoom, type Subject } from '../properties/campaign/evaluators.ts';
import { damagedFile, type Question, type Share } from '../properties/campaign/file.ts';
import { ENDLESS, plannedRuns, type Shard } from '../properties/campaign/plan.ts';
import { disproof } from '../properties/campaign/replay.ts';
import type { Tally } from '../properties/campaign/tally.ts';
import { playersOn } from '../properties/campaign/workers.ts';
import type { Clause } from '../spec/clause.ts';
import { keptIn } from './corpus.ts';
import { complain, type Io, reason } from './io.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { phaseOnThreads } from './phase.ts';
import { progressBar } from './progress.ts';
import { checkSame, earlierIn, keeping, shardOfFile, writeBlob } from './resume.ts';
import { checkShard, type SeriesFlags, seriesFrom } from './series.ts';
import { type ShardFlags, shardFrom } from './shard.ts';
import { clausesAt, positive, refuse, threadsFrom } from './usage.ts';

export interface CampaignFlags extends ShardFlags, SeriesFlags {
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

/** Reads the flags. Throws UsageError. */
export function askedBy(
  flags: CampaignFlags,
  subjects: readonly Subject[],
  named: readonly Clause[],
  coverage: boolean,
  io: Io,
): Asked {
  const clauses = clausesAt(flags.level, named);
  if (flags.path !== undefined)
    refuse(flags, ['runs', 'time', 'workers', 'shard', 'shards'], '--path is one history');
  if (flags.shard !== undefined) refuse(flags, ['shards'], '--shard says how many there are');
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const earlier = earlierIn(flags.resume);
  const { shard, from } = shardFrom(flags, io.env, earlier && shardOfFile(earlier));
  if (shard.of > 1) complain(io, `shard ${shard.index} of ${shard.of}, by ${from}`);
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
  return {
    question,
    subjects,
    clauses,
    shard,
    share,
    begin: earlier?.known,
    seconds,
    workers: threadsFrom('--workers', flags.workers),
    corpus: flags.corpus,
    file: flags.resume,
  };
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function campaign(asked: Asked, io: Io): Promise<Outcome> {
  const { question, share, subjects, clauses, corpus, file } = asked;
  const kept = corpus === undefined ? undefined : keptIn(corpus, subjects, clauses);
  const room = benchRoom(subjects, clauses, { without: new Set(), coverage: question.coverage });
  const begin = asked.begin ?? nothingKnown(subjects, room);
  const why = asked.begin && disproof(begin, question, room);
  if (why !== undefined) throw damagedFile(file ?? '', why);
  if (file !== undefined) writeBlob(file, asked, begin);
  const begun = io.now();
  const { known, ended } = await played(asked, begin, room, io);
  const unkept = file === undefined ? undefined : keepAtLast(file, asked, known);
  const elapsedMs = Math.round(io.now() - begun);
  const how = { share, clauses, file, unkept, ended, elapsedMs, kept, late: lateIn(asked, io) };
  return outcomeOf({ known, room, asked: question, ...how }, io);
}

/** Plays, keeping what is known now and then; says whether that ended before what was asked for was done. */
async function played(
  asked: Asked,
  begin: Known,
  room: BenchRoom,
  io: Io,
): Promise<{ readonly known: Known; readonly ended: boolean }> {
  const { subjects, question, shard, workers, file } = asked;
  const { series } = question;
  let hasBroken = false;
  const late = () => lateIn(asked, io)(hasBroken ? FOR_RUNS : 1);
  const planned = plannedRuns(room.levels, series, shard);
  const bar = progressBar(io.progress, planned);
  const isDue = keeping(io.now);
  const done = await phaseOnThreads(io, late, async ({ stop, left, flag }) => {
    const players = playersOn(workers, room, { ...question, flag }, planned, left);
    try {
      return await carryOn(begin, room, players, {
        subjects,
        series,
        shard,
        stop(tallies) {
          hasBroken ||= someBroken(tallies);
          return stop();
        },
        progress(runs, switches, knownNow) {
          bar.update(runs, switches);
          if (file !== undefined && isDue()) keepMeanwhile(file, asked, knownNow(), io);
        },
      });
    } finally {
      await players.close();
      bar.end();
    }
  });
  const { known, complete } = done ?? { known: begin, complete: false };
  return { known, ended: !complete && (io.interrupted() || series.runs !== ENDLESS) };
}

/** Of the time, the part after which no more runs are played where a counterexample is still to be made minimal. */
const FOR_RUNS = 0.8;

/** Whether a part of the time is over, which begins with the command. */
const lateIn =
  ({ seconds }: Asked, io: Io) =>
  (part = 1): boolean =>
    seconds !== undefined && io.now() > seconds * 1000 * part;

function someBroken(tallies: Iterable<Tally>): boolean {
  for (const { worst } of tallies) if (worst !== null) return true;
  return false;
}

/** Why what is known cannot be kept at the end, where it cannot: the report is still to be printed. */
function keepAtLast(file: string, asked: Asked, known: Known): string | undefined {
  try {
    writeBlob(file, asked, known);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

/** A disk that is full for a while ends nothing; at the end it counts. */
function keepMeanwhile(file: string, asked: Asked, known: Known, io: Io): void {
  try {
    writeBlob(file, asked, known);
  } catch (error) {
    complain(io, `${reason(error)}; going on`);
  }
}

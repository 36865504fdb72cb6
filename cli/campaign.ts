// What check and kernel share: how many runs, from which seed, for how long, on how many threads, which part of it.
import {
  type CampaignHost,
  type CampaignRequest,
  conduct,
} from '../properties/campaign/conduct.ts';
import type { Subject } from '../properties/campaign/evaluators.ts';
import type { CampaignSpec } from '../properties/campaign/file.ts';
import { checkSame, earlierIn, shardOfFile } from '../properties/campaign/file-store.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Clause } from '../spec/clause.ts';
import { complain, type Io } from './io.ts';
import { phase, phaseOnThreads } from './phase.ts';
import { progressBar } from './progress.ts';
import { checkShard, type SeriesFlags, seriesFrom } from './series.ts';
import { type ShardFlags, shardFrom } from './shard.ts';
import { clausesAt, positive, refuse, threadsFrom } from './usage.ts';

export interface CampaignFlags extends ShardFlags, SeriesFlags {
  readonly time?: string;
  readonly corpus?: string;
  readonly workers?: string;
  readonly resume?: string;
  readonly sample?: boolean;
  readonly proveTime?: string;
}

/** Reads the flags. Throws UsageError. */
export function askedBy(
  flags: CampaignFlags,
  subjects: readonly Subject[],
  named: readonly Clause[],
  coverage: boolean,
  io: Io,
): CampaignRequest {
  const clauses = clausesAt(flags.level, named);
  if (flags.path !== undefined)
    refuse(flags, ['runs', 'time', 'workers', 'shard', 'shards'], '--path is one history');
  if (flags.shard !== undefined) refuse(flags, ['shards'], '--shard says how many there are');
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const earlier = earlierIn(flags.resume);
  const { shard, from } = shardFrom(flags, io.env, earlier && shardOfFile(earlier));
  if (shard.of > 1) complain(io, `shard ${shard.index} of ${shard.of}, by ${from}`);
  checkShard(shard, flags, earlier);
  const question: CampaignSpec = {
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
export const campaign = (asked: CampaignRequest, io: Io): Promise<Outcome> =>
  conduct(asked, hostOf(io));

/** The command, as a campaign knows it. */
export const hostOf = (io: Io): CampaignHost => ({
  interrupted: () => io.interrupted(),
  phase: (name, work, late) => phase(io, name, work, late),
  now: () => io.now(),
  onThreads: (late, work) => phaseOnThreads(io, late, work),
  progress: (planned) => progressBar(io.progress, planned),
  warn: (message) => complain(io, message),
});

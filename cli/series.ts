// Which histories a campaign plays, as its flags and its file say: the seed and the number of a series, or one history of it.
import { randomInt } from 'node:crypto';
import type { CampaignFile, CampaignSpec } from '../properties/campaign/file.ts';
import { ENDLESS, MOST_RUNS, type Shard } from '../properties/campaign/plan.ts';
import { positive, seedFrom, UsageError } from './usage.ts';

/** The flags that say so. */
export interface SeriesFlags {
  readonly runs?: string;
  readonly seed?: string;
  readonly path?: string;
  /** The only level that is played. */
  readonly level?: string;
}

const RUNS = 2000;

/** What a shard must be told, so that it is a part of the same campaign as the others. */
export function checkShard(
  { of }: Shard,
  { seed }: SeriesFlags,
  earlier: CampaignFile | undefined,
): void {
  if (of > 1 && seed === undefined && earlier === undefined)
    throw new UsageError('a shard needs --seed S, the same for all shards of a campaign');
}

/** The series. Throws UsageError. */
export function seriesFrom(
  { runs, seed, path, level }: SeriesFlags,
  seconds: number | undefined,
  earlier: CampaignSpec['series'] | undefined,
): CampaignSpec['series'] {
  const only = onlyFrom(path);
  const otherwise = earlier?.runs ?? (seconds === undefined ? RUNS : ENDLESS);
  return {
    seed: seed === undefined ? (earlier?.seed ?? randomInt(2 ** 32) | 0) : seedFrom('--seed', seed),
    runs:
      runs === undefined
        ? only === undefined
          ? otherwise
          : 1
        : positive('--runs', runs, MOST_RUNS),
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

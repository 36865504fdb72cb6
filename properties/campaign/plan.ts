// The plan of a campaign: every level's series of histories cut into blocks, each with a seed of its own.
//
// A block's seed depends on the base seed, the level's name and the block's number, and on nothing else: not on how many
// workers or shards there are, nor on who plays it. So whoever plays which block, the whole is the same.
import type { Block, Level } from '../levels/level.ts';

/** Histories in a block. */
export const BLOCK = 250;

/** A block of a level's series. */
export interface WorkItem {
  readonly level: string;
  readonly block: number;
}

/** One of so many shards: shard 1 of 8 plays blocks 0, 8, 16 and so on. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };

/** Runs that can be asked for: what is known of so many is held in memory. */
export const MOST_RUNS: number = 1e9;

/** Shards that a campaign can be cut into. */
export const MOST_SHARDS: number = 1e6;

/** Runs when only the time is limited. */
export const ENDLESS = 2 ** 31 - 1;

/** What is asked of a series. */
export interface Series {
  readonly seed: number;
  readonly runs: number;
  /** The number of the only history that is played. */
  readonly only?: number;
  /** A block ends once every clause has failed. */
  readonly enough?: boolean;
  /** The only level that is played: each block of it, however dear its histories are. */
  readonly level?: string;
  /** A level that is not played, as its clauses are settled otherwise. */
  readonly except?: string;
}

/** The units of some levels, block by block, so that each level gets its share of a time that is short. */
export function* unitsOf(
  levels: readonly Level[],
  series: Series,
  shard: Shard = WHOLE,
): Generator<WorkItem> {
  const [first, end] = blocksOf(series);
  for (let block = first; block < end; block++)
    for (const level of levels)
      if (shardOf(level, block, shard.of, series) === shard.index && isPlayed(level, block, series))
        yield { level: level.name, block };
}

/** The first block of a series, and the one after its last. */
export const blocksOf = ({ runs, only }: SeriesExtent): readonly [first: number, end: number] =>
  only === undefined ? [0, Math.ceil(runs / BLOCK)] : [blockOf(only), blockOf(only) + 1];

/** What says which blocks there are. */
interface SeriesExtent {
  readonly runs: number;
  readonly only?: number | undefined;
  readonly level?: string | undefined;
  readonly except?: string | undefined;
}

/** Whether a level plays a block of a series, in whatever shard. */
export function isPlayed(level: Level, block: number, series: SeriesExtent): boolean {
  const [first, end] = blocksOf(series);
  if (block < first || block >= end) return false;
  if (series.except === level.name) return false;
  if (series.level !== undefined && series.level !== level.name) return false;
  if (level.extent !== 'sampled') return block === first;
  return series.level !== undefined || isTurn(level, block, series.only);
}

/**
 * Which of so many shards plays a block. Where levels are rationed each deals out its turns, so that every shard gets as many of
 * the dear ones.
 */
export const shardOf = (
  level: Level,
  block: number,
  of: number,
  { level: alone }: Pick<SeriesExtent, 'level'>,
): number => (((alone === undefined ? turnOf(level, block) : undefined) ?? block) % of) + 1;

/** Blocks of a check as it is asked for by default: among these a level plays as often as it says. */
const FIRST = 8;

/** Behind them, levels whose histories cost more play so much more seldom: else their share of a long campaign is nearly all. */
const SELDOM = 64;

/** Of those first blocks, levels whose histories cost more play one in so many. */
const EVERY_BLOCK: ReadonlyMap<string, number> = new Map([
  ['pair', 4],
  ['run', 2],
  ['vm', 2],
  ['vcpus', 2],
  ['interruption', 2],
]);

/** A sampled level plays one in so many of the first blocks. */
export const everyBlockOf = ({ name }: Level): number => EVERY_BLOCK.get(name) ?? 1;

/** Which of a level's turns a block is, from 0; undefined where the level does not play it. */
function turnOf(level: Level, block: number): number | undefined {
  const everyBlock = everyBlockOf(level);
  const early = Math.floor(block / everyBlock);
  if (block < FIRST || everyBlock === 1) return block % everyBlock === 0 ? early : undefined;
  const every = everyBlock * SELDOM;
  return block % every === 0 ? FIRST / everyBlock + block / every - 1 : undefined;
}

/** Of one history that was asked for, every level plays its own. */
const isTurn = (level: Level, block: number, only: number | undefined): boolean =>
  only !== undefined || turnOf(level, block) !== undefined;

/** Blocks of which the units are counted; of a longer series as many follow as it is longer. */
const COUNTED = 4096;

/** How many histories a shard plays, roughly where there are very many. */
export function plannedRuns(levels: readonly Level[], series: Series, shard: Shard): number {
  if (series.only !== undefined) return series.level === undefined ? levels.length : 1;
  const most = Math.min(series.runs, COUNTED * BLOCK);
  let runs = 0;
  for (const unit of unitsOf(levels, { ...series, runs: most }, shard))
    runs += blockFor(unit, series).runs;
  return Math.ceil((runs * series.runs) / most);
}

const blockOf = (history: number): number => Math.floor(history / BLOCK);

/** The histories of a unit; the last block of a series may be a short one. */
export const blockFor = (unit: WorkItem, { seed, runs, only, enough }: Series): Block => ({
  seed: seedOf(seed, unit),
  runs: Math.min(BLOCK, Math.max(runs, (only ?? 0) + 1) - unit.block * BLOCK),
  ...(only === undefined ? {} : { only: only % BLOCK }),
  ...(enough === undefined ? {} : { enough }),
});

/** The seed of a block: 32 bits that depend on every part (FNV-1a over the name and the numbers, then mixed). */
function seedOf(seed: number, { level, block }: WorkItem): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed >>> 0}/${level}/${block}`)
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) | 0;
}

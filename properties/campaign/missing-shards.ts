// What is not played yet of a campaign that was cut into shards, said by shard: that is what somebody runs again.
import type { Level } from '../levels/level.ts';
import type { CampaignFile } from './file.ts';
import { ENDLESS, shardOf, unitsOf } from './plan.ts';

/** A shard that is not done: nothing is known of it, or not everything. */
export interface MissingShard {
  readonly index: number;
  readonly begun: boolean;
}

/** The shards of which something is not played. Where only the time was limited, that is those of which nothing is. */
export function missingShards(
  { question, share: { of }, known }: CampaignFile,
  levels: readonly Level[],
): readonly MissingShard[] {
  const done = new Map(levels.map((level) => [level, new Set(known.done[level.name])]));
  const begun = new Set(
    [...done].flatMap(([level, blocks]) =>
      [...blocks].map((block) => shardOf(level, block, of, question.series)),
    ),
  );
  const short =
    question.series.runs === ENDLESS
      ? Array.from({ length: of }, (_, i) => i + 1).filter((index) => !begun.has(index))
      : shortOf(done, question.series, of);
  return short.map((index) => ({ index, begun: begun.has(index) }));
}

function shortOf(
  done: ReadonlyMap<Level, ReadonlySet<number>>,
  series: CampaignFile['question']['series'],
  of: number,
): readonly number[] {
  const named = new Map([...done].map(([level, blocks]) => [level.name, { level, blocks }]));
  const short = new Set<number>();
  for (const { level, block } of unitsOf([...done.keys()], series)) {
    const one = named.get(level);
    if (one !== undefined && !one.blocks.has(block))
      short.add(shardOf(one.level, block, of, series));
  }
  return [...short].sort((a, b) => a - b);
}

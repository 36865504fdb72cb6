// The plan: every level has its turn in a short series, and none has nearly all the time of a long one or of one shard.
import { describe, expect, it } from 'vitest';
import { levels } from '../levels/levels.ts';
import { BLOCK, plannedRuns, type Shard, unitsOf, WHOLE } from './plan.ts';

const SHARDS = 8;

/** How many units each level plays. */
function unitsPlayed(blocks: number, shard: Shard = WHOLE): ReadonlyMap<string, number> {
  const played = new Map(levels.map(({ name }) => [name, 0]));
  for (const { level } of unitsOf(levels, { seed: 1, runs: blocks * BLOCK }, shard))
    played.set(level, (played.get(level) ?? 0) + 1);
  return played;
}

describe('a plan', () => {
  it('gives each level its turns in the first blocks', () => {
    const played = unitsPlayed(8);
    for (const { name, extent, everyBlock } of levels)
      expect(played.get(name)).toBe(extent === 'sampled' ? 8 / everyBlock : 1);
  });

  it('leaves a long series to the level of the switch', () => {
    const played = unitsPlayed(4096);
    expect(played.get('switch')).toBe(4096);
    for (const { name, extent, everyBlock } of levels)
      if (extent === 'sampled' && everyBlock > 1) {
        expect(played.get(name)).toBeGreaterThan(8 / everyBlock);
        expect(played.get(name)).toBeLessThan(64);
      }
  });

  it('gives every shard of a long series some of each level that is sampled', () => {
    const shards = Array.from({ length: SHARDS }, (_, i) =>
      unitsPlayed(SHARDS * 512, { index: i + 1, of: SHARDS }),
    );
    for (const { name, extent } of levels)
      if (extent === 'sampled')
        for (const played of shards) expect(played.get(name)).toBeGreaterThan(0);
  });

  it('plays every level where one history is asked for', () => {
    const units = [...unitsOf(levels, { seed: 1, runs: 1, only: 1234567 })];
    expect(units.map(({ level }) => level)).toEqual(levels.map(({ name }) => name));
  });

  it('plays every block of a level that is asked for alone, and deals them out to the shards', () => {
    for (const { name, extent } of levels) {
      const series = { seed: 1, runs: 96 * BLOCK, level: name };
      const blocks = extent === 'sampled' ? 96 : 1;
      const whole = [...unitsOf(levels, series)];
      expect(whole).toEqual(Array.from({ length: blocks }, (_, block) => ({ level: name, block })));
      const shards = [1, 2, 3].map((index) => [...unitsOf(levels, series, { index, of: 3 })]);
      expect(shards.flat().sort((a, b) => a.block - b.block)).toEqual(whole);
      if (extent === 'sampled') for (const units of shards) expect(units).toHaveLength(32);
    }
  });

  it('knows how much it comes to, also of what has no end', () => {
    const whole = plannedRuns(levels, { seed: 1, runs: 3 * BLOCK + 1 }, WHOLE);
    expect(whole).toBeGreaterThan(3 * BLOCK);
    const endless = plannedRuns(levels, { seed: 1, runs: 2 ** 31 - 1 }, WHOLE);
    expect(endless / (2 ** 31 - 1)).toBeGreaterThan(1);
    expect(endless / (2 ** 31 - 1)).toBeLessThan(1.1);
  });
});

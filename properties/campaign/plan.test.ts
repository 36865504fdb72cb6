// The plan: every level has its turn in a short series, and none has nearly all the time of a long one or of one shard.
import { describe, expect, it } from 'vitest';
import { levelNamed, levels } from '../levels/levels.ts';
import {
  BLOCK,
  blockFor,
  ENDLESS,
  everyBlockOf,
  isPlayed,
  plannedRuns,
  type Shard,
  shardOf,
  unitsOf,
  WHOLE,
} from './plan.ts';

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
    for (const level of levels)
      expect(played.get(level.name)).toBe(level.extent === 'sampled' ? 8 / everyBlockOf(level) : 1);
  });

  it('leaves a long series to the level of the switch', () => {
    const played = unitsPlayed(4096);
    expect(played.get('switch')).toBe(4096);
    for (const level of levels.filter(({ extent }) => extent === 'sampled')) {
      const everyBlock = everyBlockOf(level);
      if (everyBlock > 1) {
        expect(played.get(level.name)).toBeGreaterThan(8 / everyBlock);
        expect(played.get(level.name)).toBeLessThan(64);
      }
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
    const endless = plannedRuns(levels, { seed: 1, runs: ENDLESS }, WHOLE);
    expect(ENDLESS).toBe(2 ** 31 - 1);
    expect(endless / ENDLESS).toBeGreaterThan(1);
    expect(endless / ENDLESS).toBeLessThan(1.1);
  });
});

describe('a block', () => {
  it('has the seed that it always had: a token of a seed means what it meant', () => {
    const first = blockFor({ level: 'switch', block: 0 }, { seed: 1, runs: 700 });
    expect(first).toStrictEqual({ seed: -1949737859, runs: 250 });
    const seventh = blockFor({ level: 'vm', block: 7 }, { seed: -1, runs: 70_000 });
    expect(seventh).toStrictEqual({ seed: -718837941, runs: 250 });
  });

  it('may be a short one at the end, or one history, and may end early', () => {
    const series = { seed: 1, runs: 700 };
    expect(blockFor({ level: 'switch', block: 2 }, series)).toMatchObject({ runs: 200 });
    const one = { seed: 1, runs: 1, only: 699 };
    const alone = blockFor({ level: 'switch', block: 2 }, one);
    expect(alone).toMatchObject({ runs: 200, only: 199 });
    expect(alone).not.toHaveProperty('enough');
    for (const enough of [true, false])
      expect(blockFor({ level: 'switch', block: 0 }, { ...series, enough })).toMatchObject({
        enough,
      });
  });

  it('is played where the series has it, and the level has its turn', () => {
    const [vm, core] = [levelNamed('vm'), levelNamed('core')];
    const played = (level: typeof vm, series: Parameters<typeof isPlayed>[2]) =>
      [0, 1, 2, 3, 4].filter((block) => isPlayed(level, block, series));
    expect(played(vm, { runs: 3 * BLOCK })).toEqual([0, 2]);
    expect(played(vm, { runs: 3 * BLOCK, level: 'vm' })).toEqual([0, 1, 2]);
    expect(played(vm, { runs: 3 * BLOCK, level: 'core' })).toEqual([]);
    expect(played(vm, { runs: 3 * BLOCK, except: 'vm' })).toEqual([]);
    expect(played(vm, { runs: 3 * BLOCK, except: 'core' })).toEqual([0, 2]);
    expect(played(core, { runs: 3 * BLOCK })).toEqual([0]);
    expect(played(vm, { runs: 1, only: 3 * BLOCK })).toEqual([3]);
    expect(played(core, { runs: 1, only: 3 * BLOCK })).toEqual([3]);
  });

  it('is dealt to shards by the turns of its level', () => {
    const vm = levelNamed('vm');
    const shards = (...blocks: readonly number[]) =>
      blocks.map((block) => shardOf(vm, block, 1000, {}));
    expect(shards(0, 2, 4, 6)).toEqual([1, 2, 3, 4]);
    expect(shards(128, 256)).toEqual([5, 6]);
    expect(shardOf(vm, 2, 1000, { level: 'vm' })).toBe(3);
    expect(shardOf(vm, 3, 1000, {})).toBe(4);
  });

  it('of one history counts as one run of each level, or of the one that is asked for', () => {
    const one = { seed: 1, runs: 1, only: 5 };
    expect(plannedRuns(levels, one, WHOLE)).toBe(levels.length);
    expect(plannedRuns(levels, { ...one, level: 'vm' }, WHOLE)).toBe(1);
  });
});

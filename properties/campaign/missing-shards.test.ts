// What is not played yet, by shard: of a campaign with so many runs, and of one that time alone limits.
import { describe, expect, it } from 'vitest';
import { levelNamed } from '../levels/levels.ts';
import { missingShards } from './missing-shards.ts';
import { BLOCK, ENDLESS } from './plan.ts';

const levels = [levelNamed('switch'), levelNamed('core')];

const blob = (runs: number, done: Readonly<Record<string, readonly number[]>>, of = 12) => ({
  question: { subjects: [], clauses: [], series: { seed: 1, runs }, coverage: false },
  share: { index: null, of },
  known: { done, switches: 0, tallies: [], coverage: {} },
});

describe('what is lacking', () => {
  it('is nothing where all is played', () => {
    const switches = Array.from({ length: 12 }, (_, i) => i);
    expect(missingShards(blob(12 * BLOCK, { switch: switches, core: [0] }), levels)).toEqual([]);
  });

  it('is by shard, in order of numbers, and says of which something is known', () => {
    const done = { switch: [0, 2, 3, 4, 5, 6, 7, 8, 9] };
    expect(missingShards(blob(12 * BLOCK, done), levels)).toEqual([
      { index: 1, begun: true },
      { index: 2, begun: false },
      { index: 11, begun: false },
      { index: 12, begun: false },
    ]);
  });

  it('is each shard once, however many of its blocks are not played', () => {
    expect(missingShards(blob(12 * BLOCK, {}, 2), levels)).toEqual([
      { index: 1, begun: false },
      { index: 2, begun: false },
    ]);
  });

  it('is in order of shards, whichever level comes to them first', () => {
    const vm = [levelNamed('switch'), levelNamed('vm')];
    const done = { switch: [0, 1, 3, 4, 5, 6, 7, 8], vm: [0, 4, 6] };
    expect(missingShards(blob(11 * BLOCK, done), vm).map(({ index }) => index)).toEqual([
      2, 3, 10, 11,
    ]);
  });

  it('is what nothing is known of, where there is no end', () => {
    const done = { switch: [0, 4], core: [0] };
    expect(missingShards(blob(ENDLESS, done, 3), levels)).toEqual([{ index: 3, begun: false }]);
  });
});

// Turns: each contender gets its turn in each round, another seed for each batch, and ratios are taken within rounds.
import { expect, it } from 'vitest';
import { inTurns, median, ratioOf, speedOf } from './turns.ts';

it('each contender has a speed for each round but the first, and never the same seed twice', async () => {
  const seen: [string, number][] = [];
  const contenders = ['one', 'other'].map((name) => ({
    name,
    batch: (seed: number) => seen.push([name, seed]),
  }));
  const speeds = await inTurns(contenders, { rounds: 3, milliseconds: 0 });
  expect([...speeds.values()].map(({ length }) => length)).toEqual([3, 3]);
  expect(seen.map(([, seed]) => seed)).toEqual([...seen.keys()]);
  expect(seen.slice(0, 2).map(([name]) => name)).toEqual(['one', 'other']);
});

it('what a batch throws is thrown', async () => {
  const batch = () => {
    throw new Error('no work');
  };
  await expect(inTurns([{ name: 'one', batch }], { rounds: 1, milliseconds: 0 })).rejects.toThrow();
});

it('a ratio is the median of those within rounds, and not the ratio of medians', () => {
  const speeds = new Map([
    ['fast', [10, 200, 30]],
    ['slow', [5, 50, 10]],
  ]);
  expect(ratioOf(speeds, 'fast', 'slow')).toBe(3);
  expect(speedOf(speeds, 'fast')).toBe(30);
});

it('the median of none is no number', () => {
  expect(median([])).toBeNaN();
});

// Whether a campaign's file adds up: files that do, of every kind that there is.
import { describe, expect, it } from 'vitest';
import { ENDLESS, MOST_RUNS, MOST_SHARDS } from './plan.ts';
import { faultIn } from './sums.ts';
import {
  asked,
  both,
  CLAUSE,
  CORE,
  file,
  knowing,
  nothing,
  ofBoth,
  SOURCE,
  saying,
  tally,
  threeBlocks,
  uncovered,
  worst,
} from './testing/sums-file.ts';

describe('a file that adds up', () => {
  it.each<[string, () => string | undefined]>([
    ['is one of all blocks', () => faultIn(file)],
    ['is one of a violation', () => saying({ worst })],
    ['is one in which something is stuck', () => saying({ worst: { ...worst, verdict: 'stuck' } })],
    ['is one of nothing yet', () => knowing(nothing)],
    [
      'is one of a shard',
      () =>
        knowing(
          { done: { switch: [[0, 2, 2]] }, tallies: [{ ...tally, runs: 450, met: 9 }] },
          { index: 1, of: 2 },
        ),
    ],
    [
      'is one of shards united',
      () =>
        knowing(
          { done: { switch: [[0, 2, 1]] }, tallies: [{ ...tally, runs: 500, met: 9 }] },
          { index: null, of: 3 },
        ),
    ],
    [
      'is one of one history',
      () =>
        asked(
          { series: { seed: 1, runs: 1, only: 699 } },
          {
            done: { switch: [[2, 1, 1]] },
            switches: 3,
            tallies: [{ ...tally, runs: 1, met: 1, worst }],
          },
        ),
    ],
    ['is one without an end', () => asked({ series: { seed: 1, runs: ENDLESS } }, threeBlocks())],
    [
      'is one of the most runs',
      () => asked({ series: { seed: 1, runs: MOST_RUNS } }, threeBlocks()),
    ],
    [
      'is one of kernel source',
      () =>
        asked(
          {
            subjects: [SOURCE],
          },
          { tallies: [{ ...tally, model: 'kernel' }] },
        ),
    ],
    [
      'is one that counts coverage',
      () => asked({ coverage: true }, { coverage: { repaired: { cells: {}, pairs: {} } } }),
    ],
    ['is one that has counted no coverage yet', () => asked({ coverage: true }, nothing)],
    [
      'is one of two models',
      () =>
        asked(
          { subjects: both, coverage: true },
          {
            tallies: ofBoth,
            coverage: { published: uncovered, repaired: uncovered },
            switches: 1400,
          },
        ),
    ],
    [
      'is one of levels that judge different clauses',
      () =>
        asked(
          { clauses: [CLAUSE, CORE] },
          {
            done: { switch: [[0, 3, 1]], core: [[0, 1, 1]] },
            tallies: [tally, { ...tally, clause: CORE, runs: 99, met: 300 }],
          },
        ),
    ],
    [
      'is one of kernel source, which is judged only where code is run',
      () =>
        asked(
          { subjects: [SOURCE], clauses: [CLAUSE, CORE] },
          { tallies: [{ ...tally, model: 'kernel' }] },
        ),
    ],
    [
      'is one of the most shards',
      () =>
        knowing(
          { done: { switch: [[0, 1, 1]] }, tallies: [{ ...tally, runs: 250, met: 9 }] },
          { index: 1, of: MOST_SHARDS },
        ),
    ],
    [
      'is one of an exhaustive level, which counts states',
      () =>
        asked(
          { clauses: [CORE] },
          {
            done: { core: [[0, 1, 1]] },
            tallies: [{ ...tally, clause: CORE, runs: 99, met: 300 }],
            switches: 0,
          },
        ),
    ],
  ])('%s', (_what, fault) => {
    expect(fault()).toBeUndefined();
  });
});

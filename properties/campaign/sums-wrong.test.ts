// Whether a campaign's file adds up: each number that does not follow from the others is told, in words of its own.
import { describe, expect, it } from 'vitest';
import { BLOCK, MOST_RUNS, MOST_SHARDS } from './plan.ts';
import {
  asked,
  both,
  CLAUSE,
  CORE,
  file,
  knowing,
  ofBoth,
  playing,
  saying,
  TWICE,
  tally,
  twice,
  uncovered,
  worst,
} from './testing/sums-file.ts';

describe('a file that does not add up', () => {
  it.each<[() => string | undefined, string]>([
    [
      () => asked({ subjects: [{ model: 'repaired', name: 'published' }] }),
      "no subject of a campaign is 'published', called 'repaired'",
    ],
    [
      () => asked({ subjects: [{ model: 'ideal', name: 'ideal' }] }),
      "no subject of a campaign is 'ideal', called 'ideal'",
    ],
    [
      () => asked({ subjects: [{ model: 'kernel', name: 'kernel' }] }),
      "no subject of a campaign is 'kernel', called 'kernel'",
    ],
    [
      () =>
        asked({
          subjects: [
            { model: 'kernel', name: 'kernel:{"paths":[],"defines":[],"digest":""}' },
            ...file.question.subjects,
          ],
        }),
      'no subject of a campaign is \'kernel:{"paths":[],"defines":[],"digest":""}\', called \'kernel\'',
    ],
    [() => asked({ subjects: twice }), 'a subject is there twice'],
    [() => asked({ clauses: [CLAUSE, 'all-is-well'] }), "no clause is called 'all-is-well'"],
    [
      () => asked({ series: { seed: 1, runs: MOST_RUNS + 1 } }),
      `${MOST_RUNS + 1} runs are more than ${MOST_RUNS}`,
    ],
    [() => asked({ series: { seed: 1, runs: 2, only: 1 } }), 'one history has more than one run'],
    [
      () => knowing({}, { index: 1, of: MOST_SHARDS + 1 }),
      `${MOST_SHARDS + 1} shards are more than ${MOST_SHARDS}`,
    ],
    [() => knowing({}, { index: null, of: 1 }), 'one shard alone is not united'],
    [() => knowing({}, { index: 4, of: 3 }), 'there is no shard 4 of 3'],
    [() => playing({ core: [[0, 1, 1]] }), "no clause is judged at 'core'"],
    [
      () => playing({ switch: [[0, 0, 1]] }),
      'blocks 0, 0 times, by 1, of switch are none, or there twice',
    ],
    [
      () => playing({ switch: [[0, 3, 0]] }),
      'blocks 0, 3 times, by 0, of switch are none, or there twice',
    ],
    [
      () =>
        playing({
          switch: [
            [0, 2, 1],
            [1, 1, 1],
          ],
        }),
      'blocks 1, 1 times, by 1, of switch are none, or there twice',
    ],
    [
      () => playing({ switch: [[0, 4, 1]] }),
      'blocks 0, 4 times, by 1, of switch are more than were asked for',
    ],
    [
      () => asked({ series: { seed: 1, runs: 1, only: 699 } }),
      'blocks 0, 3 times, by 1, of switch are more than were asked for',
    ],
    [() => knowing({}, { index: 1, of: 2 }), 'block 1 of switch is not played there'],
    [
      () => knowing({ done: { switch: [[0, 2, 1]] } }, { index: 1, of: 2 }),
      'block 1 of switch is not played there',
    ],
    [
      () =>
        playing({
          switch: [
            [0, 2, 2],
            [1, 1, 1],
          ],
        }),
      'blocks 1, 1 times, by 1, of switch are none, or there twice',
    ],
    [
      () => saying({ worst: { ...worst, index: 700 } }),
      `the tally of ${CLAUSE} on repaired is violated in run 700 at switch, which was not played`,
    ],
    [
      () =>
        knowing(
          {
            done: { switch: [[0, 2, 2]] },
            tallies: [{ ...tally, runs: 450, met: 9, worst: { ...worst, index: 300 } }],
          },
          { index: 1, of: 2 },
        ),
      `the tally of ${CLAUSE} on repaired is violated in run 300 at switch, which was not played`,
    ],
    [
      () =>
        asked(
          { clauses: [TWICE] },
          {
            done: { switch: [[0, 1, 1]] },
            tallies: [
              {
                ...tally,
                clause: TWICE,
                runs: BLOCK,
                met: 9,
                worst: { ...worst, index: 0, level: 'core' },
              },
            ],
          },
        ),
      `the tally of ${TWICE} on repaired is violated in run 0 at core, which was not played`,
    ],
    [
      () =>
        asked(
          { clauses: [CORE], series: { seed: 1, runs: 1, only: 699 } },
          {
            done: { core: [[2, 1, 1]] },
            tallies: [
              {
                ...tally,
                clause: CORE,
                runs: 99,
                met: 99,
                worst: { ...worst, index: 500, level: 'core' },
              },
            ],
          },
        ),
      `the tally of ${CORE} on repaired is violated by what is no history`,
    ],
    [
      () =>
        asked(
          { subjects: both, coverage: true },
          {
            tallies: ofBoth,
            switches: 1400,
            coverage: { published: uncovered, repaired: { cells: { 'HDEC / tea': 1 }, pairs: {} } },
          },
        ),
      "coverage counts 'HDEC / tea' 1 times",
    ],
    [
      () => asked({ series: { seed: 1, runs: 700, level: 'vm' } }),
      'block 0 of switch is not played there',
    ],
    [
      () => knowing({ tallies: [tally, tally] }),
      `the tally of ${CLAUSE} on repaired is there twice, or is none`,
    ],
    [
      () => saying({ model: 'published' }),
      `the tally of ${CLAUSE} on published is there twice, or is none`,
    ],
    [() => saying({ clause: CORE }), `the tally of ${CORE} on repaired is there twice, or is none`],
    [() => knowing({ tallies: [] }), `the tally of ${CLAUSE} on repaired is missing`],
    [
      () => saying({ runs: 750 }),
      `the tally of ${CLAUSE} on repaired has 750 runs, and its blocks have 700`,
    ],
    [
      () => saying({ runs: 699 }),
      `the tally of ${CLAUSE} on repaired has 699 runs, and its blocks have 700`,
    ],
    [() => saying({ met: 701 }), `the tally of ${CLAUSE} on repaired has met 701 of 700 runs`],
    [
      () => saying({ met: 0, worst }),
      `the tally of ${CLAUSE} on repaired is violated, and was never met`,
    ],
    [
      () => saying({ worst: { ...worst, index: 750 } }),
      `the tally of ${CLAUSE} on repaired is violated in run 750 at switch, which was not played`,
    ],
    [
      () => saying({ worst: { ...worst, level: 'vm' } }),
      `the tally of ${CLAUSE} on repaired is violated in run 699 at vm, which was not played`,
    ],
    [
      () => saying({ worst: { ...worst, history: [1] } }),
      `the tally of ${CLAUSE} on repaired is violated by what is no history`,
    ],
    [
      () =>
        asked(
          { series: { seed: 1, runs: 1, only: 698 } },
          {
            done: { switch: [[2, 1, 1]] },
            tallies: [{ ...tally, runs: 1, met: 1, worst }],
          },
        ),
      `the tally of ${CLAUSE} on repaired is violated in another run than was played`,
    ],
    [
      () =>
        asked(
          { clauses: [CORE] },
          {
            done: { core: [[0, 1, 1]] },
            tallies: [{ ...tally, clause: CORE, runs: 0, met: 0 }],
          },
        ),
      `the tally of ${CORE} on repaired has 0 runs, and its blocks have 0`,
    ],
    [() => knowing({ switches: 699 }), '699 switches are fewer than runs'],
    [() => asked({ coverage: true }), "coverage is counted of '', and not of 'repaired'"],
    [
      () => knowing({ coverage: { repaired: { cells: {}, pairs: {} } } }),
      "coverage is counted of 'repaired', and not of ''",
    ],
    [
      () =>
        asked(
          { coverage: true },
          { coverage: { repaired: { cells: { 'HDEC / tea': 1 }, pairs: {} } } },
        ),
      "coverage counts 'HDEC / tea' 1 times",
    ],
    [
      () =>
        asked(
          { coverage: true },
          { coverage: { repaired: { cells: {}, pairs: { 'REFUSED / REFUSED': 701 } } } },
        ),
      "coverage counts 'REFUSED / REFUSED' 701 times",
    ],
  ])('is said to be wrong: %#', (fault, text) => {
    expect(fault()).toBe(text);
  });
});

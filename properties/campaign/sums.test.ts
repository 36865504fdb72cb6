// Whether a campaign's file adds up: each number that does not follow from the others is told, in words of its own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { histories } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import type { FileContent } from './file-schema.ts';
import { BLOCK, ENDLESS, MOST_RUNS, MOST_SHARDS } from './plan.ts';
import { faultIn } from './sums.ts';
import type { Tally } from './tally.ts';

const CLAUSE = 'host-dscr-returns';
const CORE = contract.find(({ over, also }) => over === 'core' && also === undefined)?.name ?? '';
const history = fc.sample(histories, { numRuns: 1, seed: 1 }).map(switchHistory.write)[0] ?? null;

const tally: Tally = { model: 'repaired', clause: CLAUSE, runs: 700, met: 700, worst: null };
const worst = { verdict: 'violated', weight: 1, index: 699, level: 'switch', history } as const;

const file = {
  schema: '',
  version: '',
  block: BLOCK,
  question: {
    subjects: [{ model: 'repaired', name: 'repaired' }],
    clauses: [CLAUSE],
    series: { seed: 1, runs: 700 },
    coverage: false,
  },
  share: { index: 1, of: 1 },
  known: { done: { switch: [[0, 3, 1]] }, switches: 700, tallies: [tally], coverage: {} },
} as const satisfies FileContent;

const asked = (more: Partial<FileContent['question']>, known: Partial<FileContent['known']> = {}) =>
  faultIn({
    ...file,
    question: { ...file.question, ...more },
    known: { ...file.known, ...known },
  });
const knowing = (known: Partial<FileContent['known']>, share: FileContent['share'] = file.share) =>
  faultIn({ ...file, share, known: { ...file.known, ...known } });
const saying = (more: Partial<Tally>) => knowing({ tallies: [{ ...tally, ...more }] });
const playing = (done: FileContent['known']['done']) => knowing({ done });
const nothing = { done: {}, switches: 0, tallies: [{ ...tally, runs: 0, met: 0 }] };

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
            subjects: [
              { model: 'kernel', name: 'kernel:{"paths":["a.S"],"defines":[],"digest":"0"}' },
            ],
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

/** Of a longer series, three whole blocks. */
function threeBlocks() {
  return { switches: 750, tallies: [{ ...tally, runs: 750, met: 9 }] };
}

const twice = [file.question.subjects[0], file.question.subjects[0]];

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

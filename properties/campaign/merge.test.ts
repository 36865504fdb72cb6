// Parts made by hand put together: what all know is added up, and what does not belong together is refused by name.
import { describe, expect, it } from 'vitest';
import { merged, type Part } from './merge.ts';
import { BLOCK } from './plan.ts';

const tally = (clause: string, runs: number) => ({
  model: 'repaired',
  clause,
  runs,
  met: runs,
  worst: null,
});

const part = (index: number | null, blocks: readonly number[]): Part => ({
  file: `part-${index}`,
  question: {
    subjects: [{ model: 'repaired', name: 'repaired' }],
    clauses: ['host-dscr-returns', 'host-amr-returns'],
    series: { seed: 9, runs: 4 * BLOCK },
    coverage: true,
  },
  share: { index, of: 2 },
  known: {
    done: { switch: blocks },
    switches: 10 * blocks.length,
    tallies: [
      tally('host-dscr-returns', blocks.length * BLOCK),
      tally('host-amr-returns', blocks.length),
    ],
    coverage: { repaired: { cells: { 'HDEC / EE on': blocks.length }, pairs: {} } },
  },
});
const [first, second] = [part(1, [0, 2]), part(2, [1])];

describe('parts that belong together', () => {
  it('know together what each knows', () => {
    const { question, share, known } = merged([second, first]);
    expect(question).toEqual(first.question);
    expect(share).toEqual({ index: null, of: 2 });
    expect(known.done).toEqual({ switch: [0, 1, 2] });
    expect(known.switches).toBe(30);
    expect(known.tallies).toEqual([
      tally('host-dscr-returns', 3 * BLOCK),
      tally('host-amr-returns', 3),
    ]);
    expect(known.coverage.repaired?.cells).toMatchObject({ 'HDEC / EE on': 3 });
  });

  it('are what they are where there is but one', () => {
    const { file: _, ...blob } = first;
    expect(merged([first])).toEqual(blob);
  });

  it('sort blocks as numbers, and take each level apart', () => {
    const question = { ...first.question, series: { seed: 9, runs: 20 * BLOCK } };
    const low = { ...first, question, known: { ...first.known, done: { switch: [2, 10] } } };
    const high = {
      ...second,
      question,
      known: { ...second.known, done: { vm: [2], switch: [9] } },
    };
    expect(merged([low, high]).known.done).toEqual({ switch: [2, 9, 10], vm: [2] });
  });

  it('may know different clauses and models', () => {
    const known = { ...second.known, tallies: [], coverage: {} };
    expect(merged([first, { ...second, known }]).known).toMatchObject({
      tallies: first.known.tallies,
      coverage: first.known.coverage,
    });
    const bare = { ...first, known: { ...first.known, coverage: {} } };
    expect(merged([bare, second]).known.coverage.repaired?.cells).toMatchObject({
      'HDEC / EE on': 1,
    });
  });

  it('may be of one history, wherever that stands in the series', () => {
    const series = { seed: 9, runs: 1, only: 7 * BLOCK + 3 };
    const one = (index: number, done: Part['known']['done']): Part => {
      const { question, known } = part(index, []);
      return {
        ...part(index, []),
        question: { ...question, series },
        known: { ...known, done },
      };
    };
    expect(merged([one(1, { switch: [7] }), one(2, { vm: [7] })]).known.done).toEqual({
      switch: [7],
      vm: [7],
    });
    expect(() => merged([one(1, { switch: [7] }), one(2, { switch: [7] })])).toThrow(
      "'part-2' and 'part-1' both have block 7 of switch: leave one of them out",
    );
  });
});

describe('parts that do not belong together', () => {
  it.each<[string, Part, string]>([
    [
      'of other seeds',
      { ...second, question: { ...second.question, series: { seed: 8, runs: 4 * BLOCK } } },
      "'part-1' and 'part-2' are not parts of one campaign: their seeds differ (0x9, 0x8)",
    ],
    [
      'cut in another way',
      { ...second, share: { index: 2, of: 3 } },
      "'part-1' and 'part-2' are not parts of one campaign: their shards differ (of 2, of 3)",
    ],
    [
      'that are the same shard',
      { ...part(1, [1]), file: 'again' },
      "'again' and 'part-1' both have shard 1 of 2: leave one of them out",
    ],
    [
      'that have played the same block',
      part(2, [1, 2]),
      "'part-2' and 'part-1' both have block 2 of switch: leave one of them out",
    ],
    [
      'of which one is united already',
      { ...part(null, [0]), file: 'whole' },
      "'whole' and 'part-1' both have block 0 of switch: leave one of them out",
    ],
  ])('%s are refused', (_what, other, complaint) => {
    expect(() => merged([first, other])).toThrow(complaint);
  });

  it('are found behind others, and two that are united may be apart', () => {
    expect(() => merged([first, second, part(2, [3])])).toThrow('both have shard 2 of 2');
    const united = [part(null, [0]), part(null, [1])] as const;
    expect(merged([...united]).known.done).toEqual({ switch: [0, 1] });
  });
});

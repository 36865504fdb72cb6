// What is said of a campaign beside its report, and the exit code of that.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../properties/campaign/outcome.ts';
import { ENDLESS } from '../properties/campaign/plan.ts';
import type { Result } from '../properties/campaign/results.ts';
import { type ClauseName, clauseNamed } from '../spec/contract.ts';
import { type Io, streams } from './io.ts';
import { finish, pace, reported, tellPart, tellRest } from './outcome.ts';

/** A world in which nothing happens, and what is said in it. */
function world(more: Partial<Io> = {}) {
  const said: string[] = [];
  const io: Io = {
    ...streams((descriptor, text) => void said.push(`${descriptor} ${text}`), false),
    env: {},
    progress: false,
    columns: 80,
    now: () => 0,
    interrupted: () => false,
    ...more,
  };
  return { io, said };
}

const result = (name: ClauseName, verdict: Result['verdict']): readonly Result[] => {
  const clause = clauseNamed(name);
  const counts = { runs: 500, met: 9, extent: 'sampled' as const };
  return [{ model: 'repaired', clause, verdict, ...counts, finding: undefined }];
};

const outcome: Outcome = {
  results: [
    ...result('host-dscr-returns', 'holds'),
    ...result('host-amr-returns', 'not-enough'),
    ...result('host-ctrl-returns', 'violated'),
  ],
  known: { done: {}, switches: 700, tallies: [], coverage: {} },
  asked: { subjects: [], clauses: [], series: { seed: -1, runs: 1000 }, coverage: false },
  share: { index: 1, of: 1 },
  runs: 500,
  elapsedMs: 2000,
  corpus: undefined,
  lost: [],
  cut: false,
  ended: false,
};
const rest = (more: Partial<Outcome>) => {
  const { io, said } = world();
  return { code: tellRest({ ...outcome, ...more }, io), said };
};

describe('what is said beside a report', () => {
  it('is nothing, with no exit code of its own, where all is there', () => {
    expect(rest({})).toEqual({ code: undefined, said: [] });
  });

  it.each<[string, Partial<Outcome>, number | undefined, readonly string[]]>([
    [
      'how the corpus has changed',
      { corpus: { folder: 'kept', replayed: 1, pruned: 2, added: 3 } },
      undefined,
      ['2 hvspec: corpus kept: 1 replayed, 2 pruned, 3 added\n'],
    ],
    ['what was not kept', { lost: ['one', 'two'] }, 4, ['2 hvspec: one\n', '2 hvspec: two\n']],
    [
      'that a counterexample is not minimal',
      { cut: true },
      undefined,
      ['2 hvspec: the budget ended before every counterexample was minimal\n'],
    ],
    [
      'that the budget ended',
      { ended: true },
      4,
      ['2 hvspec: the budget ended after 500 of 1000 runs; the results so far are above\n'],
    ],
    [
      'that the time is over, where only that was limited',
      { ended: true, asked: { ...outcome.asked, series: { seed: 1, runs: ENDLESS } } },
      4,
      ['2 hvspec: the budget ended after 500 runs; the results so far are above\n'],
    ],
    [
      'how to go on',
      { ended: true, file: 'part' },
      4,
      ['2 hvspec: the budget ended after 500 of 1000 runs; continue with --resume part\n'],
    ],
    [
      'not to go on with what was not kept',
      { ended: true, file: 'part', lost: ['it is full'] },
      4,
      [
        '2 hvspec: it is full\n',
        '2 hvspec: the budget ended after 500 of 1000 runs; the results so far are above\n',
      ],
    ],
  ])('is %s', (_what, more, code, said) => {
    expect(rest(more)).toEqual({ code, said });
  });

  it('is of a shard that it is done, and how much that decides', () => {
    const { io, said } = world();
    tellPart({ ...outcome, share: { index: 2, of: 3 } }, io);
    expect(said).toEqual([
      '2 hvspec: shard 2 of 3 is done, 2 of 3 verdicts are decided; hvspec merge computes the others\n',
    ]);
  });
});

describe('the first line', () => {
  it('says what was run, and how fast', () => {
    expect(pace(outcome)).toBe('seed 0xffffffff, 500 runs a path, 700 switches in 2.0 s (350/s)');
    expect(pace({ ...outcome, elapsedMs: 0 })).toContain('in 0.0 s (700000/s)');
  });
  it('says no rate where proofs took their part of the time, and whether any history was drawn', () => {
    const first = { ...outcome, first: true };
    expect(pace(first)).toBe('seed 0xffffffff, 500 runs a path, 700 switches in 2.0 s');
    const none = { ...first, known: { ...outcome.known, switches: 0 } };
    expect(pace(none)).toBe('no histories were drawn, in 2.0 s');
    expect(pace({ ...none, first: false })).toContain('0 switches in 2.0 s (0/s)');
  });
  it('says nothing of the time where others have run it', () => {
    expect(pace({ ...outcome, united: true })).toBe(
      'seed 0xffffffff, 500 runs a path, 700 switches',
    );
  });
});

it('tells scripts whether it is all', () => {
  const { results } = outcome;
  expect(reported(outcome)).toEqual({
    results,
    seed: -1,
    runs: 500,
    elapsedMs: 2000,
    switches: 700,
    complete: true,
  });
  expect(reported({ ...outcome, ended: true }).complete).toBe(false);
  expect(reported({ ...outcome, share: { index: 1, of: 2 } }).complete).toBe(false);
});

describe('the exit code', () => {
  const isExpected = ({ verdict }: Result): boolean => verdict === 'holds';
  const holding = { results: result('host-dscr-returns', 'holds') };
  it.each<[string, number, Partial<Outcome>, boolean, boolean]>([
    ['all is as expected', 0, holding, true, true],
    ['a verdict is not', 1, {}, true, true],
    ['something else is not met', 1, holding, true, false],
    ['the report is not delivered', 4, holding, false, true],
    ['the budget ended', 4, { ended: true }, true, true],
    ['a shard has found a violation', 1, { share: { index: 1, of: 2 } }, true, true],
    [
      'a shard has decided nothing',
      0,
      { results: result('host-dscr-returns', 'not-enough'), share: { index: 1, of: 2 } },
      true,
      true,
    ],
  ])('where %s is %i', (_what, code, more, isDelivered, isMet) => {
    const judged = { isDelivered, isExpected, isMet };
    expect(finish({ ...outcome, ...more }, judged, world().io)).toBe(code);
  });

  it('asks for nothing beside the verdicts unless it is told to', () => {
    const held = { ...outcome, ...holding };
    expect(finish(held, { isDelivered: true, isExpected }, world().io)).toBe(0);
  });
});

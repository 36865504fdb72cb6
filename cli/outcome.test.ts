// What is known when a campaign has ended: which verdicts are drawn, what is said beside the report, and the exit code of that.
import { describe, expect, it } from 'vitest';
import type { BenchRoom } from '../properties/campaign/evaluators.ts';
import type { Tally } from '../properties/campaign/tally.ts';
import { type Bench, NO_STATE } from '../properties/levels/level.ts';
import { heed } from '../properties/work/interruption.ts';
import { contract } from '../spec/contract.ts';
import { type Io, streams } from './io.ts';
import { isPart, type Outcome, outcomeOf, pace, reported, tellPart, tellRest } from './outcome.ts';

/** A world in which nothing happens, and what is said in it. */
function world(more: Partial<Io> = {}) {
  const said: string[] = [];
  const io: Io = {
    ...streams((descriptor, text) => void said.push(`${descriptor} ${text}`), false),
    env: {},
    progress: false,
    now: () => 0,
    interrupted: () => false,
    ...more,
  };
  return { io, said };
}

const bench: Bench = {
  play: () => ({ runs: 0, switches: 0, counts: [] }),
  judge: () => ({ verdict: 'vacuous' }),
  minimal: (_clause, history) => history,
  replay: () => ({
    trace: { spans: [], unfinished: [], ending: { end: 'returned' } },
    begin: NO_STATE,
    lines: [],
  }),
};
const room: BenchRoom = { clausesOf: () => [], levels: [], bench: () => bench, play: () => [] };

const first = (is: (clause: (typeof contract)[number]) => boolean) =>
  contract.filter(is).slice(0, 1);
const [plain] = first(({ over, also }) => over === 'switch' && also === undefined);
const [both] = first(({ also }) => also !== undefined);
const [core] = first(({ over }) => over === 'core');
const clauses = [plain, both, core].filter((clause) => clause !== undefined);

const worst = { verdict: 'violated', weight: 1, index: 0, level: 'switch', history: [] } as const;
const tally = (clause: { readonly name: string } | undefined, more: Partial<Tally>): Tally => ({
  model: 'repaired',
  clause: clause?.name ?? '',
  runs: 500,
  met: 9,
  worst: null,
  ...more,
});

const asked = {
  subjects: [{ model: 'repaired', name: 'repaired' }],
  clauses: clauses.map(({ name }) => name),
  series: { seed: -1, runs: 1000 },
  coverage: false,
};

/** A campaign that ended so. */
const campaign = (
  tallies: readonly Tally[],
  more: Partial<Parameters<typeof outcomeOf>[0]> = {},
) => ({
  known: { done: {}, switches: 700, tallies, coverage: {} },
  room,
  asked,
  share: { index: 1, of: 1 },
  clauses,
  ended: false,
  elapsedMs: 2000,
  kept: undefined,
  ...more,
});

const three = [
  tally(plain, {}),
  tally(both, { met: 0, runs: 900 }),
  tally(core, { runs: 4000, worst }),
];
const verdicts = ({ results }: Outcome) => results.map(({ verdict }) => verdict);

describe('an outcome', () => {
  it('has the verdicts of all clauses where all was played', () => {
    const outcome = outcomeOf(campaign(three), world().io);
    expect(verdicts(outcome)).toEqual(['holds', 'vacuous', 'violated']);
    expect(outcome).toMatchObject({
      ended: false,
      cut: false,
      lost: [],
      runs: 500,
      elapsedMs: 2000,
    });
    expect(outcome.corpus).toBeUndefined();
    expect(outcome.asked).toBe(asked);
  });

  it.each<[string, Partial<Parameters<typeof outcomeOf>[0]>]>([
    ['the budget ended', { ended: true }],
    ['it is one shard of several', { share: { index: 2, of: 3 } }],
  ])('decides nothing but violations where %s', (_when, more) => {
    const outcome = outcomeOf(campaign(three, more), world().io);
    expect(verdicts(outcome)).toEqual(['not-enough', 'not-enough', 'violated']);
  });

  it('decides all where shards are united', () => {
    const outcome = outcomeOf(campaign(three, { share: { index: null, of: 3 } }), world().io);
    expect(verdicts(outcome)).toEqual(['holds', 'vacuous', 'violated']);
  });

  it('counts the histories of sampled clauses, of those judged in two places only where there are no others', () => {
    const of = (...tallies: readonly Tally[]) => outcomeOf(campaign(tallies), world().io).runs;
    expect(of(...three)).toBe(500);
    expect(of(tally(both, { runs: 900 }), tally(core, { runs: 4000 }))).toBe(900);
    expect(of(tally(core, { runs: 4000 }))).toBe(0);
    expect(of()).toBe(0);
  });

  it('is ended and cut where the user interrupts while it is made minimal', () => {
    let isGone = false;
    const { io } = world({ interrupted: () => isGone });
    const minimal: Bench['minimal'] = (_clause, history) => {
      isGone = true;
      return history;
    };
    const left = { ...room, bench: () => ({ ...bench, minimal }) };
    const outcome = outcomeOf(campaign(three, { room: left }), io);
    expect(outcome).toMatchObject({ ended: true, cut: true });
  });

  it('is ended where the time is over before its verdicts are drawn: no verdicts are no success', () => {
    const minimal: Bench['minimal'] = () => {
      heed();
      return [];
    };
    const left = { ...room, bench: () => ({ ...bench, minimal }) };
    const outcome = outcomeOf(campaign(three, { room: left, late: () => true }), world().io);
    expect(outcome).toMatchObject({ ended: true, results: [] });
    expect(tellRest(outcome, world().io)).toBe(4);
  });

  it('is cut where the time is over, if there was anything to make minimal', () => {
    const late = () => true;
    expect(outcomeOf(campaign(three, { late }), world().io)).toMatchObject({
      ended: false,
      cut: true,
    });
    const whole = [tally(plain, {})];
    expect(outcomeOf(campaign(whole, { late }), world().io)).toMatchObject({ cut: false });
  });

  it('keeps its counterexamples, and says where it cannot', () => {
    const told: unknown[] = [];
    const change = { folder: 'corpus', replayed: 1, pruned: 2, added: 3 };
    const update = (...all: readonly unknown[]) => {
      told.push(all[0] === room, all[2]);
      return change;
    };
    const kept = { earlier: [], update };
    expect(outcomeOf(campaign(three, { kept }), world().io)).toMatchObject({
      corpus: change,
      lost: [],
    });
    expect(outcomeOf(campaign(three, { kept, ended: true }), world().io).corpus).toBe(change);
    expect(told).toEqual([true, false, true, true]);
    const full = {
      earlier: [],
      update: () => {
        throw new Error('ENOSPC');
      },
    };
    const outcome = outcomeOf(campaign(three, { kept: full, unkept: 'no file' }), world().io);
    expect(outcome.lost).toEqual(['no file', 'the corpus cannot be written: ENOSPC']);
    expect(outcome.corpus).toBeUndefined();
  });
});

const outcome: Outcome = outcomeOf(campaign(three), world().io);
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
      ['2 hvspec: the budget ended after 500 of 1000 runs; what is known is above\n'],
    ],
    [
      'how to go on',
      { ended: true, file: 'part' },
      4,
      ['2 hvspec: the budget ended after 500 of 1000 runs; go on with --resume part\n'],
    ],
    [
      'not to go on with what was not kept',
      { ended: true, file: 'part', lost: ['it is full'] },
      4,
      [
        '2 hvspec: it is full\n',
        '2 hvspec: the budget ended after 500 of 1000 runs; what is known is above\n',
      ],
    ],
  ])('is %s', (_what, more, code, said) => {
    expect(rest(more)).toEqual({ code, said });
  });

  it('is of a shard that it is done, and how much that decides', () => {
    const { io, said } = world();
    const part = outcomeOf(campaign(three, { share: { index: 2, of: 3 } }), io);
    tellPart(part, io);
    expect(said).toEqual([
      '2 hvspec: shard 2 of 3 is done, 1 of 3 verdicts are decided; hvspec merge draws the others\n',
    ]);
  });
});

describe('the first line', () => {
  it('says what was run, and how fast', () => {
    expect(pace(outcome)).toBe('seed 0xffffffff, 500 runs a path, 700 switches in 2.0 s (350/s)');
    expect(pace({ ...outcome, elapsedMs: 0 })).toContain('in 0.0 s (700000/s)');
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

it('knows one shard of several', () => {
  expect([isPart({ index: 1, of: 1 }), isPart({ index: 1, of: 2 })]).toEqual([false, true]);
  expect(isPart({ index: null, of: 2 })).toBe(false);
});

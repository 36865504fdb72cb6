// What is known when a campaign has ended: which verdicts are drawn, what was not kept, and whether it is all.
import { describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { type Evaluator, NO_STATE } from '../levels/level.ts';
import { halting, heed } from '../work/interruption.ts';
import type { Supervisor } from '../work/supervisor.ts';
import type { Evaluators } from './evaluators.ts';
import { isPart, type Outcome, outcomeOf } from './outcome.ts';
import { ENDLESS } from './plan.ts';
import type { Tally } from './tally.ts';

/** A command that ends nothing but what is late, unless it is told. */
const host = (interrupted: () => boolean = () => false): Supervisor => ({
  interrupted,
  phase: (_name, work, late = () => false) => halting(() => interrupted() || late(), work),
});

const evaluator: Evaluator = {
  run: () => ({ runs: 0, switches: 0, counts: [] }),
  judge: () => ({ verdict: 'vacuous' }),
  shrink: (_clause, history) => history,
  replay: () => ({
    trace: { spans: [], unfinished: [], ending: { end: 'returned' } },
    begin: NO_STATE,
    lines: [],
  }),
};
const evaluators: Evaluators = {
  clausesOf: () => [],
  levels: [],
  evaluator: () => evaluator,
  run: () => [],
};

const first = (is: (clause: (typeof contract)[number]) => boolean) =>
  contract.filter(is).slice(0, 1);
const [plain] = first(({ over }) => over[0] === 'switch' && over.length === 1);
const [both] = first(({ over }) => over.length > 1);
const [core] = first(({ over }) => over[0] === 'core');
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
  evaluators,
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
    const outcome = outcomeOf(campaign(three), host());
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
    const outcome = outcomeOf(campaign(three, more), host());
    expect(verdicts(outcome)).toEqual(['not-enough', 'not-enough', 'violated']);
  });

  it('decides all where shards are united', () => {
    const outcome = outcomeOf(campaign(three, { share: { index: null, of: 3 } }), host());
    expect(verdicts(outcome)).toEqual(['holds', 'vacuous', 'violated']);
  });

  it('counts the histories of sampled clauses, of those judged in two places only where there are no others', () => {
    const of = (...tallies: readonly Tally[]) => outcomeOf(campaign(tallies), host()).runs;
    expect(of(...three)).toBe(500);
    expect(of(tally(both, { runs: 900 }), tally(core, { runs: 4000 }))).toBe(900);
    expect(of(tally(core, { runs: 4000 }))).toBe(0);
    expect(of()).toBe(0);
  });

  it('is ended and cut where the user interrupts while it is made minimal', () => {
    let isGone = false;
    const gone = host(() => isGone);
    const shrink: Evaluator['shrink'] = (_clause, history) => {
      isGone = true;
      return history;
    };
    const left = { ...evaluators, evaluator: () => ({ ...evaluator, shrink }) };
    const outcome = outcomeOf(campaign(three, { evaluators: left }), gone);
    expect(outcome).toMatchObject({ ended: true, cut: true });
  });

  it('is ended where the time is over before its verdicts are drawn: no verdicts are no success', () => {
    const shrink: Evaluator['shrink'] = () => {
      heed();
      return [];
    };
    const left = { ...evaluators, evaluator: () => ({ ...evaluator, shrink }) };
    const outcome = outcomeOf(campaign(three, { evaluators: left, late: () => true }), host());
    expect(outcome).toMatchObject({ ended: true, results: [] });
  });

  it('is cut where the time is over, if there was anything to make minimal', () => {
    const late = () => true;
    expect(outcomeOf(campaign(three, { late }), host())).toMatchObject({
      ended: false,
      cut: true,
    });
    const whole = [tally(plain, {})];
    expect(outcomeOf(campaign(whole, { late }), host())).toMatchObject({ cut: false });
  });

  const unplayed = tally(core, { runs: 0, met: 0 });
  const nothing = clauses.map((clause) => tally(clause, { runs: 0, met: 0 }));
  const some = [tally(plain, {}), tally(both, { runs: 900 }), unplayed];
  const endless = { asked: { ...asked, series: { seed: 1, runs: ENDLESS } } };
  const part = { share: { index: 2, of: 3 } };

  it.each<[string, boolean, readonly Tally[], Partial<Parameters<typeof outcomeOf>[0]>]>([
    ['a clause is not judged when the time is over', true, some, endless],
    ['every clause was judged by then', false, three, endless],
    ['runs were asked for, not a time', false, some, {}],
    ['one shard of several has judged some', false, some, { ...endless, ...part }],
    ['one shard of several has judged none', true, nothing, { ...endless, ...part }],
  ])('where %s, is ended: %s', (_when, isEnded, tallies, more) => {
    const found = outcomeOf(campaign(tallies, more), host());
    expect(found.ended).toBe(isEnded);
    if (isEnded) expect(new Set(verdicts(found))).toEqual(new Set(['not-enough']));
  });

  it('keeps its counterexamples, and says where it cannot', () => {
    const told: unknown[] = [];
    const change = { folder: 'corpus', replayed: 1, pruned: 2, added: 3 };
    const update = (...all: readonly unknown[]) => {
      told.push(all[0] === evaluators, all[2]);
      return change;
    };
    const kept = { earlier: [], update };
    expect(outcomeOf(campaign(three, { kept }), host())).toMatchObject({
      corpus: change,
      lost: [],
    });
    expect(outcomeOf(campaign(three, { kept, ended: true }), host()).corpus).toBe(change);
    expect(told).toEqual([true, false, true, true]);
    const full = {
      earlier: [],
      update: () => {
        throw new Error('ENOSPC');
      },
    };
    const outcome = outcomeOf(campaign(three, { kept: full, unkept: 'no file' }), host());
    expect(outcome.lost).toEqual(['no file', 'the corpus cannot be written: ENOSPC']);
    expect(outcome.corpus).toBeUndefined();
  });
});

it('knows one shard of several', () => {
  expect([isPart({ index: 1, of: 1 }), isPart({ index: 1, of: 2 })]).toEqual([false, true]);
  expect(isPart({ index: null, of: 2 })).toBe(false);
});

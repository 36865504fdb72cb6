// What is to be mended when faults were tried, on matrices made by hand: survivors, needless clauses, lists that are out of date.
import { describe, expect, it } from 'vitest';
import { faultsOfRepaired } from '../model/faults/catalogue.ts';
import { switchContract } from '../properties/levels/switch/contract.ts';
import { excused } from '../properties/mutation/accepted.ts';
import { listedArguments } from '../properties/mutation/equivalent.ts';
import type { Fate, FaultOutcome } from '../properties/mutation/kill.ts';
import { kept } from '../properties/mutation/redundant-clauses.ts';
import { reachedBy, showsAt } from '../properties/mutation/unreached.ts';
import { count, isClean, type Matrix, needless, outdated, unexplained } from './kill-verdict.ts';

const [any] = faultsOfRepaired();
const tried = (name: string, outcome: Fate): FaultOutcome => {
  if (any === undefined) throw new Error('there is no fault');
  return { fault: { ...any, name }, outcome };
};

/** Names that the patterns of a table stand for. */
const namesIn = (table: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(table).map((pattern) => pattern.replaceAll('*', 'x'));

const listed = { fate: 'equivalent', why: 'w', from: 'list' } as const;

/** A fault for every line of every list, each as that line has it. */
const onLists: readonly FaultOutcome[] = [
  ...namesIn(listedArguments).map((name) => tried(name, listed)),
  ...namesIn(reachedBy).map((at) => tried('a:dropped', { fate: 'unreached', at, why: 'w' })),
  ...namesIn(showsAt).map((name) => tried(name, { fate: 'unreached', at: 's', why: 'w' })),
  ...Object.keys(excused).map((name, i) =>
    tried(name, i % 2 === 0 ? { fate: 'excused', why: 'w' } : { ...listed, but: 'ledger' }),
  ),
];

/** The clauses that are no witness, and of which nothing else says why they are kept. */
const needed = switchContract
  .filter(({ name, claim }) => claim.claim !== 'reachable' && kept[name] === undefined)
  .map(({ name }) => name);

const whole: Matrix = {
  model: 'repaired',
  seed: 1,
  faults: 0,
  tried: onLists,
  sole: new Map(needed.map((name) => [name, 'a:dropped'])),
  rules: [],
  whole: true,
};
const others: readonly Partial<Matrix>[] = [{ whole: false }, { model: 'published' }];

describe('a matrix', () => {
  it('is clean where each list stands for what was found', () => {
    expect([needless, outdated, unexplained].map((list) => list(whole))).toEqual([[], [], []]);
    expect(isClean(whole)).toBe(true);
  });

  it('is not clean where a fault survived', () => {
    const survived = tried('b:dropped', { fate: 'survived', same: true });
    const more = { ...whole, tried: [...onLists, survived] };
    expect(isClean(more)).toBe(false);
    expect([count(more.tried, 'survived'), count(more.tried, 'killed')]).toEqual([1, 0]);
  });

  it('is not clean where a fault of a level was not caught by all that must catch it', () => {
    const rule = { level: 'vm', fault: 'f', text: 't', breaks: ['a', 'b'], by: ['a'] };
    expect(isClean({ ...whole, rules: [rule] })).toBe(false);
    expect(isClean({ ...whole, rules: [{ ...rule, by: ['b', 'a'] }] })).toBe(true);
  });
});

describe('a clause', () => {
  it('is needless where it kills nothing alone, and nothing says why it is kept', () => {
    const [first = ''] = needed;
    const sole = new Map(whole.sole);
    sole.delete(first);
    expect(needless({ ...whole, sole })).toEqual([first]);
    expect(isClean({ ...whole, sole })).toBe(false);
    expect(needless({ ...whole, sole: new Map() })).toEqual(needed);
    for (const other of others) expect(needless({ ...whole, sole, ...other })).toEqual([]);
  });
});

describe('a list', () => {
  it('is out of date where a clause that is kept kills alone', () => {
    const [first = ''] = Object.keys(kept);
    const sole = new Map([...whole.sole, [first, 'a:dropped'] as const]);
    expect(outdated({ ...whole, sole })).toEqual([first]);
    expect(isClean({ ...whole, sole })).toBe(false);
  });

  it('is out of date line by line where no fault is as it says', () => {
    const lines = [listedArguments, reachedBy, showsAt, excused].flatMap(Object.keys);
    expect(outdated({ ...whole, tried: [] })).toEqual(lines);
    for (const other of others) expect(outdated({ ...whole, tried: [], ...other })).toEqual([]);
  });

  it.each<[string, Fate]>([
    ['killed', { fate: 'killed', by: ['c'] }],
    ['the same by its form', { ...listed, from: 'form' }],
    ['a survivor', { fate: 'survived', same: true }],
  ])('is not held up by faults that are %s', (_what, outcome) => {
    const all = onLists.map(({ fault }) => tried(fault.name, outcome));
    expect(outdated({ ...whole, tried: all })).toHaveLength(
      [listedArguments, reachedBy, showsAt, excused].flatMap(Object.keys).length,
    );
  });

  it('of what is the same except by the ledger is that of what is excused', () => {
    const [name = ''] = namesIn(listedArguments);
    const but = { ...listed, but: 'ledger' } as const;
    const all = onLists.map((one) => (one.fault.name === name ? tried(name, but) : one));
    expect(outdated({ ...whole, tried: all })).toEqual(Object.keys(listedArguments).slice(0, 1));
    const time = { ...listed, but: 'time' } as const;
    const timely = onLists.map((one) => (one.fault.name === name ? tried(name, time) : one));
    expect(outdated({ ...whole, tried: timely })).toEqual([]);
  });
});

describe('what no history shows', () => {
  it('is explained, or named', () => {
    const bare = tried('b:dropped', { fate: 'unreached', at: 's' });
    const matrix = { ...whole, tried: [...onLists, bare] };
    expect(unexplained(matrix)).toEqual(['b:dropped']);
    expect(isClean(matrix)).toBe(false);
    expect(unexplained({ ...matrix, whole: false })).toEqual(['b:dropped']);
    expect(unexplained({ ...matrix, model: 'published' })).toEqual([]);
    const others = [tried('c:dropped', { fate: 'killed', by: ['a'] })];
    expect(unexplained({ ...whole, tried: [...onLists, ...others] })).toEqual([]);
  });
});

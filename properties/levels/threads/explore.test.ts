// The search held to a naive one: same counts, with and without symmetry, and no shorter way to anything that breaks.
import { describe, expect, it } from 'vitest';
import { type Core, keyOf, started } from '../../../model/core/core.ts';
import { movesOf } from '../../../model/core/moves.ts';
import { type Rules, rulesWithout, sound } from '../../../model/core/rules.ts';
import { contract } from '../../../spec/contract.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { few } from '../../testing/rows.ts';
import { explore } from './explore.ts';
import { FAULTY, threadsFaultNames, threadsFaults } from './faults.ts';
import { happenings, historyAlong, type MoveRecord, playCore } from './history.ts';
import { arrangements, localsOf, type Size } from './local.ts';
import { lanes } from './swimlanes.ts';

const clauses = contract.filter(({ over }) => over.includes('core'));

/** Cores as they are, each state a text; a history of moves leads to each. */
function naive(rules: Rules, { cores, threads, partitions, vcpus }: Size) {
  const takenOf = (all: readonly Core[], vm: number) =>
    all.flatMap((core) => core.threads).filter((one) => one.vm === vm).length;
  const begin = Array.from({ length: cores }, () => started(threads));
  const found = new Map<string, readonly MoveRecord[]>([[begin.map(keyOf).join('|'), []]]);
  let [transitions, queue] = [0, [begin]];
  while (queue.length > 0) {
    const next: Core[][] = [];
    for (const all of queue) {
      const way = found.get(all.map(keyOf).join('|')) ?? [];
      for (const [i, core] of all.entries())
        for (const { thread, site, vm, core: to } of movesOf(core, partitions, rules)) {
          const takes = vm !== 0 && to !== core;
          if (takes && rules.vcpusAreLocked && takenOf(all, vm) >= vcpus) continue;
          transitions++;
          const then = all.with(i, to);
          const key = then.map(keyOf).join('|');
          if (found.has(key)) continue;
          found.set(key, [...way, { core: i, thread, site, vm }]);
          next.push(then);
        }
    }
    queue = next;
  }
  return { states: found.size, transitions, ways: [...found.values()], keys: [...found.keys()] };
}

const sizes: readonly Size[] = [
  { cores: 1, threads: 4, partitions: 3, vcpus: 1 },
  { cores: 1, threads: 3, partitions: 4, vcpus: 2 },
  { cores: 2, threads: 4, partitions: 3, vcpus: 1 },
  { cores: 2, threads: 2, partitions: 3, vcpus: 2 },
  { cores: 3, threads: 2, partitions: 3, vcpus: 1 },
];

describe.each(sizes)('$cores cores of $threads threads, $partitions partitions', (size) => {
  const small = naive(sound, size);

  it('has as many states and transitions as the naive search finds', () => {
    const { states, transitions, complete } = explore({
      rules: sound,
      size,
      clauses,
      symmetric: false,
    });
    expect({ states, transitions, complete }).toEqual({
      states: small.states,
      transitions: small.transitions,
      complete: true,
    });
  });

  it('has with symmetry as many states as the naive search finds that differ by more than order', () => {
    const canonical = new Set(
      small.keys.map((key) =>
        key
          .split('|')
          .map((core) => {
            const [, lpidr = '', table = '', threads = ''] = /^(\S+) (\S+) (.*)$/u.exec(core) ?? [];
            const [first, ...others] = threads.match(/\S+ \S+ \S+ \S+/gu) ?? [];
            return [lpidr, table, first, ...others.sort()].join(';');
          })
          .sort()
          .join('|'),
      ),
    );
    const found = explore({ rules: sound, size, clauses, symmetric: true });
    expect(found.states).toBe(canonical.size);
    expect(found.unreduced).toBe(small.states);
    expect(found.findings.map(({ way }) => way)).toEqual(clauses.map(() => undefined));
  });
});

it('three cores of four threads: with symmetry and without, as many', () => {
  const size = { cores: 3, threads: 4, partitions: 3, vcpus: 1 };
  const [one, all] = [true, false].map((symmetric) =>
    explore({ rules: sound, size, clauses, symmetric }),
  );
  expect(one?.unreduced).toBe(all?.states);
});

/** Cores up to order, each state a text: what is left when alike cores and siblings are told apart no more. */
function naiveUpToOrder(rules: Rules, { cores, threads, partitions, vcpus }: Size): number {
  const texts = new Map<string, Core>();
  const named = (core: Core): string => {
    const [first, ...others] = core.threads;
    const sorted = others.toSorted((a, b) =>
      JSON.stringify(a, words) < JSON.stringify(b, words) ? -1 : 1,
    );
    const one = first === undefined ? core : { ...core, threads: [first, ...sorted] };
    texts.set(keyOf(one), one);
    return keyOf(one);
  };
  const begin = Array.from({ length: cores }, () => named(started(threads)));
  const found = new Set([begin.join('|')]);
  const held = (text: string, vm: number): number =>
    (texts.get(text)?.threads ?? []).filter((one) => one.vm === vm).length;
  let queue: readonly (readonly string[])[] = [begin];
  while (queue.length > 0) {
    const next: string[][] = [];
    for (const all of queue)
      for (const [i, text] of all.entries())
        for (const move of movesOf(texts.get(text) ?? started(threads), partitions, rules)) {
          const full = all.reduce((sum, one) => sum + held(one, move.vm), 0) >= vcpus;
          if (move.vm !== 0 && move.site === 'run.check' && full) continue;
          const then = all.with(i, named(move.core)).toSorted();
          const key = then.join('|');
          if (found.has(key)) continue;
          found.add(key);
          next.push(then);
        }
    queue = next;
  }
  return found.size;
}

const words = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

it.each(few([3, 4], 1))(
  '%i cores of four threads: as many states up to order as a naive search finds',
  (cores) => {
    const size = { cores, threads: 4, partitions: 3, vcpus: 1 };
    const found = explore({ rules: sound, size, clauses, symmetric: true });
    expect(found.states).toBe(naiveUpToOrder(sound, size));
  },
);

describe.each(threadsFaultNames)('%s', (name) => {
  const { rules, breaks: known, size = FAULTY } = threadsFaults[name];

  it('is shown by a history that is shortest', () => {
    const [clause] = clauses.filter((one) => one.name === known[0]);
    if (clause === undefined) throw new Error('the clause is gone');
    const locals = localsOf(rules, size, [clause], true);
    const { findings } = explore(
      { rules, size, clauses: [clause], symmetric: true, enough: true },
      locals,
    );
    const way = findings[0]?.way;
    if (way === undefined) throw new Error('nothing breaks');
    const history = historyAlong(rules, locals, size, way, true);
    const breaks = (moves: readonly MoveRecord[]): boolean =>
      judge(clause, playCore(rules, { size, moves })).verdict === 'violated';
    expect(breaks(history.moves)).toBe(true);
    expect(lanes(happenings(rules, history)).every((line) => line.length <= 78)).toBe(true);
    const shorter = naive(rules, size).ways.filter(({ length }) => length < history.moves.length);
    expect(shorter.filter(breaks)).toEqual([]);
  });
});

it('without no-sibling-comes-online the race shows, and nothing else is needed', () => {
  const rules = rulesWithout(new Set(['no-sibling-comes-online']));
  const { findings } = explore({ rules, size: FAULTY, clauses, symmetric: true });
  const broken = clauses.filter((_, i) => findings[i]?.way !== undefined).map(({ name }) => name);
  expect(broken).toContain('one-partition-per-core');
  expect(broken).toContain('translation-off-outside-host-partition');
});

it('a search that reaches its limit is not complete', () => {
  const size = { cores: 2, threads: 4, partitions: 3, vcpus: 1 };
  const found = explore({ rules: sound, size, clauses, symmetric: true, limit: 100 });
  expect(found.complete).toBe(false);
  expect(found.states).toBeLessThan(200);
});

it('a list stands in as many orders as there are', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'a', 'b'], ['a', 'b', 'c', 'c']].map(arrangements)).toEqual([
    1, 1, 2, 3, 12,
  ]);
});

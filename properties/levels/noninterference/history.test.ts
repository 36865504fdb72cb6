// Pairs of histories: what both runs have alike, what the second has otherwise, and that a pair that was kept is read and made simpler.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, slotOf, slots } from '../../../model/places.ts';
import { secretsOf } from '../../../spec/secrets.ts';
import { type Action, stepOf } from '../../arbitraries/guest-program.ts';
import { InvalidHistory } from '../../input/json.ts';
import { ROUNDS } from '../switch/history-schema.ts';
import {
  FLAGS,
  firstOf,
  type PairHistory,
  pairHistories,
  pairHistory,
  secondRounds,
} from './history.ts';

const sampled = () => fc.sample(pairHistories, { numRuns: 120, seed: 5 });
const plain: PairHistory = { side: 'hosts', words: {}, secrets: {}, written: 0n, rounds: [] };
const quiet = { changes: [], delays: [], guest: [] };
const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** Whether a guest sets eight registers in a row first. */
const setsFirst = ([first, ...more]: readonly Action[]): boolean =>
  first !== undefined &&
  more.length >= 7 &&
  [first, ...more.slice(0, 7)].every(
    ({ does, on, word }, i) =>
      does === 'set-supervisor' && on === first.on + i && word === BigInt(first.on),
  );

describe('a pair', () => {
  it('is of two hosts or of two guests, and differs in secrets of theirs', () => {
    const pairs = sampled();
    const [hosts, guests] = (['hosts', 'guests'] as const).map((side) => {
      const found = pairs.filter((pair) => pair.side === side);
      expect(sorted(found.flatMap(({ secrets }) => Object.keys(secrets)))).toEqual(
        sorted(secretsOf(side)),
      );
      return found;
    });
    expect(hosts?.every(({ written }) => written === 0n)).toBe(true);
    expect(guests?.some(({ written }) => written !== 0n)).toBe(true);
  });

  it('holds words by name that are not 0, of every place, and the flags', () => {
    const pairs = sampled();
    const named = pairs.flatMap(({ words }) => Object.keys(words));
    expect(sorted(named)).toEqual(sorted([...allPlaces, FLAGS]));
    const held = pairs.flatMap(({ words, secrets }) => [
      ...Object.values(words),
      ...Object.values(secrets),
    ]);
    expect(held.includes(0n)).toBe(false);
  });

  it('has guests that set eight registers first, and guests that do not', () => {
    const pairs = sampled().filter(({ rounds }) => rounds.length > 0);
    const setting = pairs.filter(({ rounds }) => rounds.every(({ guest }) => setsFirst(guest)));
    expect(setting.length).toBeGreaterThan(pairs.length / 4);
    expect(setting.length).toBeLessThan(pairs.length);
    const ons = setting.flatMap(({ rounds }) => rounds.map(({ guest }) => guest[0]?.on ?? 0));
    expect(Math.max(...ons)).toBeLessThanOrEqual(0xff);
    expect(new Set(ons).size).toBeGreaterThan(10);
    const guests = setting.flatMap(({ rounds }) => rounds.map(({ guest }) => guest.slice(8)));
    expect(guests.some((rest) => rest.length > 0)).toBe(true);
  });

  it('has a host that begins no use of the performance monitor between two switches', () => {
    const changes = sampled().flatMap(({ rounds }) => rounds.flatMap((round) => round.changes));
    expect(changes.length).toBeGreaterThan(100);
    const inUse = slotOf.get('lppaca.pmcregs_in_use');
    expect(changes.filter(({ place }) => place === inUse)).toEqual([]);
  });
});

describe('the first run of a pair', () => {
  it('begins with the words that are named, and 0 in all others', () => {
    const words = { AMR: 5n, [FLAGS]: 6n };
    const [found, rounds] = firstOf({ ...plain, words, rounds: [quiet] });
    const expected = new BigUint64Array(slots + 1).with(slotOf.get('AMR') ?? 0, 5n).with(slots, 6n);
    expect(found).toEqual(expected);
    expect(rounds).toEqual([quiet]);
  });
});

describe('the second run of a pair', () => {
  const action = (does: Action['does'], on = 0): Action => ({ does, on, word: 5n });
  const words = (written: bigint, ...guest: readonly Action[]) =>
    secondRounds({ ...plain, written, rounds: [{ ...quiet, guest }] }).map((round) =>
      round.guest.map(({ word }) => word),
    );
  const onRegister = (does: Action['does'], name: string) =>
    action(
      does,
      Array.from({ length: 400 }, (_, on) => on).findIndex((on) =>
        stepOf(action(does, on)).text.startsWith(`${name} :=`),
      ),
    );

  it('does the same where nothing that is written differs', () => {
    const rounds = [{ ...quiet, guest: [action('set-user')] }];
    expect(secondRounds({ ...plain, rounds })).toBe(rounds);
  });

  it('writes other words where they are only that', () => {
    const only = (
      ['set-user', 'set-supervisor', 'set-amr', 'set-uamor', 'data-storage'] as const
    ).map((does) => action(does));
    expect(words(3n, ...only, action('emulation-assist'))).toEqual([[6n, 6n, 6n, 6n, 6n, 6n]]);
  });

  it('does the same where a word decides where the switch goes', () => {
    const deciding = (['set-msr', 'hypercall', 'wait', 'set-slb', 'scramble'] as const).map(
      (does) => action(does),
    );
    expect(words(3n, ...deciding)).toEqual([[5n, 5n, 5n, 5n, 5n]]);
    const [r3, srr1] = [onRegister('set-user', 'r3'), onRegister('set-supervisor', 'SRR1')];
    const others = [onRegister('set-user', 'r31'), onRegister('set-supervisor', 'SRR0')];
    expect(words(3n, r3, srr1, ...others)).toEqual([[5n, 5n, 6n, 6n]]);
  });

  it('keeps what else a switch is made of', () => {
    const round = {
      changes: [{ place: 1, word: 2n }],
      delays: [{ after: 3, ticks: 4n }],
      guest: [action('set-user')],
    };
    const [other] = secondRounds({ ...plain, written: 1n, rounds: [round] });
    expect(other).toEqual({ ...round, guest: [{ ...action('set-user'), word: 4n }] });
  });
});

describe('a simpler pair', () => {
  const pair: PairHistory = {
    side: 'guests',
    words: { AMR: 1n, [FLAGS]: 1n },
    secrets: { 'vcpu.ctr': 1n },
    written: 1n,
    rounds: [quiet],
  };
  const simpler = () => [...pairHistories.shrink(pair, undefined)].map(({ value }) => value);

  it('has fewer words, secrets and switches, and all else as it was', () => {
    for (const part of [
      { words: {} },
      { words: { [FLAGS]: 1n } },
      { words: { AMR: 1n } },
      { secrets: {}, written: 0n },
      { secrets: {} },
      { written: 0n },
      { rounds: [] },
    ])
      expect(simpler()).toContainEqual({ ...pair, ...part });
    expect(simpler()).not.toContainEqual(pair);
  });

  it('is of the first side where it can be, with none of the secrets of the other', () => {
    expect(simpler()).toContainEqual({ ...pair, side: 'hosts', secrets: {}, written: 0n });
  });

  it('is made of every pair that was kept, and of nothing else', () => {
    for (const one of sampled().slice(0, 30))
      expect(pairHistories.canShrinkWithoutContext(pairHistory.read(pairHistory.write(one)))).toBe(
        true,
      );
    const none = [null, undefined, 7, {}, { side: 'hosts' }, { secrets: {} }];
    expect(none.filter((one) => pairHistories.canShrinkWithoutContext(one))).toEqual([]);
  });
});

describe('a pair that was kept', () => {
  const written = { side: 'hosts', words: {}, secrets: {}, written: '0x0', rounds: [] };
  const rounds = (count: number) => Array.from({ length: count }, () => quiet);

  it('is read as it was', () => {
    for (const pair of sampled().slice(0, 30))
      expect(pairHistory.read(pairHistory.write(pair))).toEqual(pair);
    const full = { ...written, words: { flags: '0x1', r0: '0x2' }, secrets: { AMR: '0x3' } };
    expect(pairHistory.read({ ...full, rounds: rounds(ROUNDS) })).toEqual({
      ...plain,
      words: { flags: 1n, r0: 2n },
      secrets: { AMR: 3n },
      rounds: rounds(ROUNDS),
    });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['another side', { ...written, side: 'both' }],
    ['a place that is none', { ...written, words: { r77: '0x1' } }],
    ['one place among others that is none', { ...written, words: { r1: '0x1', r77: '0x1' } }],
    ['a secret that is none', { ...written, secrets: { TB: '0x1' } }],
    ['a secret of the other side', { ...written, secrets: { 'vcpu.ctr': '0x1' } }],
    ['flags as a secret', { ...written, secrets: { flags: '0x1' } }],
    ['a word that is none', { ...written, written: 1 }],
    ['a word of a place that is none', { ...written, words: { r1: 1 } }],
    ['words that are none', { ...written, words: 7 }],
    ['a switch that is none', { ...written, rounds: [7] }],
    ['more switches than are played', { ...written, rounds: rounds(ROUNDS + 1) }],
  ])('is not read from %s', (_what, value) => {
    expect(() => pairHistory.read(value)).toThrow(InvalidHistory);
  });
});

// Histories: the same for the same seed, of every kind, and as short as what goes wrong in them lets them be.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, slotOf, slots } from '../../../model/places.ts';
import { type Action, doingNames } from '../../arbitraries/guest-program.ts';
import { type History, histories } from './history.ts';
import { historyOf, historySeeds } from './history-seed.ts';

const sound = histories;
const sampled = () => fc.sample(sound, { numRuns: 400, seed: 7 });
const rounds = () => sampled().flatMap(([, all]) => all);
const actions = () => rounds().flatMap(({ guest }) => guest);

/** Histories with their words as text, which is compared faster. */
const inText = (all: readonly History[]) =>
  all.map(([words, switches]) => [words.join(' '), switches] as const);

/** The minimal history in which something goes wrong. */
function minimal(goesWrong: (history: History) => boolean): History {
  const property = fc.property(sound, (history) => !goesWrong(history));
  const found = fc.check(property, { numRuns: 3000, seed: 1 }).counterexample?.[0];
  if (found === undefined) throw new Error('nothing goes wrong');
  return found;
}

const some = ([, all]: History, does: (action: Action) => boolean): boolean =>
  all.some(({ guest }) => guest.some(does));
const nothing = new BigUint64Array(slots + 1);
const quiet = { changes: [], delays: [], guest: [] };

describe('a history', () => {
  it('is the same for the same seed, and another for another', () => {
    const [one, same, other] = [3, 3, 4].map((seed) =>
      inText(fc.sample(sound, { numRuns: 20, seed })),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('is one of these, on every machine, until there is more that may be drawn', () => {
    const drawn = fc.sample(historySeeds, { numRuns: 400, seed: 7 });
    const all = JSON.stringify(drawn, (_key, part) =>
      typeof part === 'bigint' ? `${part}` : part,
    );
    expect(createHash('sha256').update(all).digest('hex').slice(0, 16)).toBe('2d6703a6443b10ba');
  });

  it('is the one that follows from its draw', () => {
    const drawn = fc.sample(historySeeds, { numRuns: 30, seed: 7 });
    const sample = fc.sample(sound, { numRuns: 30, seed: 7 });
    expect(inText(drawn.map(historyOf))).toEqual(inText(sample));
  });

  it('has none, one or several switches, in which guests do all that they may', () => {
    expect(new Set(sampled().map(([, all]) => all.length))).toEqual(new Set([0, 1, 2]));
    expect(new Set(actions().map(({ does }) => does))).toEqual(new Set(doingNames));
  });

  it('lets time pass in order, and the host change what there is', () => {
    for (const { delays, changes } of rounds()) {
      expect(delays.map(({ after }) => after)).toEqual(
        delays.map(({ after }) => after).sort((a, b) => a - b),
      );
      expect(delays.every(({ ticks }) => ticks > 0n)).toBe(true);
      expect(changes.every(({ place }) => place < allPlaces.length)).toBe(true);
    }
  });

  it('is as long as it may be at times, and no longer', () => {
    const most = (numbers: readonly number[]): number => Math.max(...numbers);
    expect(most(rounds().map(({ delays }) => delays.length))).toBe(5);
    expect(most(rounds().map(({ guest }) => guest.length))).toBe(7);
    expect(most(rounds().map(({ changes }) => changes.length))).toBe(4);
    const delays = rounds().flatMap((round) => round.delays);
    expect(most(delays.map(({ after }) => after))).toBeGreaterThan(590);
    expect(most(delays.map(({ after }) => after))).toBeLessThanOrEqual(600);
    const ticks = delays.map((delay) => Number(delay.ticks));
    expect(most(ticks)).toBeGreaterThan(1 << 15);
    expect(most(ticks)).toBeLessThanOrEqual(1 << 16);
    expect(ticks.filter((tick) => tick < 10).length).toBeGreaterThan(ticks.length / 10);
  });

  it('changes any place, and the decrementer last in every other switch', () => {
    const dec = allPlaces.indexOf('DEC');
    const changed = rounds().flatMap(({ changes }) => changes.map(({ place }) => place));
    expect(changed.filter((place) => place !== dec).length).toBeGreaterThan(rounds().length);
    expect(Math.max(...changed)).toBeGreaterThan(allPlaces.length - 10);
    const set = rounds().filter(({ changes }) => changes.at(-1)?.place === dec).length;
    expect(set / rounds().length).toBeGreaterThan(0.4);
    expect(set / rounds().length).toBeLessThan(0.6);
  });

  it('as drawn is not made simpler', () => {
    const [drawn] = fc.sample(historySeeds, { numRuns: 1, seed: 7 });
    if (drawn === undefined) throw new Error('none is drawn');
    expect([...historySeeds.shrink(drawn, undefined)]).toEqual([]);
    expect(historySeeds.canShrinkWithoutContext(drawn)).toBe(false);
  });
});

describe('a simpler history', () => {
  const action = (does: Action['does'], word = 0n): Action => ({ does, on: 0, word });
  const simpler = (round: Partial<History[1][number]>) =>
    [...histories.shrink([nothing, [{ ...quiet, ...round }]], undefined)].map(
      ({ value: [, [one]] }) => one,
    );
  it('has fewer actions, delays and changes, and simpler ones', () => {
    const guest = [action('slbia'), action('rfid', 1n)];
    expect(simpler({ guest }).map((round) => round?.guest)).toEqual([
      undefined,
      [],
      [guest[1]],
      [guest[0]],
      [guest[0], action('rfid')],
    ]);
    expect(simpler({ guest: [action('slbia')] }).map((round) => round?.guest)).toEqual([
      undefined,
      [],
    ]);
    const delays = [{ after: 3, ticks: 2n }];
    expect(simpler({ delays }).map((round) => round?.delays)).toEqual([
      undefined,
      [],
      [{ after: 3, ticks: 1n }],
    ]);
    const changes = [{ place: 4, word: 1n }];
    expect(simpler({ changes }).map((round) => round?.changes)).toEqual([
      undefined,
      [],
      [{ place: 4, word: 0n }],
    ]);
    expect(simpler({ changes, delays }).slice(1)).toMatchObject([
      { changes, delays: [] },
      { changes },
      { changes: [], delays },
      { delays },
    ]);
  });
  it('is made of any that has words and switches', () => {
    expect(histories.canShrinkWithoutContext([nothing, []])).toBe(true);
    expect(histories.canShrinkWithoutContext([[], []])).toBe(false);
  });
});

describe('a minimal history', () => {
  it('of a word in the machine has this word only, and no switch', () => {
    const dscr = slotOf.get('DSCR') ?? 0;
    const [words, all] = minimal(([machine]) => ((machine[dscr] ?? 0n) & 0x100n) !== 0n);
    expect(words).toEqual(nothing.with(dscr, 0x100n));
    expect(all).toEqual([]);
  });

  it('of one action has this action only', () => {
    const [words, all] = minimal((history) =>
      some(history, ({ does, word }) => does === 'set-msr' && (word & 0x4000n) !== 0n),
    );
    expect(words).toEqual(nothing);
    expect(all).toMatchObject([{ ...quiet, guest: [{ does: 'set-msr', word: 0x4000n }] }]);
  });

  it('of a delay in the second switch keeps a first, which is quiet', () => {
    const [words, all] = minimal(([, [, second]]) =>
      (second?.delays ?? []).some(({ ticks }) => ticks >= 16n),
    );
    expect(words).toEqual(nothing);
    expect(all).toMatchObject([quiet, { ...quiet, delays: [{ ticks: 16n }] }]);
  });

  it('of two actions far apart keeps just the two', () => {
    const [, all] = minimal(
      (history) =>
        some(history, ({ does }) => does === 'slbia') &&
        some(history, ({ does }) => does === 'rfid'),
    );
    expect(all.flatMap(({ guest }) => guest.map(({ does }) => does)).sort()).toEqual([
      'rfid',
      'slbia',
    ]);
  });
});

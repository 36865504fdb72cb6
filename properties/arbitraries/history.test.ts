// Histories: the same for the same seed, of every kind, and as short as what goes wrong in them lets them be.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, slotOf, slots } from '../../model/places.ts';
import { drawnHistories, historyOf } from './drawn-history.ts';
import { type Action, doingNames } from './guest-program.ts';
import { type History, histories } from './history.ts';

const sound = histories;
const sampled = fc.sample(sound, { numRuns: 400, seed: 7 });
const rounds = sampled.flatMap(([, all]) => all);
const actions = rounds.flatMap(({ guest }) => guest);

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
    const [one, same, other] = [3, 3, 4].map((seed) => fc.sample(sound, { numRuns: 20, seed }));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('is the one that follows from its draw', () => {
    const drawn = fc.sample(drawnHistories, { numRuns: 400, seed: 7 });
    expect(drawn.map(historyOf)).toEqual(sampled);
  });

  it('has none, one or several switches, in which guests do all that they may', () => {
    expect(new Set(sampled.map(([, all]) => all.length))).toEqual(new Set([0, 1, 2]));
    expect(new Set(actions.map(({ does }) => does))).toEqual(new Set(doingNames));
  });

  it('lets time pass in order, and the host change what there is', () => {
    for (const { delays, changes } of rounds) {
      expect(delays.map(({ after }) => after)).toEqual(
        delays.map(({ after }) => after).sort((a, b) => a - b),
      );
      expect(delays.every(({ ticks }) => ticks > 0n)).toBe(true);
      expect(changes.every(({ place }) => place < allPlaces.length)).toBe(true);
    }
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

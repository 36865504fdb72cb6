// A history of switches as JSON keeps it: words that are not 0 by their slots, and the rounds, words in hexadecimal.
import { allPlaces, slots } from '../../../model/places.ts';
import { hex } from '../../../spec/words.ts';
import { type Action, isDoing } from '../../arbitraries/guest-program.ts';
import { Damaged, type Json, kept, list, record, whole, word } from '../../input/history-json.ts';
import type { History, Round } from './history.ts';

/** Ticks between two steps are given at so many steps of a switch at most. */
const STEPS = 1e6;

/** Switches of a history, at most. */
export const ROUNDS = 10;

/** The history, in what JSON can hold. */
export const keptHistory = ([words, rounds]: History): Json => ({
  w: sparse(words),
  r: kept(rounds),
});

/** Blocks keep a few histories each: this is written for speed. */
function sparse(words: BigUint64Array): readonly Json[] {
  const entries: Json[] = [];
  for (let slot = 0; slot < words.length; slot++) {
    const found = words[slot] ?? 0n;
    if (found !== 0n) entries.push([slot, hex(found)]);
  }
  return entries;
}

/** The history that was kept. Throws Damaged where it is none. */
export function historyFrom(value: unknown): History {
  const { w, r } = record(value);
  return [wordsFrom(list(w, slots + 1)), list(r, ROUNDS).map(roundFrom)];
}

function wordsFrom(sparse: readonly unknown[]): BigUint64Array {
  const words = new BigUint64Array(slots + 1);
  for (const entry of sparse) {
    const [slot, found] = list(entry);
    words[whole(slot, slots)] = word(found);
  }
  return words;
}

/** What comes before a switch and what its guest does, as it was kept. Throws Damaged where it is nothing of the kind. */
export function roundFrom(value: unknown): Round {
  const { changes, delays, guest } = record(value);
  return {
    changes: list(changes)
      .map(record)
      .map((one) => ({ place: whole(one.place, allPlaces.length - 1), word: word(one.word) })),
    delays: list(delays)
      .map(record)
      .map((one) => ({ after: whole(one.after, STEPS), ticks: word(one.ticks) })),
    guest: list(guest).map(actionFrom),
  };
}

function actionFrom(value: unknown): Action {
  const action = record(value);
  if (!isDoing(action.does)) throw new Damaged();
  return { does: action.does, on: whole(action.on, 0xffff), word: word(action.word) };
}

// A history of switches as JSON keeps it: words that are not 0 by their slots, and the rounds, words in hexadecimal.
import { allPlaces, slots } from '../../model/places.ts';
import { hex } from '../../spec/words.ts';
import type { Json } from '../levels/level.ts';
import { isDoing } from './guest-program.ts';
import type { History, Round } from './history.ts';

/** The history, in what JSON can hold. */
export const keptHistory = ([words, rounds]: History): Json => ({
  w: sparse(words),
  r: rounds.map(({ changes, delays, guest }) => ({
    changes: changes.map(({ place, word }) => ({ place, word: hex(word) })),
    delays: delays.map(({ after, ticks }) => ({ after, ticks: hex(ticks) })),
    guest: guest.map(({ does, on, word }) => ({ does, on, word: hex(word) })),
  })),
});

/** Blocks keep a few histories each: this is written for speed. */
function sparse(words: BigUint64Array): readonly Json[] {
  const kept: Json[] = [];
  for (let slot = 0; slot < words.length; slot++) {
    const word = words[slot] ?? 0n;
    if (word !== 0n) kept.push([slot, hex(word)]);
  }
  return kept;
}

/** The history that was kept. Throws an Error whose message says in one line that it is damaged. */
export function historyFrom(kept: unknown): History {
  const { w, r } = record(kept);
  return [wordsFrom(list(w)), list(r).map(roundFrom)];
}

function wordsFrom(sparse: readonly unknown[]): BigUint64Array {
  const words = new BigUint64Array(slots + 1);
  for (const entry of sparse) {
    const [slot, word] = list(entry);
    words[whole(slot, slots)] = wordFrom(word);
  }
  return words;
}

function roundFrom(value: unknown): Round {
  const { changes, delays, guest } = record(value);
  return {
    changes: list(changes)
      .map(record)
      .map(({ place, word }) => ({
        place: whole(place, allPlaces.length - 1),
        word: wordFrom(word),
      })),
    delays: list(delays)
      .map(record)
      .map(({ after, ticks }) => ({
        after: whole(after, 1e6),
        ticks: wordFrom(ticks),
      })),
    guest: list(guest)
      .map(record)
      .map(({ does, on, word }) => {
        if (!isDoing(does)) throw damaged();
        return { does, on: whole(on, 0xffff), word: wordFrom(word) };
      }),
  };
}

function wordFrom(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,16}$/u.test(value)) throw damaged();
  return BigInt(value);
}

function whole(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw damaged();
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged();
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw damaged();
  return { ...value };
}

const damaged = (): Error => new Error('this history is damaged: copy it again, whole');

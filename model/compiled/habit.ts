// Where the steps of a stretch were led when they were first run: most always find the same structures by the same registers.
//
// A habit is a guess and no more: code that is written on the strength of one looks whether it is so each time.
import type { Word } from '../../spec/words.ts';
import { wordOfHalves } from './halves.ts';

/** What is known of a stretch's steps. */
export interface Habit {
  /** Whether the step with this number is still to be watched, before it is taken. */
  watching(): boolean;
  /** Takes note of the registers that lead the step with this number. */
  note(number: number): void;
  /** The word that a register always had before a step, if there is one. */
  word(number: number, slot: number): Word | undefined;
}

/** When code is written anew from what its runs have shown. */
export interface Patience {
  /** How often each step of a stretch is watched. */
  readonly watches: number;
  /** How often, step for step, a stretch of which some steps are hardly ever reached. */
  readonly notes: number;
  /** Runs of a program after which its swift code is put together. */
  readonly runs: number;
}

/** As long as it pays to wait. */
export const PATIENT: Patience = { watches: 8, notes: 100, runs: 2000 };

/** No word yet, or more than one. */
type Seen = Word | 'many' | undefined;

/** Watches steps, of each of which it is known what leads it, on a board with these halves. */
export function habitOf(
  leads: readonly (readonly number[])[],
  halves: Int32Array,
  patience: Patience,
): Habit {
  const seen = leads.map((slots) => new Map<number, Seen>(slots.map((slot) => [slot, undefined])));
  const times = leads.map(() => 0);
  let notes = 0;
  const settled = (): boolean =>
    notes >= patience.notes * times.length || times.every((count) => count >= patience.watches);
  let watched = false;
  return {
    watching() {
      watched ||= settled();
      return !watched;
    },
    note(number) {
      notes++;
      times[number] = (times[number] ?? 0) + 1;
      const words = seen[number];
      for (const [slot, known] of words ?? []) {
        const word = wordOfHalves(halves[2 * slot] ?? 0, halves[2 * slot + 1] ?? 0);
        words?.set(slot, known === undefined || known === word ? word : 'many');
      }
    },
    word(number, slot) {
      const word = seen[number]?.get(slot);
      return word === 'many' ? undefined : word;
    },
  };
}

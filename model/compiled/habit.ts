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

/** How often each step is watched; and how often, step for step, a stretch of which some steps are hardly ever reached. */
const OFTEN = 8;
const LONG = 100;

/** No word yet, or more than one. */
type Seen = Word | 'many' | undefined;

/** Watches steps, of each of which it is known what leads it, on a board with these halves. */
export function habitOf(leads: readonly (readonly number[])[], halves: Int32Array): Habit {
  const seen = leads.map((slots) => new Map<number, Seen>(slots.map((slot) => [slot, undefined])));
  const times = leads.map(() => 0);
  let notes = 0;
  const settled = (): boolean =>
    notes >= LONG * times.length || times.every((count) => count >= OFTEN);
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

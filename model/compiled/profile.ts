// The profile of a block: the words that address registers held when its steps were first run.
//
// Most steps always find the same structures through the same registers. A profile is a guess and no more: code that is
// specialised on it guards every word that it relies on.
import type { Word } from '../../spec/vocabulary/words.ts';
import { wordOfHalves } from './halves.ts';

/** What was sampled of the steps of one block. */
export interface Profile {
  /** Whether the block is still to be sampled, a step at a time. */
  sampling(): boolean;
  /** Records the address registers of the step with this number, before it is taken. */
  record(number: number): void;
  /** The word that a register held before a step in every sample, if it was always the same. */
  constant(number: number, slot: number): Word | undefined;
}

/** When code is compiled again on the strength of its profile. */
export interface Thresholds {
  /** Samples of each step after which a profile is stable. */
  readonly samples: number;
  /** Samples per step, on the average, after which a profile is stable though some steps are hardly ever reached. */
  readonly records: number;
  /** Runs of a program after which adjacent specialised blocks are merged. */
  readonly runs: number;
}

/** The thresholds that pay best. */
export const THRESHOLDS: Thresholds = { samples: 8, records: 100, runs: 2000 };

/** No word yet, or more than one. */
type Observation = Word | 'many' | undefined;

/** An empty profile of steps, given the slots of each one's address registers. */
export function profileOf(
  addressRegisters: readonly (readonly number[])[],
  halves: Int32Array,
  thresholds: Thresholds,
): Profile {
  const samples = addressRegisters.map(
    (slots) => new Map<number, Observation>(slots.map((slot) => [slot, undefined])),
  );
  const times = addressRegisters.map(() => 0);
  let records = 0;
  const reached = (): boolean =>
    records >= thresholds.records * times.length ||
    times.every((count) => count >= thresholds.samples);
  let stable = false;
  return {
    sampling() {
      stable ||= reached();
      return !stable;
    },
    record(number) {
      records++;
      times[number] = (times[number] ?? 0) + 1;
      const words = samples[number];
      for (const [slot, known] of words ?? []) {
        const word = wordOfHalves(halves[2 * slot] ?? 0, halves[2 * slot + 1] ?? 0);
        words?.set(slot, known === undefined || known === word ? word : 'many');
      }
    },
    constant(number, slot) {
      const word = samples[number]?.get(slot);
      return word === 'many' ? undefined : word;
    },
  };
}

// One trial of an instruction: what the machine holds before it, and what another implementation made of that.
//
// Registers are fixed: r3, r4 and r5 hold data or an index, r6 an address, f1, v1 and vs1 the only vectors. Memory is six
// doublewords, and r6 counts from its beginning; a branch goes to the instruction behind the next.
import type { Word } from '../../spec/words.ts';

/** What a trial begins with. */
export interface Before {
  readonly r3: Word;
  readonly r4: Word;
  readonly r5: Word;
  readonly cr: Word;
  readonly xer: Word;
  readonly ctr: Word;
  readonly memory: readonly Word[];
  /** VSR 1, and the same for VSR 33. */
  readonly vector: readonly [Word, Word];
}

/** What it ends with. `r6` counts from the beginning of memory, `lr` from the address behind the instruction. */
export interface After {
  readonly r3: Word;
  readonly r4: Word;
  readonly r5: Word;
  readonly r6: Word;
  readonly cr: Word;
  readonly xer: Word;
  readonly ctr: Word;
  readonly lr: Word;
  readonly taken: boolean;
  readonly memory: readonly Word[];
  /** VSR 1, then VSR 33. */
  readonly vectors: readonly [Word, Word, Word, Word];
}

export interface Trial {
  /** The instruction, as the assembler reads it; `target` is where a branch goes. */
  readonly text: string;
  readonly before: Before;
}

/** A trial and its outcome. */
export interface Vector extends Trial {
  readonly after: After;
}

/** Doublewords of memory, and where in it r6 points before. */
export const MEMORY = 6;
export const BASE = 16n;

/** What the text asks of the stage: a branch has a place to go, a register that leads there, or a reservation. */
export const jumps = (text: string): boolean => /^b/u.test(text);
export const jumpsThrough = (text: string): 'LR' | 'CTR' | undefined => {
  const [word = ''] = text.split(' ');
  if (/^b\w*lrl?$/u.test(word)) return 'LR';
  return /^b\w*ctrl?$/u.test(word) ? 'CTR' : undefined;
};
export const needsReservation = (text: string): boolean => /^st[wd]cx\./u.test(text);

/** Whether a conditional store is to find its reservation; else one at this distance from r6 is held. */
export const holdsReservation = ({ r4 }: Before): boolean => (r4 & 1n) === 1n;
export const ELSEWHERE = 16n;

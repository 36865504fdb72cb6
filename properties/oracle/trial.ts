// One trial of an instruction: what the machine holds before it, and what another implementation made of that.
//
// Registers are fixed: r3, r4 and r5 hold data or an index, r6 an address; f1 is in VSR 1 and v1 is VSR 33. Memory is six
// doublewords, and r6 counts from its beginning; a branch goes to the instruction behind the next.
import type { Word } from '../../spec/vocabulary/words.ts';

/** VSR 1, then VSR 33: two doublewords each. */
type Vsrs = readonly [Word, Word, Word, Word];

/** What a trial begins with. */
export interface Before {
  readonly r3: Word;
  readonly r4: Word;
  readonly r5: Word;
  readonly cr: Word;
  readonly xer: Word;
  readonly ctr: Word;
  readonly memory: readonly Word[];
  readonly vectors: Vsrs;
  readonly fpscr: Word;
  readonly vscr: Word;
}

/** What it ends with. `r6` counts from the beginning of memory, `lr` from the address behind the instruction. */
export interface After extends Before {
  readonly r6: Word;
  readonly taken: boolean;
  readonly lr: Word;
  /** Counts from the target where a branch goes through CTR. */
  readonly ctr: Word;
  /** Of an instruction about reservations: whether the address that it names is reserved behind it. */
  readonly reserved: boolean;
}

/** An instruction and what it is executed on. */
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

/** What the text asks of the stage: a branch has a place to go, and maybe a register that leads there. */
export const jumps = (text: string): boolean => /^b/u.test(text);
export const jumpsThrough = (text: string): 'LR' | 'CTR' | undefined => {
  const [word = ''] = text.split(' ');
  if (/^b\w*lrl?$/u.test(word)) return 'LR';
  return /^b\w*ctrl?$/u.test(word) ? 'CTR' : undefined;
};

/** A conditional store wants a reservation before it; what is reserved behind it is asked of loads, too. */
export const needsReservation = (text: string): boolean => /^st[wd]cx\./u.test(text);
export const reserves = (text: string): boolean =>
  /^l[wd]arx/u.test(text) || needsReservation(text);

/** Whether a conditional store is to find its reservation; else one at this distance from r6 is held. */
export const holdsReservation = ({ r4 }: Before): boolean => (r4 & 1n) === 1n;
export const ELSEWHERE = 16n;

// A thread of a core as the others may find it: what it is about to do, what it holds for itself, what it has stored that they do not see yet.
//
// What the threads share is not here, and neither is anything that only tells two threads apart: threads that stand alike are equal.

import type { Field } from '../../spec/vocabulary/structures.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Cells } from '../cells.ts';
import { allPlaces } from '../places.ts';

/**
 * What executes on a thread: a statement of C code, the path or its guest, the host's kernel after a nap, or nothing; one that is
 * astray has come to what is no instruction, or read what nobody has set.
 */
type Mode = 'c' | 'path' | 'kernel' | 'nap' | 'astray';

/** A store that other threads do not see yet, or a barrier between such stores. */
export type BufferEntry =
  | {
      readonly entry: 'store';
      /** The thread whose PACA it goes to; undefined for what the threads share. */
      readonly to?: number;
      /** `ipi` stands for the register of the interrupt controller that presents an interrupt to that thread. */
      readonly place: Field | 'ipi';
      readonly word: Word;
    }
  | { readonly entry: 'barrier' };

/** How far a secondary thread is in this round: not asked, about to be woken, woken, or counted to those that nap again. */
type Call = 'none' | 'waking' | 'woken' | 'back';

/**
 * What has become of an interrupt that was presented to a thread: it has read XIRR, and cleared QIRR since; `again` from when it has
 * ended one that was asked for still, until it clears QIRR.
 */
export type Interrupt = 'none' | 'acknowledged' | 'cleared' | 'again';

/** One hardware thread. */
export interface ProtocolThread {
  readonly mode: Mode;
  /** The C statement that is next. */
  readonly next: string;
  /** Its registers and memory; 0 where the threads share a place. */
  readonly cells: Cells;
  /** Rounds of the C code that are over, and secondaries that it has woken in this one (`n_woken`). */
  readonly rounds: number;
  readonly woken: number;
  readonly call: Call;
  /** Whether an interrupt is presented to it. */
  readonly ipi: boolean;
  readonly interrupt: Interrupt;
  /** Whether it has counted itself in, and not out. */
  readonly counted: boolean;
  /** Of a secondary: whether its guest has run, and the last of what is saved of it is not stored. */
  readonly unsaved: boolean;
  /** Whether it goes on in the host's kernel next; that follows from where it is, so it tells no two threads apart. */
  readonly bound?: boolean;
  readonly buffer: readonly BufferEntry[];
}

/** A thread as a short text that no other has; what a wild store left where nothing is is not told apart. */
export function threadText(thread: ProtocolThread): string {
  const { mode, next, cells, rounds, woken, call, ipi, interrupt, counted, unsaved } = thread;
  const stores = thread.buffer.map((one) =>
    one.entry === 'barrier' ? '|' : `${one.to ?? ''}${one.place}${one.word}`,
  );
  const facts = [rounds, woken, call, ipi, interrupt, counted, unsaved];
  return [mode, next, ...facts, stores.join(), cellsText(cells)].join(';');
}

const shortText = (word: Word): string => (word === 0n ? '' : word.toString(36));

const texts = new WeakMap<Cells, string>();

/** The words of all places; worked out once for cells, which never change. */
function cellsText(cells: Cells): string {
  const known =
    texts.get(cells) ?? allPlaces.map((_, slot) => shortText(cells.word(slot))).join(' ');
  texts.set(cells, known);
  return known;
}

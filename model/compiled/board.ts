// The machine of the compiled reader: halves of every slot in one array, which field each byte of the window begins, and
// memory that no structure owns.
import type { Word } from '../../spec/words.ts';
import { type Layout, REAL_ADDRESS, WINDOW } from '../layout.ts';
import type { Image } from '../memory.ts';
import { slots } from '../places.ts';
import type { Bytes } from '../step.ts';
import { lowOf } from './halves.ts';

/** What generated code works on. */
export interface Board {
  readonly layout: Layout;
  /** Low and high half of each slot, in turn. */
  readonly halves: Int32Array;
  /** The same as words, and one word more. */
  readonly words: BigUint64Array;
  /** For each width and byte of the window: twice the slot of the field that is these bytes, or -1. */
  readonly fields: Readonly<Record<Bytes, Int32Array>>;
  /** For each byte of the window the slot of the field that it is part of, or -1, and how far it is from its low end. */
  readonly owners: Int32Array;
  readonly shifts: Uint8Array;
  /** Bytes that no field owns, by real address. */
  readonly elsewhere: Map<Word, number>;
  /** The high half of what a slow load found. */
  readonly high: Int32Array;
  /** Counts and flags, by the indexes in `at`. */
  readonly counts: Int32Array;
  /** For each slot, and for memory that no field owns behind them, whether a store to it is to be told. */
  readonly told: Uint8Array;
  /** The slots that the step at hand stored to, of those that are to be told. */
  readonly stored: Int32Array;
  /** Words as they were before the step at hand, where that is asked for. */
  readonly prior: Int32Array;
  /** Constants of the program at hand. */
  image: Image;
}

/** Indexes of `counts`. */
export const at = {
  /** Steps taken when the code at hand was entered, less its first step's number. */
  taken: 0,
  /** Steps taken when one last touched TB or DEC. */
  timer: 1,
  /** The number of the step that got stuck. */
  stuck: 2,
  /** Where the run is: before the guest, in it, behind it. */
  phase: 3,
} as const;

/** Stands for memory that no field owns. */
export const UNNAMED: number = slots;

/** The window as the low half of a real address. */
export const WINDOW_LOW: number = lowOf(WINDOW & REAL_ADDRESS);

/** Bits of an offset in the tables of fields: every byte of the window has an entry. */
export const offsetBits = ({ owners }: Layout): number =>
  Math.max(1, Math.ceil(Math.log2(owners.length)));

/** Elements of an array that the engine surely keeps where its address does not change. */
const APART = 32;

const WIDTHS = [1, 2, 4, 8] as const;

/** A board on which nothing is yet. */
export function boardOf(layout: Layout): Board {
  const size = 1 << offsetBits(layout);
  const table = (bytes: Bytes): Int32Array => {
    const slotsAt = new Int32Array(size).fill(-1);
    for (const owner of layout.owners)
      if (owner?.bytes === bytes) slotsAt[owner.offset] = 2 * owner.slot;
    return slotsAt;
  };
  const [one, two, four, eight] = WIDTHS.map(table);
  if (!one || !two || !four || !eight) throw new Error('a width has no table');
  const words = new BigUint64Array(slots + 1);
  return {
    layout,
    halves: new Int32Array(words.buffer, 0, 2 * slots),
    words,
    fields: { 1: one, 2: two, 4: four, 8: eight },
    owners: Int32Array.from(layout.owners, (owner) => owner?.slot ?? -1),
    shifts: Uint8Array.from(layout.owners, (owner, at) =>
      owner === undefined ? 0 : 8 * (owner.bytes - 1 - (at - owner.offset)),
    ),
    elsewhere: new Map(),
    high: new Int32Array(APART),
    counts: new Int32Array(APART),
    told: new Uint8Array(slots + 1),
    stored: new Int32Array(4096),
    prior: new Int32Array(2 * slots),
    image: new Map(),
  };
}

// The machine buffer: the flat, mutable machine on which compiled code works.
//
// It has the halves of every slot in one array, for each byte of the window the field that begins there, and the memory
// that no structure owns.
import { MSR as MSR_BITS } from '../../spec/vocabulary/bits.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Layout, REAL_ADDRESS, WINDOW } from '../layout.ts';
import type { Image } from '../memory.ts';
import { byteShift } from '../pieces.ts';
import { slotNamed, slots } from '../places.ts';
import type { Bytes } from '../step.ts';
import { highOf, lowOf } from './halves.ts';

/** The machine as compiled code has it. */
export interface MachineBuffer {
  readonly layout: Layout;
  /** The low and the high half of each slot, in turn. */
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
  /** The high half of the word that the last called load returned. */
  readonly loadedHigh: Int32Array;
  /** Counters and flags, by the indexes in `counter`. */
  readonly counters: Int32Array;
  /** The watched slots: for each slot, and last for memory that no field owns, 1 if stores to it are to be noted. */
  readonly watched: Uint8Array;
  /** The watched slots that the step at hand has stored to. */
  readonly stored: Int32Array;
  /** The halves of slots before the step at hand, where an instrumented claim asks for them. */
  readonly prior: Int32Array;
  /** Constants of the program at hand. */
  image: Image;
  /** Told of each store to memory that no field owns: its effective address, and what was stored, as many bytes as the store has. */
  storedUnnamed: ((address: Word, word: Word) => void) | undefined;
}

/** Indexes of `counters`. */
export const counter = {
  /** Steps executed when the code at hand was entered, less its first step's number. */
  steps: 0,
  /** Steps executed when one last read or wrote TB or DEC. */
  timer: 1,
  /** The number of the step that got stuck. */
  stuck: 2,
  /** The phase of the switch: before the guest, in it, after it. */
  phase: 3,
} as const;

/** Stands for memory that no field owns. */
export const UNNAMED: number = slots;

/** The index of the low half of NIA. */
export const NIA: number = 2 * slotNamed('NIA');

/** The index of the low half of MSR. */
export const MSR: number = 2 * slotNamed('MSR');

/** MSR[HV] in the high half. */
export const HV_HIGH: number = highOf(MSR_BITS.HV);

/** Whether MSR[HV] is 1: hypervisor code runs. */
export const inHypervisor = (halves: Int32Array): boolean =>
  ((halves[MSR + 1] ?? 0) & HV_HIGH) !== 0;

/** The window as the halves of a real address; it does not cross from one high half to the next. */
export const WINDOW_LOW: number = lowOf(WINDOW & REAL_ADDRESS);
export const WINDOW_HIGH: number = highOf(WINDOW & REAL_ADDRESS);

/** Bits of an offset in the tables of fields: every byte of the window has an entry. */
export const offsetBits = ({ owners }: Layout): number =>
  Math.max(1, Math.ceil(Math.log2(owners.length)));

/** Elements of an array that the engine surely allocates at an address that does not change. */
const APART = 32;

const WIDTHS = [1, 2, 4, 8] as const;

/** A buffer of zeros for programs with this layout. */
export function machineBuffer(layout: Layout): MachineBuffer {
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
      owner === undefined ? 0 : byteShift(owner, at),
    ),
    elsewhere: new Map(),
    loadedHigh: new Int32Array(APART),
    counters: new Int32Array(APART),
    watched: new Uint8Array(slots + 1),
    stored: new Int32Array(4096),
    prior: new Int32Array(2 * slots),
    image: new Map(),
    storedUnnamed: undefined,
  };
}

// The machine of the compiled reader: halves of every slot in one array, which field each byte of the window begins, and
// memory that no structure owns. Generated code finds whole fields itself; here is all that is not one.
import type { Word } from '../../spec/words.ts';
import { type Layout, type Piece, REAL_ADDRESS, WINDOW } from '../layout.ts';
import { type Image, Stuck } from '../memory.ts';
import { slots } from '../places.ts';
import type { Bytes } from '../step.ts';
import { highOf, lowOf, wordOfHalves } from './halves.ts';

/** What generated code works on. */
export interface Board {
  readonly layout: Layout;
  /** Low and high half of each slot, in turn. */
  readonly halves: Int32Array;
  /** For each width and byte of the window: twice the slot of the field that is these bytes, or -1. */
  readonly fields: Readonly<Record<Bytes, Int32Array>>;
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
  return {
    layout,
    halves: new Int32Array(2 * slots),
    fields: { 1: one, 2: two, 4: four, 8: eight },
    elsewhere: new Map(),
    high: new Int32Array(1),
    counts: new Int32Array(4),
    told: new Uint8Array(slots + 1),
    stored: new Int32Array(512),
    prior: new Int32Array(2 * slots),
    image: new Map(),
  };
}

/** Loads bytes that are not one field; the low half is the result, the high one goes to `high`. */
export function loadApart(
  board: Board,
  low: number,
  high: number,
  bytes: Bytes,
  step: number,
): number {
  const address = wordOfHalves(low, high);
  let word = 0n;
  for (let i = 0n; i < BigInt(bytes); i++) {
    const byte = byteAt(board, (address + i) & REAL_ADDRESS);
    if (byte === undefined) return stuck(board, step, 'what was never put there is read');
    word = (word << 8n) | BigInt(byte);
  }
  board.high[0] = highOf(word);
  return lowOf(word);
}

/** Stores bytes that are not one field, and returns how many slots are to be told of by then. */
export function storeApart(
  board: Board,
  [addressLow, addressHigh]: readonly [number, number],
  bytes: Bytes,
  [low, high]: readonly [number, number],
  count: number,
): number {
  const address = wordOfHalves(addressLow, addressHigh);
  const word = wordOfHalves(low, high);
  let told = count;
  const tell = (slot: number) => {
    if (board.told[slot] !== 0) board.stored[told++] = slot;
  };
  for (let i = 0; i < bytes; i++) {
    const byte = Number((word >> BigInt(8 * (bytes - 1 - i))) & 0xffn);
    const real = (address + BigInt(i)) & REAL_ADDRESS;
    const owner = ownerOf(board, real);
    if (owner === undefined) board.elsewhere.set(real, byte);
    else putByte(board.halves, owner, shiftOf(owner, real), byte);
    tell(owner?.slot ?? UNNAMED);
  }
  return told;
}

/** Ends the run, from generated code: twice the slot of a half of the SLB entry with this index cannot be told. */
export const noSuchEntry = (board: Board, step: number): number =>
  stuck(board, step, 'there are 32 SLB entries');

/** Ends the run at a label that the program does not have. */
export const noSuchLabel = (board: Board, step: number): number =>
  stuck(board, step, 'nothing is called so');

function stuck(board: Board, step: number, why: string): never {
  board.counts[at.stuck] = step;
  throw new Stuck(why);
}

function ownerOf({ layout: { owners } }: Board, real: Word): Piece | undefined {
  const offset = real - (WINDOW & REAL_ADDRESS);
  return offset >= 0n && offset < owners.length ? owners[Number(offset)] : undefined;
}

const shiftOf = ({ offset, bytes }: Piece, real: Word): number =>
  8 * (bytes - 1 - (Number(real - (WINDOW & REAL_ADDRESS)) - offset));

function byteAt(board: Board, real: Word): number | undefined {
  const owner = ownerOf(board, real);
  if (owner === undefined) {
    const constant = board.elsewhere.get(real) ?? board.image.get(real);
    return constant === undefined ? undefined : Number(constant);
  }
  const shift = shiftOf(owner, real);
  const half = board.halves[2 * owner.slot + (shift < 32 ? 0 : 1)] ?? 0;
  return (half >>> (shift & 31)) & 0xff;
}

function putByte(halves: Int32Array, { slot }: Piece, shift: number, byte: number): void {
  const index = 2 * slot + (shift < 32 ? 0 : 1);
  const kept = (halves[index] ?? 0) & ~(0xff << (shift & 31));
  halves[index] = kept | (byte << (shift & 31));
}

// Loads and stores on the board as model/memory.ts defines them: whole fields at once, all else byte by byte.
import type { Word } from '../../spec/words.ts';
import { REAL_ADDRESS, VMALLOC } from '../layout.ts';
import { Stuck } from '../memory.ts';
import type { Bytes } from '../step.ts';
import { at, type Board, UNNAMED, WINDOW_LOW } from './board.ts';
import { wordOfHalves } from './halves.ts';

/** The compiled reader does not follow addresses in the area of vmalloc: the plain one does. */
export class PlainOnly extends Error {}

/** Whether an address lies in the area of vmalloc in which the window is mapped once more. */
function isVmalloc({ owners }: Board, low: number, high: number): boolean {
  const offset = (low - VMALLOC_LOW) >>> 0;
  return high >>> 0 === VMALLOC_HIGH && offset < owners.length;
}

const VMALLOC_LOW = Number(VMALLOC & 0xffffffffn);
const VMALLOC_HIGH = Number(VMALLOC >> 32n);

/** Loads bytes at an effective address; the low half is the result, the high one goes to `high`. */
export function loadAt(
  board: Board,
  low: number,
  high: number,
  bytes: Bytes,
  step: number,
): number {
  const field = fieldAt(board, low, high, bytes);
  if (field < 0) return loadApart(board, low, high, bytes, step);
  board.high[0] = board.halves[field + 1] ?? 0;
  return board.halves[field] ?? 0;
}

/** Stores bytes at an effective address, and returns how many slots are to be told of by then. */
export function storeAt(
  board: Board,
  low: number,
  high: number,
  bytes: Bytes,
  wordLow: number,
  wordHigh: number,
  count: number,
): number {
  const field = fieldAt(board, low, high, bytes);
  if (field < 0) return storeApart(board, low, high, bytes, wordLow, wordHigh, count);
  board.halves[field] = bytes >= 4 ? wordLow : wordLow & (bytes === 2 ? 0xffff : 0xff);
  if (bytes === 8) board.halves[field + 1] = wordHigh;
  return tell(board, field >> 1, count);
}

/** The same of bytes that are not one field, byte by byte. */
export function loadApart(
  board: Board,
  low: number,
  high: number,
  bytes: Bytes,
  step: number,
): number {
  if (isVmalloc(board, low, high)) throw new PlainOnly();
  let [wordLow, wordHigh] = [0, 0];
  for (let i = 0; i < bytes; i++) {
    const byte = byteAt(board, (low + i) | 0, carried(low, high, i));
    if (byte < 0) return stuck(board, step, 'what was never put there is read');
    wordHigh = (wordHigh << 8) | (wordLow >>> 24);
    wordLow = (wordLow << 8) | byte;
  }
  board.high[0] = wordHigh;
  return wordLow;
}

/** The same of bytes that are not one field, byte by byte. */
export function storeApart(
  board: Board,
  low: number,
  high: number,
  bytes: Bytes,
  wordLow: number,
  wordHigh: number,
  count: number,
): number {
  if (isVmalloc(board, low, high)) throw new PlainOnly();
  let told = count;
  for (let i = 0; i < bytes; i++) {
    const shift = 8 * (bytes - 1 - i);
    const byte = ((shift < 32 ? wordLow : wordHigh) >>> (shift & 31)) & 0xff;
    told = tell(board, putByte(board, (low + i) | 0, carried(low, high, i), byte), told);
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

/** The high half of an address so many bytes on. */
const carried = (low: number, high: number, i: number): number =>
  (low + i) >>> 0 < low >>> 0 ? (high + 1) | 0 : high;

/** Where an address lies in the tables of the window, or -1. */
function offsetOf({ owners }: Board, low: number, high: number): number {
  const offset = (low - WINDOW_LOW) | 0;
  return high << 4 === 0 && offset >= 0 && offset < owners.length ? offset : -1;
}

function fieldAt(board: Board, low: number, high: number, bytes: Bytes): number {
  const offset = offsetOf(board, low, high);
  return offset < 0 ? -1 : (board.fields[bytes][offset] ?? -1);
}

/** Notes a slot that is to be told, if it was not noted just before. */
function tell({ told, stored }: Board, slot: number, count: number): number {
  if (told[slot] === 0 || (count > 0 && stored[count - 1] === slot)) return count;
  stored[count] = slot;
  return count + 1;
}

const realAddress = (low: number, high: number): Word => wordOfHalves(low, high) & REAL_ADDRESS;

/** A byte of a field, of memory that no field owns, or of the program's constants; -1 where nothing ever was. */
function byteAt(board: Board, low: number, high: number): number {
  const offset = offsetOf(board, low, high);
  const slot = board.owners[offset] ?? -1;
  if (slot < 0) {
    const real = realAddress(low, high);
    return Number(board.elsewhere.get(real) ?? board.image.get(real) ?? -1);
  }
  const shift = board.shifts[offset] ?? 0;
  return ((board.halves[2 * slot + (shift < 32 ? 0 : 1)] ?? 0) >>> (shift & 31)) & 0xff;
}

/** Puts a byte into its field, or by its address, and returns the slot that changed. */
function putByte(board: Board, low: number, high: number, byte: number): number {
  const offset = offsetOf(board, low, high);
  const slot = board.owners[offset] ?? -1;
  if (slot < 0) {
    board.elsewhere.set(realAddress(low, high), byte);
    return UNNAMED;
  }
  const shift = board.shifts[offset] ?? 0;
  const index = 2 * slot + (shift < 32 ? 0 : 1);
  const kept = (board.halves[index] ?? 0) & ~(0xff << (shift & 31));
  board.halves[index] = kept | (byte << (shift & 31));
  return slot;
}

// Loads and stores in the machine buffer as model/memory.ts defines them, called by compiled code: whole fields at once, and the slow
// path byte by byte.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { REAL_ADDRESS, VMALLOC } from '../layout.ts';
import { Stuck, UnsetLoad } from '../memory.ts';
import type { Bytes } from '../step.ts';
import { wordOfHalves } from './halves.ts';
import { counter, type MachineBuffer, UNNAMED, WINDOW_HIGH, WINDOW_LOW } from './machine-buffer.ts';

/** Compiled code does not follow addresses in the area of vmalloc: the run is left to the interpreter. */
export class InterpreterOnly extends Error {}

/** Whether an address lies in the area of vmalloc in which the window is mapped once more. */
function isVmalloc({ owners }: MachineBuffer, low: number, high: number): boolean {
  const offset = (low - VMALLOC_LOW) >>> 0;
  return high >>> 0 === VMALLOC_HIGH && offset < owners.length;
}

const VMALLOC_LOW = Number(VMALLOC & 0xffffffffn);
const VMALLOC_HIGH = Number(VMALLOC >> 32n);

/** Loads bytes at an effective address; the low half is the result, the high one goes to `loadedHigh`. */
export function loadAt(
  buffer: MachineBuffer,
  low: number,
  high: number,
  bytes: Bytes,
  step: number,
): number {
  const field = fieldIndex(buffer, low, high, bytes);
  if (field < 0) return loadSlow(buffer, low, high, bytes, step);
  buffer.loadedHigh[0] = buffer.halves[field + 1] ?? 0;
  return buffer.halves[field] ?? 0;
}

/** Stores bytes at an effective address, and returns the number of slots in `stored`, which was `count`. */
export function storeAt(
  buffer: MachineBuffer,
  low: number,
  high: number,
  bytes: Bytes,
  wordLow: number,
  wordHigh: number,
  count: number,
): number {
  const field = fieldIndex(buffer, low, high, bytes);
  if (field < 0) return storeSlow(buffer, low, high, bytes, wordLow, wordHigh, count);
  buffer.halves[field] = bytes >= 4 ? wordLow : wordLow & (bytes === 2 ? 0xffff : 0xff);
  if (bytes === 8) buffer.halves[field + 1] = wordHigh;
  return noteStored(buffer, field >> 1, count);
}

/** The slow path of a load: bytes that are not one field. */
export function loadSlow(
  buffer: MachineBuffer,
  low: number,
  high: number,
  bytes: Bytes,
  step: number,
): number {
  if (isVmalloc(buffer, low, high)) throw new InterpreterOnly();
  let [wordLow, wordHigh] = [0, 0];
  for (let i = 0; i < bytes; i++) {
    const byte = byteAt(buffer, (low + i) | 0, carried(low, high, i));
    if (byte < 0) return unset(buffer, step, wordOfHalves(low, high), bytes);
    wordHigh = (wordHigh << 8) | (wordLow >>> 24);
    wordLow = (wordLow << 8) | byte;
  }
  buffer.loadedHigh[0] = wordHigh;
  return wordLow;
}

/** The slow path of a store: bytes that are not one field. */
export function storeSlow(
  buffer: MachineBuffer,
  low: number,
  high: number,
  bytes: Bytes,
  wordLow: number,
  wordHigh: number,
  count: number,
): number {
  if (isVmalloc(buffer, low, high)) throw new InterpreterOnly();
  let noted = count;
  let unnamed = false;
  for (let i = 0; i < bytes; i++) {
    const shift = 8 * (bytes - 1 - i);
    const byte = ((shift < 32 ? wordLow : wordHigh) >>> (shift & 31)) & 0xff;
    const slot = putByte(buffer, (low + i) | 0, carried(low, high, i), byte);
    unnamed ||= slot === UNNAMED;
    noted = noteStored(buffer, slot, noted);
  }
  if (unnamed)
    buffer.storedUnnamed?.(
      wordOfHalves(low, high),
      wordOfHalves(wordLow, wordHigh) & lowBits(8 * bytes),
    );
  return noted;
}

/** Ends the run, from generated code, where an SLB entry is read or written that does not exist. */
export const noSuchEntry = (buffer: MachineBuffer, step: number): number =>
  stuck(buffer, step, 'there are 32 SLB entries');

/** Ends the run, from generated code, at a label that the program does not have. */
export const noSuchLabel = (buffer: MachineBuffer, step: number): number =>
  stuck(buffer, step, 'nothing is called so');

function unset(buffer: MachineBuffer, step: number, address: Word, bytes: Bytes): never {
  buffer.counters[counter.stuck] = step;
  throw new UnsetLoad(address, bytes);
}

function stuck(buffer: MachineBuffer, step: number, why: string): never {
  buffer.counters[counter.stuck] = step;
  throw new Stuck(why);
}

/** The high half of an address so many bytes on. */
const carried = (low: number, high: number, i: number): number =>
  (low + i) >>> 0 < low >>> 0 ? (high + 1) | 0 : high;

/** The offset of an address in the window, or -1. */
function offsetOf({ owners }: MachineBuffer, low: number, high: number): number {
  const offset = (low - WINDOW_LOW) | 0;
  return (high ^ WINDOW_HIGH) << 4 === 0 && offset >= 0 && offset < owners.length ? offset : -1;
}

/** Twice the slot of the field that is these bytes, or -1. */
function fieldIndex(buffer: MachineBuffer, low: number, high: number, bytes: Bytes): number {
  const offset = offsetOf(buffer, low, high);
  return offset < 0 ? -1 : (buffer.fields[bytes][offset] ?? -1);
}

/** Notes a store to a slot, if that is watched and was not noted just before; returns the number of slots in `stored`. */
function noteStored({ watched, stored }: MachineBuffer, slot: number, count: number): number {
  if (watched[slot] === 0 || (count > 0 && stored[count - 1] === slot)) return count;
  stored[count] = slot;
  return count + 1;
}

const realAddress = (low: number, high: number): Word => wordOfHalves(low, high) & REAL_ADDRESS;

/** A byte of a field, of memory that no field owns, or of the program's constants; -1 where nothing ever was. */
function byteAt(buffer: MachineBuffer, low: number, high: number): number {
  const offset = offsetOf(buffer, low, high);
  const slot = buffer.owners[offset] ?? -1;
  if (slot < 0) {
    const real = realAddress(low, high);
    return Number(buffer.elsewhere.get(real) ?? buffer.image.get(real) ?? -1);
  }
  const shift = buffer.shifts[offset] ?? 0;
  return ((buffer.halves[2 * slot + (shift < 32 ? 0 : 1)] ?? 0) >>> (shift & 31)) & 0xff;
}

/** Puts a byte into its field, or by its address, and returns the slot that changed. */
function putByte(buffer: MachineBuffer, low: number, high: number, byte: number): number {
  const offset = offsetOf(buffer, low, high);
  const slot = buffer.owners[offset] ?? -1;
  if (slot < 0) {
    buffer.elsewhere.set(realAddress(low, high), byte);
    return UNNAMED;
  }
  const shift = buffer.shifts[offset] ?? 0;
  const index = 2 * slot + (shift < 32 ? 0 : 1);
  const kept = (buffer.halves[index] ?? 0) & ~(0xff << (shift & 31));
  buffer.halves[index] = kept | (byte << (shift & 31));
  return slot;
}

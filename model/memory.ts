// Memory as real addresses over the layout: loads and stores of one to eight bytes, big-endian.
//
// A store that hits a field wholly or in part is reported as that field with all that it then holds; one that
// hits nothing known is kept, and reported by its address. A load of a byte that nothing ever wrote is stuck.
import type { Write } from '../spec/machine.ts';
import { hex, lowBits, type Word } from '../spec/words.ts';
import { memorySlot, owners, REAL_ADDRESS, WINDOW, type Piece } from './layout.ts';
import type { Bytes } from './step.ts';

/** The run cannot go on: something unset was read, or nothing is there to execute. */
export class Stuck extends Error {}

/** Words of the machine's slots, and the bytes of memory that no structure owns. */
export interface Cells {
  readonly slots: BigUint64Array;
  readonly elsewhere: Map<bigint, number>;
}

const WINDOW_REAL = WINDOW & REAL_ADDRESS;
const masks = [0n, lowBits(8), lowBits(16), 0n, lowBits(32), 0n, 0n, 0n, lowBits(64)] as const;

/** What `bytes` bytes at an effective address hold. */
export function load({ slots, elsewhere }: Cells, address: Word, bytes: Bytes): Word {
  const offset = windowOffset(address);
  const owner = owners[offset];
  if (owner !== undefined && owner.offset === offset && owner.bytes === bytes) return get(slots, owner);
  return loadBytes(slots, elsewhere, address, bytes);
}

/** Stores the low `bytes` bytes of a word at an effective address, and says which places changed. */
export function store(cells: Cells, address: Word, bytes: Bytes, word: Word, told: Write[]): void {
  const offset = windowOffset(address);
  const owner = owners[offset];
  if (owner !== undefined && owner.offset === offset && owner.bytes === bytes) {
    put(cells.slots, owner, word & masks[bytes]);
    told.push({ place: owner.place, word: word & masks[bytes] });
  } else storeBytes(cells, address, bytes, word, told);
}

/** What a piece of memory holds. */
export function get(slots: BigUint64Array, { bytes, slot, shift }: Piece): Word {
  const whole = slots[slot] ?? 0n;
  return bytes === 8 ? whole : (whole >> shift) & masks[bytes];
}

/** Puts a word, no wider than the piece, into a piece of memory. */
export function put(slots: BigUint64Array, { bytes, slot, shift }: Piece, word: Word): void {
  slots[slot] =
    bytes === 8 ? word : ((slots[slot] ?? 0n) & ~(masks[bytes] << shift)) | (word << shift);
}

/** Where an address lies in the window; outside it, a number that no byte of the window has. */
function windowOffset(address: Word): number {
  const offset = (address & REAL_ADDRESS) - WINDOW_REAL;
  return offset >= 0n && offset < 0x100000n ? Number(offset) : -1;
}

function loadBytes(slots: BigUint64Array, elsewhere: Cells['elsewhere'], address: Word, bytes: Bytes): Word {
  let word = 0n;
  for (let i = 0n; i < BigInt(bytes); i++) {
    const offset = windowOffset(address + i);
    const byte = owners[offset] ? byteAt(slots, offset) : elsewhere.get((address + i) & REAL_ADDRESS);
    if (byte === undefined) throw new Stuck(`${bytes} bytes at ${hex(address)} are read, and nothing was ever put there`);
    word = (word << 8n) | BigInt(byte);
  }
  return word;
}

function storeBytes({ slots, elsewhere }: Cells, address: Word, bytes: Bytes, word: Word, told: Write[]): void {
  const hit = new Set<Piece>();
  let wild = false;
  for (let i = 0; i < bytes; i++) {
    const byte = Number((word >> BigInt(8 * (bytes - 1 - i))) & 0xffn);
    const at = BigInt.asUintN(64, address + BigInt(i));
    const owner = owners[windowOffset(at)];
    if (owner === undefined) {
      wild = true;
      elsewhere.set(at & REAL_ADDRESS, byte);
    } else {
      hit.add(owner);
      setByte(slots, windowOffset(at), byte);
    }
  }
  for (const piece of hit) told.push({ place: piece.place, word: get(slots, piece) });
  if (wild) told.push({ place: `[${hex(address)}]` as `[0x${string}]`, word: word & masks[bytes] });
}

const byteShift = (offset: number): bigint => BigInt(8 * (7 - (offset % 8)));

const byteAt = (slots: BigUint64Array, offset: number): number =>
  Number(((slots[memorySlot + (offset >> 3)] ?? 0n) >> byteShift(offset)) & 0xffn);

function setByte(slots: BigUint64Array, offset: number, byte: number): void {
  const slot = memorySlot + (offset >> 3);
  const shift = byteShift(offset);
  slots[slot] = ((slots[slot] ?? 0n) & ~(0xffn << shift)) | (BigInt(byte) << shift);
}

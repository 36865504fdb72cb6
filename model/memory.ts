// Memory as real addresses over the layout: loads and stores of one to eight bytes, big-endian.
//
// A store that hits a field wholly or in part is reported as that field with all that it then holds; one that
// hits nothing known is kept, and reported by its address. A load of a byte that nothing ever wrote is stuck. The area
// of vmalloc leads to the window while MSR[DR] is on; with it off, whoever goes there has gone astray.
import { MSR } from '../spec/bits.ts';
import type { Write } from '../spec/machine.ts';
import { hex, lowBits, type Word } from '../spec/words.ts';
import type { Cells } from './cells.ts';
import { type Layout, type Piece, REAL_ADDRESS, VMALLOC, WINDOW } from './layout.ts';
import { slotNamed } from './places.ts';
import type { Bytes } from './step.ts';

/** The run cannot go on: something unset was read, or nothing is there to execute. */
export class Stuck extends Error {}

/** The run cannot go on: with translation off, an address was used that leads to its place only with translation on. */
export class RealModeFault extends Stuck {
  /** Where it went, as a place. */
  readonly place: `[0x${string}]`;
  constructor(address: Word) {
    super(`${hex(address)} is no real address, and translation is off`);
    this.place = unnamed(address);
  }
}

/** Cells after a store, and the writes that it made. */
export interface StoreResult {
  readonly cells: Cells;
  readonly writes: readonly Write[];
}

const WINDOW_REAL = WINDOW & REAL_ADDRESS;
const MSR_SLOT = slotNamed('MSR');
const masks = [0n, lowBits(8), lowBits(16), 0n, lowBits(32), 0n, 0n, 0n, lowBits(64)] as const;

/** Bytes of the program's own constants, by real address; nothing stores to them. */
export type Image = ReadonlyMap<bigint, bigint>;

const NO_IMAGE: Image = new Map();

/** The field that is all of these bytes; undefined where none is. */
export function fieldAt({ owners }: Layout, address: Word, bytes: Bytes): Piece | undefined {
  const offset = windowOffset(owners, address);
  const owner = owners[offset];
  return owner !== undefined && owner.offset === offset && owner.bytes === bytes
    ? owner
    : undefined;
}

/** What `bytes` bytes at an effective address hold. Throws Stuck where nothing was ever put. */
export function load(cells: Cells, address: Word, bytes: Bytes, image: Image = NO_IMAGE): Word {
  const whole = fieldAt(cells.layout, address, bytes);
  return whole === undefined
    ? loadBytes(cells, reached(cells, address), bytes, image)
    : cells.word(whole.slot);
}

/** Stores the low `bytes` bytes of a word at an effective address. */
export function store(cells: Cells, address: Word, bytes: Bytes, word: Word): StoreResult {
  const whole = fieldAt(cells.layout, address, bytes);
  if (whole === undefined) return storeBytes(cells, reached(cells, address), bytes, word);
  const put = { slot: whole.slot, word: lowBytes(word, bytes) };
  return {
    cells: cells.with([put]),
    writes: [{ place: whole.place, word: put.word, stored: true }],
  };
}

/** The low bytes of a word. */
export const lowBytes = (word: Word, bytes: Bytes): Word =>
  bytes === 8 ? word : word & masks[bytes];

/** Where an address lies in the window; outside it, a number that no byte of the window has. */
function windowOffset({ length }: Layout['owners'], address: Word): number {
  const offset = (address & REAL_ADDRESS) - WINDOW_REAL;
  return offset >= 0n && offset < length ? Number(offset) : -1;
}

/** Where an address outside the window leads. Throws Astray in the area of vmalloc while MSR[DR] is off. */
function reached(cells: Cells, address: Word): Word {
  const offset = address - VMALLOC;
  if (offset < 0n || offset >= cells.layout.owners.length) return address;
  if ((cells.word(MSR_SLOT) & MSR.DR) === 0n) throw new RealModeFault(address);
  return WINDOW + offset;
}

function loadBytes(cells: Cells, address: Word, bytes: Bytes, image: Image): Word {
  let word = 0n;
  for (let i = 0n; i < BigInt(bytes); i++) {
    const byte = byteAt(cells, address + i) ?? image.get((address + i) & REAL_ADDRESS);
    if (byte === undefined)
      throw new Stuck(`${bytes} bytes at ${hex(address)} are read, and nothing was ever put there`);
    word = (word << 8n) | byte;
  }
  return word;
}

function byteAt(cells: Cells, address: Word): Word | undefined {
  const offset = windowOffset(cells.layout.owners, address);
  const owner = cells.layout.owners[offset];
  if (owner === undefined) return cells.byte(address & REAL_ADDRESS);
  return (cells.word(owner.slot) >> byteShift(owner, offset)) & 0xffn;
}

/** Byte by byte: what hits a field becomes part of it, the rest is kept by address. */
function storeBytes(before: Cells, address: Word, bytes: Bytes, word: Word): StoreResult {
  const { owners } = before.layout;
  const hit = new Set<Piece>();
  let cells = before;
  let wild = false;
  for (let i = 0; i < bytes; i++) {
    const byte = (word >> BigInt(8 * (bytes - 1 - i))) & 0xffn;
    const offset = windowOffset(owners, address + BigInt(i));
    const owner = owners[offset];
    wild ||= owner === undefined;
    if (owner === undefined) cells = cells.withByte((address + BigInt(i)) & REAL_ADDRESS, byte);
    else {
      const shift = byteShift(owner, offset);
      const held = cells.word(owner.slot) & ~(0xffn << shift);
      cells = cells.with([{ slot: owner.slot, word: held | (byte << shift) }]);
      hit.add(owner);
    }
  }
  const told: Write[] = [...hit].map(({ place, slot }) => ({
    place,
    word: cells.word(slot),
    stored: true,
  }));
  if (wild) told.push({ place: unnamed(address), word: word & masks[bytes], stored: true });
  return { cells, writes: told };
}

/** How far a byte of a field is from its low end. */
const byteShift = ({ offset, bytes }: Piece, at: number): bigint =>
  BigInt(8 * (bytes - 1 - (at - offset)));

/** The name of an address that no structure owns. */
const unnamed = (address: Word): `[0x${string}]` => `[0x${address.toString(16)}]`;

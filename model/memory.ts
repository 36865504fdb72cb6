// Memory as real addresses over the layout: loads and stores of one to eight bytes, big-endian.
//
// A store that hits a field wholly or in part is reported as that field with all that it then holds; one that
// hits nothing known is kept, and reported by its address. A load of a byte that nothing ever wrote is stuck. The area
// of vmalloc leads to the window while MSR[DR] is on; with it off, whoever goes there has gone astray.
import { MSR } from '../spec/vocabulary/bits.ts';
import type { Write } from '../spec/vocabulary/machine.ts';
import { hex, lowBits, type Word } from '../spec/vocabulary/words.ts';
import type { Cells } from './cells.ts';
import { type Piece, VMALLOC, WINDOW } from './layout.ts';
import { type BytePiece, bytesAt, fieldAt } from './pieces.ts';
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

/** The run cannot go on: it loads from memory in which nothing was ever put. */
export class UnsetLoad extends Stuck {
  /** Where it loads from, as a place. */
  readonly place: `[0x${string}]`;
  constructor(address: Word, bytes: Bytes) {
    super(`${bytes} bytes at ${hex(address)} are read, and nothing was ever put there`);
    this.place = unnamed(address);
  }
}

/** Cells after a store, and the writes that it made. */
export interface StoreResult {
  readonly cells: Cells;
  readonly writes: readonly Write[];
}

const MSR_SLOT = slotNamed('MSR');
const masks = [0n, lowBits(8), lowBits(16), 0n, lowBits(32), 0n, 0n, 0n, lowBits(64)] as const;

/** Bytes of the program's own constants, by real address; nothing stores to them. */
export type Image = ReadonlyMap<bigint, bigint>;

const NO_IMAGE: Image = new Map();

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

/** Where an address outside the window leads. Throws Astray in the area of vmalloc while MSR[DR] is off. */
function reached(cells: Cells, address: Word): Word {
  const offset = address - VMALLOC;
  if (offset < 0n || offset >= cells.layout.owners.length) return address;
  if ((cells.word(MSR_SLOT) & MSR.DR) === 0n) throw new RealModeFault(address);
  return WINDOW + offset;
}

function loadBytes(cells: Cells, address: Word, bytes: Bytes, image: Image): Word {
  let word = 0n;
  for (const piece of bytesAt(cells.layout, address, bytes)) {
    const byte = byteIn(cells, piece) ?? image.get(piece.real);
    if (byte === undefined) throw new UnsetLoad(address, bytes);
    word = (word << 8n) | byte;
  }
  return word;
}

const byteIn = (cells: Cells, { real, field, shift }: BytePiece): Word | undefined =>
  field === undefined ? cells.byte(real) : (cells.word(field.slot) >> BigInt(shift)) & 0xffn;

/** Byte by byte: what hits a field becomes part of it, the rest is kept by address. */
function storeBytes(before: Cells, address: Word, bytes: Bytes, word: Word): StoreResult {
  const hit = new Set<Piece>();
  let cells = before;
  let wild = false;
  for (const [i, { real, field, shift }] of bytesAt(before.layout, address, bytes).entries()) {
    const byte = (word >> BigInt(8 * (bytes - 1 - i))) & 0xffn;
    wild ||= field === undefined;
    if (field === undefined) cells = cells.withByte(real, byte);
    else {
      const rest = cells.word(field.slot) & ~(0xffn << BigInt(shift));
      cells = cells.with([{ slot: field.slot, word: rest | (byte << BigInt(shift)) }]);
      hit.add(field);
    }
  }
  const writes: Write[] = [...hit].map(({ place, slot }) => ({
    place,
    word: cells.word(slot),
    stored: true,
  }));
  if (wild) writes.push({ place: unnamed(address), word: word & masks[bytes], stored: true });
  return { cells, writes };
}

/** The name of an address that no structure owns. */
const unnamed = (address: Word): `[0x${string}]` => `[0x${address.toString(16)}]`;

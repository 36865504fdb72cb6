// Where every place lives: registers in slots, structures at addresses, one array of 64-bit slots for both.
//
// The structures lie in one window of the linear mapping, with unnamed gaps between them, so that a store
// through a wrong base register lands where the arithmetic says and is named for what it hits.
import { placesOf, registers, type Place as Register } from '../spec/registers.ts';
import { elementsOf, structures, type Field, type FieldShape, type Structure } from '../spec/structures.ts';
import type { Word } from '../spec/words.ts';

/** Effective address of the window: the kernel's linear mapping begins at 0xc000…; real mode ignores the top four bits. */
export const WINDOW: Word = 0xc000000012345000n;

/** Effective address bits that reach memory, with translation off as in the linear mapping. */
export const REAL_ADDRESS: Word = (1n << 60n) - 1n;

const GAP = 0x100;

/** A named piece of memory: its offset in the window, and where in a slot its bits are. */
export interface Piece {
  readonly place: Field;
  readonly offset: number;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly slot: number;
  readonly shift: bigint;
}

export type SlbHalf = 'esid' | 'vsid';

const names = (Object.keys(registers) as (keyof typeof registers)[]).flatMap(placesOf);

/** Slot of each register; the slots of memory follow. */
export const registerSlots: ReadonlyMap<Register, number> = new Map(
  names.map((name, slot) => [name, slot]),
);

/** The first slot of the SLB: entry i has slots 2i (ESID) and 2i + 1 (VSID) from here. */
export const slbSlot: number = registerSlots.get('SLB[0].esid') ?? 0;

const laid = layOut();

/** Every piece of memory, by place. */
export const pieces: ReadonlyMap<string, Piece> = laid.pieces;

/** The piece that owns each byte of the window; unnamed bytes have none. */
export const owners: readonly (Piece | undefined)[] = laid.owners;

/** Slots in all. */
export const slots: number = names.length + owners.length / 8;

/** The first slot of memory. */
export const memorySlot: number = names.length;

/** Effective address of a structure. */
export const addressOf = (structure: Structure): Word => laid.bases[structure];

/** Bytes from a structure's start to a field of it. */
export function offsetOf(field: Field): bigint {
  const structure = field.slice(0, field.indexOf('.')) as Structure;
  return WINDOW + BigInt(pieceOf(field).offset) - addressOf(structure);
}

/** The piece of memory with this name. */
export function pieceOf(field: Field): Piece {
  const piece = pieces.get(field);
  if (piece === undefined) throw new Error(`no field is called ${field}`);
  return piece;
}

/** Bytes that the entry pushes: the frame is laid out directly below its caller's. */
export const FRAME_BYTES: bigint = addressOf('caller') - addressOf('frame');

function layOut() {
  const bases = {} as Record<Structure, Word>;
  const found = new Map<string, Piece>();
  let offset = 0;
  for (const structure of Object.keys(structures) as Structure[]) {
    if (structure !== 'caller') offset += GAP;
    bases[structure] = WINDOW + BigInt(offset);
    for (const [field, shape] of Object.entries<FieldShape>(structures[structure])) {
      for (const place of elementsOf(structure, field, shape)) {
        offset = roundUp(offset, shape.bytes);
        found.set(place, piece(place as Field, offset, shape.bytes));
        offset += shape.bytes;
      }
    }
    offset = roundUp(offset, 16);
  }
  return { bases, pieces: found, owners: ownersOf(found, offset) };
}

function piece(place: Field, offset: number, bytes: Piece['bytes']): Piece {
  const shift = BigInt(8 * (8 - bytes - (offset % 8)));
  return { place, offset, bytes, slot: names.length + Math.floor(offset / 8), shift };
}

function ownersOf(found: ReadonlyMap<string, Piece>, size: number): (Piece | undefined)[] {
  const bytes = new Array<Piece | undefined>(roundUp(size, 8)).fill(undefined);
  for (const p of found.values()) bytes.fill(p, p.offset, p.offset + p.bytes);
  return bytes;
}

function roundUp(n: number, to: number): number {
  return Math.ceil(n / to) * to;
}

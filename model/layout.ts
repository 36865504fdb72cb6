// Where every place lives: registers in slots, structures at addresses, one array of 64-bit slots for both.
//
// The structures lie in one window of the linear mapping, with unnamed gaps between them, so that a store
// through a wrong base register lands where the arithmetic says and is named for what it hits.
import { placesOf, type Place as Register, registers } from '../spec/registers.ts';
import {
  elementsOf,
  type Field,
  type FieldShape,
  type Structure,
  structures,
} from '../spec/structures.ts';
import { lowBits, type Word } from '../spec/words.ts';

/** Effective address of the window: the kernel's linear mapping begins at 0xc000…; real mode ignores the top four bits. */
export const WINDOW: Word = 0xc000000012345000n;

/** Effective address bits that reach memory, with translation off as in the linear mapping. */
export const REAL_ADDRESS: Word = (1n << 60n) - 1n;

const GAP = 0x100;

/** A named piece of memory: its offset in the window, and the slot that holds it. */
export interface Piece {
  readonly place: Field;
  readonly offset: number;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly slot: number;
}

export type SlbHalf = 'esid' | 'vsid';

const names = (Object.keys(registers) as (keyof typeof registers)[]).flatMap(placesOf);
const laid = layOut();

/** Every place, in the order of the slots: registers first, then memory. */
export const allPlaces: readonly (Register | Field)[] = [
  ...names,
  ...laid.pieces.map(({ place }) => place),
];

/** The slot of each place. */
export const slotOf: ReadonlyMap<string, number> = new Map(
  allPlaces.map((place, slot) => [place, slot]),
);

/** The bits that each slot has. */
export const widths: readonly Word[] = [
  ...names.map((name) => lowBits(registers[rowOf(name)].width)),
  ...laid.pieces.map(({ bytes }) => lowBits(8 * bytes)),
];

/** Slots in all. */
export const slots: number = allPlaces.length;

/** The first slot of the SLB: entry i has slots 2i (ESID) and 2i + 1 (VSID) from here. */
export const slbSlot: number = names.indexOf('SLB[0].esid');

/** The piece that owns each byte of the window; unnamed bytes have none. */
export const owners: readonly (Piece | undefined)[] = laid.owners;

/** Effective address of a structure. */
export const addressOf = (structure: Structure): Word => laid.bases[structure];

/** Bytes from a structure's start to a field of it. */
export function offsetOf(field: Field): bigint {
  const structure = field.slice(0, field.indexOf('.')) as Structure;
  return WINDOW + BigInt(pieceOf(field).offset) - addressOf(structure);
}

/** The piece of memory with this name. */
export function pieceOf(field: Field): Piece {
  const piece = laid.pieces[(slotOf.get(field) ?? 0) - names.length];
  if (piece === undefined) throw new Error(`no field is called ${field}`);
  return piece;
}

/** Bytes that the entry pushes: the frame is laid out directly below its caller's. */
export const FRAME_BYTES: bigint = addressOf('caller') - addressOf('frame');

function layOut() {
  const bases = {} as Record<Structure, Word>;
  const pieces: Piece[] = [];
  let offset = 0;
  for (const structure of Object.keys(structures) as Structure[]) {
    if (structure !== 'caller') offset += GAP;
    bases[structure] = WINDOW + BigInt(offset);
    for (const [field, shape] of Object.entries<FieldShape>(structures[structure])) {
      offset = roundUp(offset, shape.align ?? shape.bytes);
      for (const place of elementsOf(structure, field, shape) as readonly Field[]) {
        pieces.push({ place, offset, bytes: shape.bytes, slot: names.length + pieces.length });
        offset += shape.bytes;
      }
    }
    offset = roundUp(offset, 16);
  }
  return { bases, pieces, owners: ownersOf(pieces, offset) };
}

function ownersOf(pieces: readonly Piece[], size: number): (Piece | undefined)[] {
  const bytes = new Array<Piece | undefined>(size).fill(undefined);
  for (const piece of pieces) bytes.fill(piece, piece.offset, piece.offset + piece.bytes);
  return bytes;
}

/** The row of the table of registers that a register belongs to. */
function rowOf(name: Register): keyof typeof registers {
  for (const family of ['PMC', 'SLB', 'TLB', 'VSR'] as const)
    if (name.startsWith(family)) return family;
  return name in registers ? (name as keyof typeof registers) : 'r0';
}

function roundUp(n: number, to: number): number {
  return Math.ceil(n / to) * to;
}

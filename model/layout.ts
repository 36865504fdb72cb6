// Where every field lies in memory.
//
// The structures lie in one window of the linear mapping, with unnamed gaps between them, so that a store
// through a wrong base register lands where the arithmetic says and is named for what it hits. Fields follow one
// another, unless it is given where a kernel's build has put them.
import type { Place } from '../spec/vocabulary/machine.ts';
import { type Field, type Structure, structures } from '../spec/vocabulary/structures.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import { type Cell, fieldCells } from './places.ts';

/** Effective address of the window: the kernel's linear mapping begins at 0xc000…; real mode ignores the top four bits. */
export const WINDOW: Word = 0xc000076500000000n;

/** What lies first in the window: an address may have a low word of 0, and whether there is a VPA is asked of all 64 bits. */
const FIRST: Structure = 'vpa';

/** Effective address of the area of vmalloc in which the window is mapped once more: with translation on, and only then, it leads there. */
export const VMALLOC: Word = 0xd000000087650000n;

/** Effective address bits that reach memory, with translation off as in the linear mapping. */
export const REAL_ADDRESS: Word = (1n << 60n) - 1n;

const GAP = 0x100;

/** A field where it lies: bytes from the beginning of the window. */
export interface Piece extends Cell {
  readonly offset: number;
}

/** Where the structures and their fields lie; a constant of a program. */
export interface Layout {
  /** The piece that owns each byte of the window; unnamed bytes have none. */
  readonly owners: readonly (Piece | undefined)[];
  /** Effective address of a structure. */
  addressOf(structure: Structure): Word;
  /** Bytes to a field from where the pointer that reaches it points: its structure, or for hstate the PACA. */
  distanceTo(field: Field): bigint;
  /** Bytes that the entry pushes: from its own frame to its caller's. */
  readonly frameBytes: bigint;
  /** What places hold whenever the switch is called, because the kernel that has them sees to it. */
  readonly holds: ReadonlyMap<Place, Holding>;
}

/** What a field holds: where a structure is, what another place holds, or a word. */
export type Holding =
  | { readonly addressOf: Structure; readonly plus?: bigint }
  | { readonly sameAs: Place }
  | { readonly word: Word };

/** A spare field in use: the structure that it is a field of, and what it holds at a call, where that is known. */
export interface SpareField {
  readonly field: Field;
  readonly of: Structure;
  readonly holds?: Holding;
}

/** Where a build of a kernel has put fields, in bytes from where their pointer points, and the size of the frame it pushes. */
export interface FieldOffsets {
  readonly fields: ReadonlyMap<Field, number>;
  readonly frameBytes?: number;
  /** Structures that pointers reach through the area of vmalloc, and not through the linear mapping. */
  readonly vmalloced?: readonly Structure[];
  /** Spare fields in use, in the order in which they lie. */
  readonly spares?: readonly SpareField[];
  /** What other fields hold whenever the switch is called. */
  readonly holds?: ReadonlyMap<Place, Holding>;
}

/** Lays out the structures. Throws when two fields are given the same byte. */
export function layOut(
  { fields, frameBytes, vmalloced = [], spares = [], holds: others }: FieldOffsets = {
    fields: new Map(),
  },
): Layout {
  const bases = new Map<Structure, number>();
  const pieces: Piece[] = [];
  const homes = new Map(spares.map(({ field, of }) => [field, of]));
  const homed = fieldCells.map((cell): Cell => {
    return { ...cell, structure: homes.get(cell.place) ?? cell.structure };
  });
  let end = 0;
  const behind = (Object.keys(structures) as Structure[]).filter((one) => one !== FIRST);
  for (const structure of [FIRST, ...behind]) {
    const cells = homed.filter((cell) => cell.structure === structure);
    const base = baseOf(structure, bases, end, frameBytes);
    bases.set(structure, base);
    const origin = structure === 'hstate' && fields.size > 0 ? (bases.get('paca') ?? base) : base;
    const from = structure === 'paca' ? base + reserved(fields) : Math.max(base, end);
    const own = [...given(cells, origin, fields), ...following(cells, from, fields, origin)];
    pieces.push(...own);
    end = own.reduce(
      (last, { offset, bytes }) => Math.max(last, roundUp(offset + bytes, 16)),
      Math.max(end, base),
    );
  }
  const holds = new Map<Place, Holding>([
    ...(others ?? []),
    ...spares.flatMap(({ field, holds: what }) =>
      what === undefined ? [] : [[field, what] as const],
    ),
  ]);
  return layoutOf({ bases, pieces, size: end, vmalloced: new Set(vmalloced), holds });
}

/** The layout in which fields follow one another. */
export const ownLayout: Layout = layOut();

/** A structure begins after a gap, but for the first, and the caller's frame, which is right after the frame that the entry pushes. */
function baseOf(
  structure: Structure,
  bases: ReadonlyMap<Structure, number>,
  end: number,
  frameBytes: number | undefined,
): number {
  if (structure === FIRST) return 0;
  if (structure !== 'caller') return roundUp(end, 16) + GAP;
  return frameBytes === undefined ? end : (bases.get('frame') ?? end) + frameBytes;
}

/** Bytes of the PACA that a build has fields in, the host state's among them. */
function reserved(fields: ReadonlyMap<Field, number>): number {
  const cells = fieldCells.filter(
    ({ structure }) => structure === 'paca' || structure === 'hstate',
  );
  return given(cells, 0, fields).reduce(
    (last, { offset, bytes }) => Math.max(last, offset + bytes),
    0,
  );
}

/** Runs of elements that begin where it is given: a field, or an element in its middle. */
function given(
  cells: readonly Cell[],
  origin: number,
  fields: ReadonlyMap<Field, number>,
): readonly Piece[] {
  let next: number | undefined;
  return cells.flatMap((cell) => {
    if (beginsRun(cell) || fields.has(cell.place)) next = undefined;
    const at = fields.get(cell.place);
    if (at !== undefined) next = origin + at;
    if (next === undefined) return [];
    const piece = { ...cell, offset: next };
    next += cell.bytes;
    return [piece];
  });
}

/** Whether a cell is the first of an array, or no element of one; spare fields have nothing to do with each other. */
function beginsRun({ place }: Cell): boolean {
  return place.endsWith('[0]') || !place.includes('[') || place.startsWith('spare.');
}

/** The fields of which nothing is given, one after another. */
function following(
  cells: readonly Cell[],
  from: number,
  fields: ReadonlyMap<Field, number>,
  origin: number,
): readonly Piece[] {
  const placed = given(cells, origin, fields);
  const known = new Set(placed.map(({ place }) => place));
  let offset = placed.reduce((last, piece) => Math.max(last, piece.offset + piece.bytes), from);
  return cells
    .filter(({ place }) => !known.has(place))
    .map((cell) => {
      offset = roundUp(offset, cell.align);
      const piece = { ...cell, offset };
      offset += cell.bytes;
      return piece;
    });
}

/** What a layout is made of. */
interface Parts {
  readonly bases: ReadonlyMap<Structure, number>;
  readonly pieces: readonly Piece[];
  readonly size: number;
  readonly vmalloced: ReadonlySet<Structure>;
  readonly holds: Layout['holds'];
}

function layoutOf({ bases, pieces, size, vmalloced, holds }: Parts): Layout {
  const owners = new Array<Piece | undefined>(size).fill(undefined);
  for (const piece of pieces)
    for (let byte = piece.offset; byte < piece.offset + piece.bytes; byte++) {
      const other = owners[byte];
      if (other !== undefined) throw new Error(`${other.place} and ${piece.place} share a byte`);
      owners[byte] = piece;
    }
  const base = (structure: Structure): number => bases.get(structure) ?? 0;
  const distances = new Map<Field, bigint>(
    pieces.map(({ structure, place, offset }) => [
      place,
      BigInt(offset - base(structure === 'hstate' ? 'paca' : structure)),
    ]),
  );
  return {
    owners,
    addressOf: (structure) =>
      (vmalloced.has(structure) ? VMALLOC : WINDOW) + BigInt(base(structure)),
    distanceTo: (field) => distances.get(field) ?? noField(field),
    frameBytes: BigInt(base('caller') - base('frame')),
    holds,
  };
}

function noField(field: Field): never {
  throw new Error(`no field is called ${field}`);
}

function roundUp(n: number, to: number): number {
  return Math.ceil(n / to) * to;
}

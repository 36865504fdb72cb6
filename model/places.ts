// Every place by its slot: registers, then the fields of the structures, in one array of 64-bit slots.
import { placesOf, type Place as Register, registers } from '../spec/vocabulary/registers.ts';
import {
  elementsOf,
  type Field,
  type FieldShape,
  type Structure,
  structures,
} from '../spec/vocabulary/structures.ts';
import { lowBits, type Word } from '../spec/vocabulary/words.ts';

/** A doubleword of an SLB entry. */
export type SlbHalf = 'esid' | 'vsid';

/** A field, or one element of it: its width, and the slot that holds it. */
export interface Cell {
  readonly structure: Structure;
  readonly place: Field;
  readonly bytes: 1 | 2 | 4 | 8;
  /** What its address is a multiple of. */
  readonly align: number;
  readonly slot: number;
}

const names = (Object.keys(registers) as (keyof typeof registers)[]).flatMap(placesOf);

/** All fields, structure by structure. */
export const fieldCells: readonly Cell[] = (Object.keys(structures) as Structure[])
  .flatMap((structure) =>
    Object.entries<FieldShape>(structures[structure]).flatMap(([field, shape]) =>
      elementsOf(structure, field, shape).map((place, i) => ({
        structure,
        place: place as Field,
        bytes: shape.bytes,
        align: i === 0 ? (shape.align ?? shape.bytes) : shape.bytes,
      })),
    ),
  )
  .map((cell, i) => ({ ...cell, slot: names.length + i }));

/** Every place, in the order of the slots. */
export const allPlaces: readonly (Register | Field)[] = [
  ...names,
  ...fieldCells.map(({ place }) => place),
];

/** The slot of each place. */
export const slotOf: ReadonlyMap<string, number> = new Map(
  allPlaces.map((place, slot) => [place, slot]),
);

/** The slot of a place. Throws when no place has this name. */
export function slotNamed(place: string): number {
  const slot = slotOf.get(place);
  if (slot === undefined) throw new Error(`no place is called ${place}`);
  return slot;
}

/** The bits that each slot has. */
export const widths: readonly Word[] = [
  ...names.map((name) => lowBits(registers[rowOf(name)].width)),
  ...fieldCells.map(({ bytes }) => lowBits(8 * bytes)),
];

/** Slots in all. */
export const slots: number = allPlaces.length;

/** The first slot of the SLB: entry i has slots 2i (ESID) and 2i + 1 (VSID) from here. */
export const slbSlot: number = names.indexOf('SLB[0].esid');

/** The slot of a half of the SLB entry with this index, from 0 to 31. */
export const slbSlotOf = (index: number, half: SlbHalf): number =>
  slbSlot + 2 * index + (half === 'esid' ? 0 : 1);

/** Bytes of a field. Throws when there is none of this name. */
export function bytesOf(field: Field): 1 | 2 | 4 | 8 {
  const cell = fieldCells[(slotOf.get(field) ?? 0) - names.length];
  if (cell === undefined) throw new Error(`no field is called ${field}`);
  return cell.bytes;
}

/** The row of the table of registers that a register belongs to. */
function rowOf(name: Register): keyof typeof registers {
  if (name in registers) return name as keyof typeof registers;
  for (const family of ['PMC', 'SLB', 'TLB', 'VSR'] as const)
    if (name.startsWith(family)) return family;
  return 'r0';
}

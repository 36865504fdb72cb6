// Transfers: a register to a field, a field to a register, a word to either. The paths are written in these.
//
// A field is reached as the kernel reaches it, through the register or the pointer that the path says; so a
// wrong base, like a wrong register, is a different step with a different effect.
import { MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import type { Gpr, Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Field, Structure } from '../../spec/vocabulary/structures.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { bytesOf } from '../places.ts';
import { type Bytes, type Step, step, type View } from '../step.ts';
import { breakpointRead } from './breakpoint.ts';
import { leftBy } from './left-by.ts';

/** What leads to a structure: a register that holds its address, or a field that does. */
type Pointer = Gpr | Field;

/** How a path reaches the structures; the PACA is always in r13, and hstate is part of it. */
export type BaseRegisters = { readonly [S in Structure]?: Pointer };

/** A word computed from the machine. */
export type Source = <V>(view: View<V>, words: Words<V>) => V;

interface Part {
  /** Bytes to move, from the field's first one, where that is not the whole field. */
  readonly bytes?: Bytes;
}

/** The transfers of a path that reaches its structures so. */
export function transfers(bases: BaseRegisters) {
  const address = (field: Field): Source => addressThrough(bases, field);
  const read = (field: Field, part?: Part): Source => wordAt(address(field), field, part);
  const write = (text: string, to: Field, word: Source, part?: Part): Step =>
    written(text, address(to), to, word, part);
  return {
    /** Where a field is. */
    address,
    /** The word in a field. */
    field: read,
    /** Stores a register to a field. */
    save: (from: Register, part?: Part) => ({
      to: (to: Field): Step =>
        write(`save ${from} to ${named(to, part)}`, to, register(from), part),
    }),
    /** Loads a register from a field. */
    load: (to: Register, part?: Part) => ({
      from: (from: Field): Step =>
        assign(`load ${to} from ${named(from, part)}`, to, read(from, part)),
    }),
    /** Stores registers to a field and the doublewords after it, one after another. */
    saveRow: (from: readonly Register[]) => ({
      to: (to: Field): Step => rowSaved(from, to, address(to)),
    }),
    /** Loads registers from a field and the doublewords after it, one after another. */
    loadRow: (to: readonly Register[]) => ({
      from: (from: Field): Step => rowLoaded(to, from, address(from)),
    }),
    /** Copies a field to a field. */
    move: (from: Field, part?: Part) => ({
      to: (to: Field): Step => write(`move ${from} to ${to}`, to, read(from, part)),
    }),
    /** Puts a word into a field. */
    put: (word: Source, text: string) => ({
      into: (to: Field): Step => write(`${to} := ${text}`, to, word),
    }),
  };
}

function wordAt(at: Source, field: Field, { bytes = bytesOf(field) }: Part = {}): Source {
  return (view, words) => view.load(at(view, words), bytes);
}

function written(
  text: string,
  at: Source,
  to: Field,
  word: Source,
  { bytes = bytesOf(to) }: Part = {},
): Step {
  return step(text, (view, words) => [
    { address: at(view, words), bytes, value: word(view, words) },
  ]);
}

function rowSaved(from: readonly Register[], to: Field, at: Source): Step {
  return step(`save ${spanned(from)} to ${to} and on`, (view, words) => {
    const start = at(view, words);
    return from.map((register, i) => ({
      address: words.add(start, words.literal(BigInt(8 * i))),
      bytes: 8,
      value: view.register(register),
    }));
  });
}

function rowLoaded(to: readonly Register[], from: Field, at: Source): Step {
  return step(`load ${spanned(to)} from ${from} and on`, (view, words) => {
    const start = at(view, words);
    return to.map((register, i) => ({
      register,
      value: view.load(words.add(start, words.literal(BigInt(8 * i))), 8),
    }));
  });
}

/** Puts a word into a register. */
export const set = (to: Register, word: Source, text: string): Step =>
  assign(`${to} := ${text}`, to, word);

/** Puts the address of a label into a register. */
export const setToLabel = (to: Register, label: string): Step =>
  step(`${to} := ${label}`, (_view, words, code) => [
    { register: to, value: words.literal(code(label)) },
  ]);

/** Copies a register to a register. */
export const copy = (from: Register, to: Register): Step =>
  assign(`${to} := ${from}`, to, register(from));

/** The word in a register. */
export const register =
  (name: Register): Source =>
  (view, words) =>
    name === 'DABR' ? breakpointRead(view, words) : view.register(name);

/** A constant. */
export const constant =
  (word: bigint): Source =>
  (_view, words) =>
    words.literal(word);

/** What reaching a field takes: the pointer's word, plus the distance from the structure's start. */
function addressThrough(bases: BaseRegisters, field: Field): Source {
  const structure = structureOf(field);
  const pointer = structure === 'paca' || structure === 'hstate' ? 'r13' : bases[structure];
  if (pointer === undefined) throw new Error(`this path has no pointer to ${structure}`);
  const base = isField(pointer) ? loaded(bases, pointer) : register(pointer);
  return (view, words) =>
    words.add(base(view, words), words.literal(view.layout.distanceTo(field)));
}

function loaded(bases: BaseRegisters, pointer: Field): Source {
  const at = addressThrough(bases, pointer);
  return (view, words) => view.load(at(view, words), 8);
}

/** A register written by mtspr, with what the write leaves to be synchronised. */
function assign(text: string, to: Register, word: Source): Step {
  return step(text, (view, words) => [
    { register: to, value: word(view, words) },
    ...leftBy(to, view, words),
  ]);
}

/** MMCR0 with only FC set: every counter stands still. */
export const FROZEN: Source = constant(MMCR0_FC);

const spanned = (row: readonly Register[]): string => `${row[0]} to ${row.at(-1)}`;
const named = (field: Field, { bytes }: Part = {}): string =>
  bytes === undefined ? field : `${bytes} bytes of ${field}`;
const structureOf = (field: Field): Structure => field.slice(0, field.indexOf('.')) as Structure;
const isField = (pointer: Pointer): pointer is Field => pointer.includes('.');

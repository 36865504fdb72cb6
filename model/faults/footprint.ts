// What a step touches: one more reader of its meaning, which looks at no value. Since a meaning never looks at one either,
// a single reading tells all that it can ever touch.
//
// A word is read as the set of constants that it is made from, and as the formula that makes it, so that two addresses of
// one formula are known to be so far apart.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import { ownLayout } from '../layout.ts';
import type { Bytes, Step, StepWrite, View } from '../step.ts';

/** Bytes of memory: so many, so far behind where a formula leads. */
export interface Access {
  readonly base: string;
  readonly offset: Word;
  readonly bytes: Bytes;
}

/** Each list in the order in which the meaning comes to it, without repetition. */
export interface Footprint {
  readonly reads: readonly Register[];
  readonly writes: readonly Register[];
  /** Whether it reads and writes entries of the SLB. */
  readonly slb: { readonly reads: boolean; readonly writes: boolean };
  /** What it loads and stores. */
  readonly loaded: readonly Access[];
  readonly stored: readonly Access[];
  /** Widths of that. */
  readonly loads: readonly Bytes[];
  readonly stores: readonly Bytes[];
  /** Constants that what it writes is made from; addresses and what is still to be synchronised are not among them. */
  readonly constants: readonly Word[];
  /** Whether it chooses between two words. */
  readonly chooses: boolean;
  /** How it is decided where it writes and whether it does: addresses, indexes of the SLB, conditions of writes. */
  readonly decisions: readonly string[];
  /** How each register that it writes is made, and each address and word of its stores. */
  readonly formulas: readonly { readonly register?: Register; readonly text: string }[];
  /** Whether all that it does to UNSYNCED is to add what is still to be synchronised. */
  readonly onlyAlters: boolean;
}

/** A word: constants in it, and its formula, as a base and a number that is added to it. */
interface Read {
  readonly constants: ReadonlySet<Word>;
  readonly base: string;
  readonly offset: Word;
}

const NONE: ReadonlySet<Word> = new Set();
const wrap = (word: bigint): Word => BigInt.asUintN(64, word);

/** The footprint of a step. */
export function footprintOf({ meaning }: Step): Footprint {
  const seen: AccessLog = { reads: new Set(), loaded: [], slb: false, chooses: false };
  const written = meaning(viewOf(seen), wordsOf(seen), () => LABEL);
  const stored = written.flatMap((write) => ('bytes' in write ? [accessOf(write)] : []));
  return {
    reads: [...seen.reads],
    writes: distinct(written.flatMap(({ register }) => (register === undefined ? [] : [register]))),
    slb: { reads: seen.slb, writes: written.some(({ slb }) => slb !== undefined) },
    loaded: seen.loaded,
    stored,
    loads: distinct(seen.loaded.map(({ bytes }) => bytes)),
    stores: distinct(stored.map(({ bytes }) => bytes)),
    constants: distinct(
      written
        .filter(({ register }) => register !== 'UNSYNCED')
        .flatMap(({ value }) => [...value.constants]),
    ),
    chooses: seen.chooses,
    decisions: written.flatMap(decisionsOf),
    formulas: written.flatMap(formulasOf),
    onlyAlters: written.every(
      ({ register, value }) =>
        register !== 'UNSYNCED' || value.base.startsWith('or(UNSYNCED + 0x0, '),
    ),
  };
}

/** What a meaning has asked for so far. */
interface AccessLog {
  readonly reads: Set<Register>;
  readonly loaded: Access[];
  slb: boolean;
  chooses: boolean;
}

function viewOf(seen: AccessLog): View<Read> {
  return {
    layout: ownLayout,
    register: (name) => {
      seen.reads.add(name);
      return from(name);
    },
    load: ({ base, offset }, bytes) => {
      seen.loaded.push({ base, offset, bytes });
      return from(`${bytes} bytes at ${base} + 0x${offset.toString(16)}`);
    },
    slb: ({ base, offset }, half) => {
      seen.slb = true;
      return from(`${half} of ${base} + ${offset}`);
    },
  };
}

function wordsOf(seen: AccessLog): Words<Read> {
  const made =
    (name: string) =>
    (...parts: readonly (Read | number)[]): Read => ({
      constants: union(parts),
      base: `${name}(${parts.map(textOf).join(', ')})`,
      offset: 0n,
    });
  const moved = (a: Read, by: Read, way: bigint): Read | undefined =>
    by.base === ''
      ? { ...a, constants: union([a, by]), offset: wrap(a.offset + way * by.offset) }
      : undefined;
  return {
    literal: (value) =>
      value === LABEL ? from('label') : { constants: new Set([value]), base: '', offset: value },
    add: (a, b) => moved(a, b, 1n) ?? moved(b, a, 1n) ?? made('add')(a, b),
    sub: (a, b) => moved(a, b, -1n) ?? made('sub')(a, b),
    multiply: made('multiply'),
    and: made('and'),
    or: made('or'),
    xor: made('xor'),
    not: made('not'),
    equal: made('equal'),
    lessSigned: made('lessSigned'),
    lessUnsigned: made('lessUnsigned'),
    select: (condition, yes, no) => {
      seen.chooses = true;
      return made('select')(condition, yes, no);
    },
    shiftLeft: made('shiftLeft'),
    shiftRight: made('shiftRight'),
    signExtend: made('signExtend'),
  };
}

function from(base: string): Read {
  return { constants: NONE, base, offset: 0n };
}

const textOf = (part: Read | number): string =>
  typeof part === 'number' ? String(part) : `${part.base} + 0x${part.offset.toString(16)}`;

const union = (parts: readonly (Read | number)[]): ReadonlySet<Word> =>
  new Set(parts.flatMap((part) => (typeof part === 'number' ? [] : [...part.constants])));

const accessOf = ({ address, bytes }: Extract<StepWrite<Read>, { bytes: Bytes }>): Access => ({
  base: address.base,
  offset: address.offset,
  bytes,
});

function formulasOf(write: StepWrite<Read>): Footprint['formulas'] {
  const { register, value } = write;
  const beside = decisionsOf(write).map((text) => ({ text }));
  return [{ ...(register === undefined ? {} : { register }), text: textOf(value) }, ...beside];
}

const decisionsOf = ({ address, slb, when }: StepWrite<Read>): readonly string[] =>
  [address, slb, when].flatMap((word) => (word ? [textOf(word)] : []));

const distinct = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** Stands for the address of a label, which is no constant of the step's. */
const LABEL = (1n << 64n) - 3n;

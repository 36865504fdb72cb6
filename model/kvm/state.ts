// The state of a vcpu and of the world around it as the C code knows it, and how a step of that code is told.
//
// States are immutable: a step makes the next one with immer, and what it wrote is what differs.
import { enablePatches, produceWithPatches } from 'immer';
import {
  type PagePlace,
  pageFields,
  type RunPlace,
  runPlaces,
} from '../../spec/vocabulary/kvm-run.ts';
import type { Machine, Place, Taken } from '../../spec/vocabulary/machine.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type PageWord, pageWords, userReads } from './run-page.ts';

enablePatches();

type Gpr = `vcpu.gpr[${number}]`;

/** Fields of the vcpu that the C code reads or writes, or must leave alone. */
const vcpuPlaces = [
  ...Array.from({ length: 32 }, (_, i): Gpr => `vcpu.gpr[${i}]`),
  'vcpu.pc',
  'vcpu.msr',
  'vcpu.srr0',
  'vcpu.srr1',
  'vcpu.dar',
  'vcpu.dsisr',
  'vcpu.trap',
  'vcpu.fault_dar',
  'vcpu.fault_dsisr',
  'vcpu.dec_expires',
  'vcpu.pending_exceptions',
] as const satisfies readonly Field[];

const worldPlaces = ['TB', 'SIBLINGS', 'paca.paca_index'] as const satisfies readonly Place[];

type KvmPlace = RunPlace | (typeof vcpuPlaces)[number] | (typeof worldPlaces)[number];

/** Every place that the C-level model has. */
const kvmPlaces: readonly KvmPlace[] = [...runPlaces, ...vcpuPlaces, ...worldPlaces];

/** What is kept: places by name, but for those in the page, which is kept as it is. */
type Cell = Exclude<KvmPlace, PagePlace> | PageWord;

/** What every cell holds. */
export type Kvm = Readonly<Record<Cell, Word>>;

const pagePlaces = [...pageFields.keys()];
const isInPage = (place: Place): place is PagePlace => pagePlaces.some((one) => one === place);

/** Those of them that are not in the page. */
export const ownPlaces = kvmPlaces.filter(
  (place): place is Exclude<KvmPlace, PagePlace> => !isInPage(place),
);
const cells: readonly Cell[] = [...ownPlaces, ...pageWords];

/** A state in which the given cells hold these words, and all others 0. */
export function kvmWith(words: Partial<Kvm>): Kvm {
  const blank = Object.fromEntries(cells.map((cell) => [cell, 0n]));
  const state: unknown = { ...blank, ...words };
  if (!isKvm(state)) throw new Error('a place is missing');
  return state;
}

const isKvm = (value: unknown): value is Kvm =>
  typeof value === 'object' && value !== null && cells.every((cell) => cell in value);

const readers: ReadonlyMap<Place, (state: Kvm) => Word> = new Map<Place, (state: Kvm) => Word>([
  ...ownPlaces.map((place) => [place, (state: Kvm): Word => state[place] ?? 0n] as const),
  ...pagePlaces.map((place) => [place, (state: Kvm): Word => userReads(state, place)] as const),
]);

/** What a place holds; of the page, what user space reads there. */
function wordIn(state: Kvm, place: Place): Word {
  const reader = readers.get(place);
  if (reader === undefined) throw new Error(`the C code knows nothing of ${place}`);
  return reader(state);
}

/** The state as a clause sees it. */
export const seen = (state: Kvm): Machine => ({
  word: (place) => wordIn(state, place),
  address: (structure) => {
    throw new Error(`the C code places no ${structure}`);
  },
});

/** A state that can be changed while a step is taken. */
export type Draft = { -readonly [C in Cell]: Word };

/** A run as it goes: the state, and the steps that led there. */
export interface Telling {
  state(): Kvm;
  readonly taken: Taken[];
  /** Takes a step; it is told even where it changes nothing. */
  does(site: string, text: string, change: (draft: Draft) => void, by?: Taken['by']): void;
}

/** Begins to tell. */
export function telling(begin: Kvm): Telling {
  let state = begin;
  const taken: Taken[] = [];
  return {
    state: () => state,
    taken,
    does(site, text, change, by = 'host') {
      const [next, patches] = produceWithPatches(state, (draft) => {
        change(draft);
      });
      const cells = new Set(patches.map(({ path }) => String(path[0])));
      const writes = writtenIn(state, next, cells).map((place) => ({
        place,
        word: wordIn(next, place),
        stored: true,
      }));
      taken.push({ site, text, by, writes });
      state = next;
    },
  };
}

/** The places that differ between two states in which only some cells do. */
function writtenIn(before: Kvm, after: Kvm, changed: ReadonlySet<string>): readonly KvmPlace[] {
  const own = ownPlaces.filter((place) => changed.has(place));
  if (!pageWords.some((cell) => changed.has(cell))) return own;
  const inPage = pagePlaces.filter((place) => userReads(before, place) !== userReads(after, place));
  return [...inPage, ...own];
}

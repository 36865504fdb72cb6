// The state of a vcpu and of the world around it as the C code knows it, and how a step of that code is told.
//
// States are immutable: a step makes the next one with immer, and what it wrote is what differs.
import { enablePatches, produceWithPatches } from 'immer';
import type { Machine, Place, Taken } from '../../spec/machine.ts';
import { type RunPlace, runPlaces } from '../../spec/run-state.ts';
import type { Field } from '../../spec/structures.ts';
import type { Word } from '../../spec/words.ts';

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

export type KvmPlace = RunPlace | (typeof vcpuPlaces)[number] | (typeof worldPlaces)[number];

/** Every place that the C-level model has. */
export const kvmPlaces: readonly KvmPlace[] = [...runPlaces, ...vcpuPlaces, ...worldPlaces];

/** What every place holds. */
export type Kvm = Readonly<Record<KvmPlace, Word>>;

/** A state in which the given places hold these words, and all others 0. */
export function kvmWith(words: Partial<Kvm>): Kvm {
  const blank = Object.fromEntries(kvmPlaces.map((place) => [place, 0n]));
  const state: unknown = { ...blank, ...words };
  if (!isKvm(state)) throw new Error('a place is missing');
  return state;
}

const isKvm = (value: unknown): value is Kvm =>
  typeof value === 'object' && value !== null && kvmPlaces.every((place) => place in value);

const isKvmPlace = (place: Place): place is KvmPlace => kvmPlaces.some((one) => one === place);

/** The state as a clause sees it. */
export const seen = (state: Kvm): Machine => ({
  word(place) {
    if (!isKvmPlace(place)) throw new Error(`the C code knows nothing of ${place}`);
    return state[place] ?? 0n;
  },
  address: (structure) => {
    throw new Error(`the C code places no ${structure}`);
  },
});

/** A state that can be changed while a step is taken. */
export type Draft = { -readonly [P in KvmPlace]: Word };

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
      const places = new Set(patches.map(({ path }) => String(path[0])));
      const writes = kvmPlaces
        .filter((place) => places.has(place))
        .map((place) => ({ place, word: next[place] ?? 0n, stored: true }));
      taken.push({ site, text, by, writes });
      state = next;
    },
  };
}

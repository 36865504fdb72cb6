// A machine over terms: a term for each slot, memory beside the structures byte by byte, and what is known on the path to it.
//
// States are values. Addresses are concrete, one slot a field; an address that is a term is taken apart into cases first.
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Layout } from '../layout.ts';
import type { Image } from '../memory.ts';
import type { Phase } from '../phases.ts';
import { allPlaces, widths } from '../places.ts';
import type { Algebra } from './algebra.ts';
import { type Facts, noFacts } from './facts.ts';
import type { Term } from './term.ts';

/** A byte of memory that no structure owns, as stores have left it. */
export interface StoredByte {
  readonly byte: Term;
  /** Where this is 0, nothing was ever put there. */
  readonly there: Term;
}

/** Time as it has passed so far: see ticks.ts. */
export interface ClockState {
  /** Steps of hypervisor code since the clocks were last brought up to date. */
  readonly steps: number;
  /** Steps since one last touched TB or DEC. */
  readonly sinceTimer: number;
  /** Ticks that passed lately, and steps since the first at which they may have. */
  readonly recent: readonly { readonly ticks: Term; readonly age: number }[];
}

/** Slots at the moments at which spans begin. */
export interface Beginnings {
  readonly call: readonly Term[];
  readonly entered?: readonly Term[];
  readonly interrupted?: readonly Term[];
}

/** A machine over terms, on one path or on several that have met. */
export interface SymbolicState {
  readonly slots: readonly Term[];
  readonly bytes: ReadonlyMap<Word, StoredByte>;
  readonly facts: Facts;
  readonly phase: Phase;
  /** The interrupt that ended the guest, by name. */
  readonly event: string;
  /** The last step, or that of one of several paths that have met. */
  readonly site: string;
  readonly clock: ClockState;
  readonly begin: Beginnings;
  /** What watchers keep of the path: terms that are merged like slots. */
  readonly notes: readonly Term[];
  /** Places where the machine went on although a store may have gone astray, by site. */
  readonly caveats: ReadonlySet<string>;
}

/** What all states of a run share. */
export interface Surroundings {
  readonly t: Algebra;
  readonly layout: Layout;
  readonly image: Image;
  code(label: string): bigint;
}

/** A machine of which nothing is known: a variable for each place, by its name. */
export const anySlots = (t: Algebra, prefix = ''): readonly Term[] =>
  allPlaces.map((place, slot) => t.table.variable(`${prefix}${place}`, widths[slot] ?? 0n));

/** The state in which a switch is called with these slots. */
export const stateAtCall = (
  slots: readonly Term[],
  notes: readonly Term[] = [],
): SymbolicState => ({
  slots,
  bytes: new Map(),
  facts: noFacts(),
  phase: 'call',
  event: '',
  site: 'call',
  clock: { steps: 0, sinceTimer: Number.POSITIVE_INFINITY, recent: [] },
  begin: { call: slots },
  notes,
  caveats: new Set(),
});

/** The slot's term. */
export function slotIn(slots: readonly Term[], slot: number): Term {
  const term = slots[slot];
  if (term === undefined) throw new RangeError(`there is no slot ${slot}`);
  return term;
}

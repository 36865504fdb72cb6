// Fates: what may become of a register on either side of the switch, and the words in which the ledger says it.
import type { Citation } from './cite.ts';
import type { Field } from './vocabulary/structures.ts';
import type { Word } from './vocabulary/words.ts';

/** Where a fate comes from. */
type Sources = readonly [Citation, ...Citation[]];

/** What becomes of the host's value, from the call to the return. */
export type HostFate =
  /** Comes back; by what the citations show. */
  | { readonly fate: 'returns'; readonly cite: Sources }
  /** Holds this afterwards, whatever it held. */
  | {
      readonly fate: 'recreated';
      readonly as: Word;
      readonly why: string;
      readonly cite: Sources;
    }
  /** Has a clause of its own. */
  | { readonly fate: 'told'; readonly in: readonly string[] }
  /** May hold anything afterwards. */
  | { readonly fate: 'volatile'; readonly why: string };

/** Waits in a field of the vcpu: it is loaded from there and saved there. */
interface Waits {
  readonly fate: 'waits';
  readonly in: (index: number) => Field;
  /** The bits that count; all by default. */
  readonly bits?: Word;
  /** The bits that a hypercall leaves as they are (PAPR, "hcall() Register Usage"); all by default. */
  readonly hypercallKeeps?: Word;
  /** Whether it is saved with the counters only: a guest that does not use them loses it (PAPR). */
  readonly withCounters?: true;
  /** A handler that is asked about a hypercall may lose it, although the hypercall is handed on: PAPR lets it, and nobody reads it. */
  readonly lostByAsking?: true;
}

/** What becomes of the guest's value while the guest is out. */
export type GuestFate =
  | Waits
  | { readonly fate: 'told'; readonly in: readonly string[] }
  /** Is no register of the guest's. */
  | { readonly fate: 'hypervisor'; readonly why: string }
  | { readonly fate: 'not-kept'; readonly why: string };

export interface Row {
  readonly host: HostFate;
  readonly guest: GuestFate;
}

/** Comes back, by what is cited. */
export const returns = (...cite: Sources): HostFate => ({ fate: 'returns', cite });
/** Holds this afterwards, whatever it held: why, and by what is cited. */
export const recreated = (as: Word, why: string, ...cite: Sources): HostFate => ({
  fate: 'recreated',
  as,
  why,
  cite,
});
/** May hold anything, and why. */
export const volatile = (why: string): HostFate => ({ fate: 'volatile', why });
/** Clauses of its own say what becomes of it. */
export const told = (...clauses: readonly string[]) => ({ fate: 'told', in: clauses }) as const;
/** Waits in this field. */
export const waits = (field: Field, bits?: Word): Waits => ({
  fate: 'waits',
  in: () => field,
  ...(bits === undefined ? {} : { bits }),
});
/** Each register of the row waits in a field of its own. */
export const waitsEach = (field: (index: number) => Field): Waits => ({ fate: 'waits', in: field });
/** Waits so, but a hypercall may change all of it but these bits. */
export const changedByHypercall = (fate: Waits, hypercallKeeps: Word = 0n): GuestFate => ({
  ...fate,
  hypercallKeeps,
});
/** Waits so, and is saved with the counters only. */
export const withCounters = (fate: Waits): GuestFate => ({ ...fate, withCounters: true });
/** Waits so, but a hypercall may change it, and its handler by being asked. */
export const lostByAsking = (fate: Waits): GuestFate => ({
  ...fate,
  hypercallKeeps: 0n,
  lostByAsking: true,
});
/** Not the guest's, and why. */
export const hypervisor = (why: string): GuestFate => ({ fate: 'hypervisor', why });

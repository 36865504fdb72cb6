// Fates: what may become of a register on either side of the switch, and the words in which the ledger says it.
import type { Citation } from './cite.ts';
import type { ClauseName } from './contract.ts';
import type { Field } from './vocabulary/structures.ts';
import type { Word } from './vocabulary/words.ts';

/** Where a fate comes from. */
type Sources = readonly [Citation, ...Citation[]];

/** Comes back; by what the citations show. */
interface Returns {
  readonly fate: 'returns';
  readonly cite: Sources;
}

/** Holds this afterwards, whatever it held. */
interface Recreated {
  readonly fate: 'recreated';
  readonly as: Word;
  readonly why: string;
  readonly cite: Sources;
}

/** Has clauses of its own. */
interface Told {
  readonly fate: 'told';
  readonly in: readonly ClauseName[];
}

/** May hold anything afterwards. */
interface Volatile {
  readonly fate: 'volatile';
  readonly why: string;
}

/** What becomes of the host's value, from the call to the return. */
export type HostFate = Returns | Recreated | Told | Volatile;

/** Waits in a field of the vcpu: it is loaded from there and saved there. */
export interface Waits {
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

/** Is no register of the guest's. */
interface Hypervisor {
  readonly fate: 'hypervisor';
  readonly why: string;
}

/** The guest finds another value in it. */
interface NotKept {
  readonly fate: 'not-kept';
  readonly why: string;
}

/** What becomes of the guest's value while the guest is out. */
export type GuestFate = Waits | Told | Hypervisor | NotKept;

export interface Row {
  readonly host: HostFate;
  readonly guest: GuestFate;
}

/** Comes back, by what is cited. */
export const returns = (...cite: Sources): Returns => ({ fate: 'returns', cite });
/** Holds this afterwards, whatever it held: why, and by what is cited. */
export const recreated = (as: Word, why: string, ...cite: Sources): Recreated => ({
  fate: 'recreated',
  as,
  why,
  cite,
});
/** May hold anything, and why. */
export const volatile = (why: string): Volatile => ({ fate: 'volatile', why });
/** Clauses of its own say what becomes of it. That there are such clauses is checked where the ledger is whole. */
export const told = <Name extends string>(...clauses: readonly Name[]) =>
  ({ fate: 'told', in: clauses }) as const;
/** Waits in this field. */
export const waits = (field: Field, bits?: Word): Waits => ({
  fate: 'waits',
  in: () => field,
  ...(bits === undefined ? {} : { bits }),
});
/** Each register of the row waits in a field of its own. */
export const waitsEach = (field: (index: number) => Field): Waits => ({ fate: 'waits', in: field });
/** Waits so, but a hypercall may change all of it but these bits. */
export const changedByHypercall = (fate: Waits, hypercallKeeps: Word = 0n): Waits => ({
  ...fate,
  hypercallKeeps,
});
/** Waits so, and is saved with the counters only. */
export const withCounters = (fate: Waits): Waits => ({ ...fate, withCounters: true });
/** Waits so, but a hypercall may change it, and its handler by being asked. */
export const lostByAsking = (fate: Waits): Waits => ({
  ...fate,
  hypercallKeeps: 0n,
  lostByAsking: true,
});
/** Not the guest's, and why. */
export const hypervisor = (why: string): Hypervisor => ({ fate: 'hypervisor', why });
/** The guest finds another value in it, and why it may. */
export const notKept = (why: string): NotKept => ({ fate: 'not-kept', why });

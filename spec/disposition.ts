// Dispositions: what may become of a register on either side of the switch, and the words in which the ledger says it.
import type { Citation } from './cite.ts';
import type { ClauseName } from './contract.ts';
import type { Field } from './vocabulary/structures.ts';
import type { Word } from './vocabulary/words.ts';

/** Where a disposition comes from. */
type Sources = readonly [Citation, ...Citation[]];

/** The register gets its old value back, as the citations show. */
export interface Restoration {
  readonly kind: 'returns';
  readonly cite: Sources;
}

/** The register holds this value afterwards, whatever it held before. */
export interface Recreation {
  readonly kind: 'recreated';
  readonly as: Word;
  readonly why: string;
  readonly cite: Sources;
}

/** The register has clauses of its own. */
interface Coverage {
  readonly kind: 'covered';
  readonly by: readonly ClauseName[];
}

/** The register may hold any value afterwards. */
export interface Volatility {
  readonly kind: 'volatile';
  readonly why: string;
}

/** The register is saved in a field of the vcpu, and loaded from there. */
export interface SaveArea {
  readonly kind: 'saved';
  readonly in: (index: number) => Field;
  /** The bits that count; all by default. */
  readonly bits?: Word;
  /** The bits that a hypercall leaves as they are (PAPR, "hcall() Register Usage"); all by default. */
  readonly hypercallKeeps?: Word;
  /** Whether it is saved with the counters only: a guest that does not use them loses it (PAPR). */
  readonly withCounters?: true;
  /** A handler that is asked about a hypercall may lose it even if the hypercall is handed on: PAPR allows that, and no guest relies on it. */
  readonly lostByAsking?: true;
}

/** The register belongs to the hypervisor. */
export interface HypervisorUse {
  readonly kind: 'hypervisor';
  readonly why: string;
}

/** The guest finds another value in the register. */
export interface Loss {
  readonly kind: 'not-kept';
  readonly why: string;
}

/** What becomes of the host's value, from the call to the return. */
export type HostDisposition = Restoration | Recreation | Coverage | Volatility;

/** What becomes of the guest's value while the guest is out. */
export type GuestDisposition = SaveArea | Coverage | HypervisorUse | Loss;

export interface Row {
  readonly host: HostDisposition;
  readonly guest: GuestDisposition;
}

/** Whether it leaves the register with any value: no clause speaks of what it holds. */
export function isUnconstrained({ kind }: HostDisposition | GuestDisposition): boolean {
  return kind === 'volatile' || kind === 'hypervisor' || kind === 'not-kept';
}

/** Gets its old value back, as cited. */
export const returns = (...cite: Sources): Restoration => ({ kind: 'returns', cite });
/** Holds this value afterwards, whatever it held before: why, and where that is from. */
export const recreated = (as: Word, why: string, ...cite: Sources): Recreation => ({
  kind: 'recreated',
  as,
  why,
  cite,
});
/** May hold any value, and why. */
export const volatile = (why: string): Volatility => ({ kind: 'volatile', why });
/** Has these clauses of its own. That there are such clauses is checked where the ledger is whole. */
export const coveredBy = <Name extends string>(...clauses: readonly Name[]) =>
  ({ kind: 'covered', by: clauses }) as const;
/** Is saved in this field. */
export const savedIn = (field: Field, bits?: Word): SaveArea => ({
  kind: 'saved',
  in: () => field,
  ...(bits === undefined ? {} : { bits }),
});
/** Each register of the row is saved in a field of its own. */
export const eachSavedIn = (field: (index: number) => Field): SaveArea => ({
  kind: 'saved',
  in: field,
});
/** Is saved so, but a hypercall may change all of it except these bits. */
export const changedByHypercall = (saved: SaveArea, hypercallKeeps: Word = 0n): SaveArea => ({
  ...saved,
  hypercallKeeps,
});
/** Is saved so, but only when the counters are. */
export const withCounters = (saved: SaveArea): SaveArea => ({ ...saved, withCounters: true });
/** Is saved so, but a hypercall may change it, and a handler that is asked about one may too. */
export const lostByAsking = (saved: SaveArea): SaveArea => ({
  ...saved,
  hypercallKeeps: 0n,
  lostByAsking: true,
});
/** Belongs to the hypervisor, and why. */
export const hypervisor = (why: string): HypervisorUse => ({ kind: 'hypervisor', why });
/** The guest finds another value in it, and why it may. */
export const notKept = (why: string): Loss => ({ kind: 'not-kept', why });

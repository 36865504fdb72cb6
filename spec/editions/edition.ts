// An edition is something that kernels later than Linux 3.1 do on purpose and that the contract does not know. It says, clause by clause,
// what is owed instead, and it says how it is known in the source. A clause that no edition names is judged as in the contract.
import type { Citation } from '../cite.ts';
import type { Claim } from '../clause.ts';
import type { ClauseName } from '../contract.ts';
import type { Place } from '../vocabulary/machine.ts';
import type { Signs } from '../vocabulary/signs.ts';

/** Where a kernel does it: a version that does, a file, and an identifier in it. */
export interface KernelPlace {
  readonly linux: string;
  readonly file: string;
  readonly identifier: string;
}

/** What is owed of a clause under an edition. The clause's own claim is replaced, so this says all that is still owed of it. */
export interface Obligation {
  readonly says: string;
  readonly claim: Claim;
}

/** What kernels do on purpose from some version on. */
export interface Edition<Name extends string = string> {
  /** Kebab-case. Stable once published. */
  readonly name: Name;
  /** What such a kernel does. */
  readonly says: string;
  /** The earliest Linux version in which its signs were found, of those that were looked at; it may be older. */
  readonly seenIn: string;
  /** Why they do, and why it is right. */
  readonly why: string;
  readonly cite: readonly [KernelPlace, ...KernelPlace[]];
  /** From where in the architecture or the ABI it follows that it is right. */
  readonly follows: readonly Citation[];
  /** It holds where code that can be reached shows all of these, in order. */
  readonly signs: Signs;
  /** Signs of which the code must show each list too, anywhere. */
  readonly also?: readonly Signs[];
  /** The editions that do not hold where this one does: this one says the same of another kernel. */
  readonly instead?: readonly string[];
  /** What is owed, by clause; of editions that hold together each clause is in one at most. */
  readonly clauses: Partial<Readonly<Record<ClauseName, Obligation>>>;
  /** In what two guests are alike, besides what the contract says, if they are to be compared: it decides what the switch does, or when. */
  readonly openOfGuests?: Readonly<Partial<Record<Place, string>>>;
  /** What it touches and cannot say yet: clauses that stay as in the contract, and why. */
  readonly unsaid: readonly { readonly clause: ClauseName; readonly why: string }[];
}

/** MSR[TS], which kernels of POWER8 and later keep when an interrupt is delivered: POWER7 has no transactions, and the bits are reserved. */
export const TRANSACTION = 0x600000000n;

/** A place in the kernel. */
export const since = (linux: string, file: string, identifier: string): KernelPlace => ({
  linux,
  file,
  identifier,
});

/** An edition, by the type of its name. */
export const edition = <Name extends string>(one: Edition<Name>): Edition<Name> => one;

// An edition is something that kernels later than Linux 3.1 do on purpose and that the contract does not know. It says, clause by clause,
// what is owed instead, and it says how it is known in the source. A clause that no edition names is judged as in the contract.
import type { Citation } from '../cite.ts';
import type { Claim } from '../clause.ts';
import type { ClauseName } from '../contract.ts';
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
  /** The Linux version from which on kernels do so; for a reader, not for finding it. */
  readonly since: string;
  /** Why they do, and why it is right. */
  readonly why: string;
  readonly cite: readonly [KernelPlace, ...KernelPlace[]];
  /** From where in the architecture or the ABI it follows that it is right. */
  readonly follows: readonly Citation[];
  /** It holds where code that can be reached shows all of these, in order. */
  readonly signs: Signs;
  /** What is owed, by clause; each clause at most in one edition. */
  readonly clauses: Partial<Readonly<Record<ClauseName, Obligation>>>;
  /** What it touches and cannot say yet: clauses that stay as in the contract, and why. */
  readonly unsaid: readonly { readonly clause: ClauseName; readonly why: string }[];
}

/** A place in the kernel. */
export const since = (linux: string, file: string, identifier: string): KernelPlace => ({
  linux,
  file,
  identifier,
});

/** An edition, by the type of its name. */
export const edition = <Name extends string>(one: Edition<Name>): Edition<Name> => one;

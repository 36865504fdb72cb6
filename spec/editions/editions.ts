// Every edition, in the order in which kernels came to it, and the clauses as editions have them.
import type { Clause } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { answeredInterrupts } from './answered-interrupts.ts';
import { askedController, askedRenumbered } from './asked-controller.ts';
import { ceding } from './ceding.ts';
import {
  deliveredIfLevel,
  deliveredInterrupts,
  deliveredRenumbered,
  deliveredToVrmaGuests,
} from './delivered-interrupts.ts';
import type { Edition, Obligation } from './edition.ts';
import { flushMask } from './flush-mask.ts';
import { earlyMachineChecks, guestModes } from './guest-modes.ts';
import { instructionReads } from './instruction-reads.ts';
import { realModeFrames } from './real-mode-frames.ts';
import { refusedGuests } from './refused-guests.ts';
import { unitsAtOnce } from './units-at-once.ts';

const all = [
  deliveredInterrupts,
  deliveredIfLevel,
  deliveredRenumbered,
  deliveredToVrmaGuests,
  instructionReads,
  answeredInterrupts,
  askedController,
  askedRenumbered,
  ceding,
  flushMask,
  guestModes,
  earlyMachineChecks,
  refusedGuests,
  realModeFrames,
  unitsAtOnce,
] as const;

/** The name of an edition. */
export type EditionName = (typeof all)[number]['name'];

/** What later kernels do on purpose. */
export const editions: readonly Edition<EditionName>[] = all;

/** The edition of this name. For a name of the list there is one; for text from outside there may be none. */
export function editionNamed(name: EditionName): Edition<EditionName>;
export function editionNamed(name: string): Edition<EditionName> | undefined;
export function editionNamed(name: string): Edition<EditionName> | undefined {
  return editions.find((one) => one.name === name);
}

/** A clause as it is owed where these editions hold: with a claim and a sentence of its own where one of them names it. */
export function clauseIn<C extends Clause>(holding: readonly EditionName[], clause: C): C {
  const owed = holding.flatMap((name) => obligation(name, clause) ?? []);
  const [one] = owed;
  return one === undefined ? clause : { ...clause, says: one.says, claim: one.claim };
}

/** Clauses as they are owed where these editions hold; the same list where none of them is touched. */
export function clausesIn<C extends Clause>(
  holding: readonly EditionName[],
  clauses: readonly C[],
): readonly C[] {
  const owed = clauses.map((clause) => clauseIn(holding, clause));
  return owed.some((clause, i) => clause !== clauses[i]) ? owed : clauses;
}

/** In what two guests are alike, besides what the contract says, where these editions hold. */
export const openIn = (holding: readonly EditionName[]): readonly Place[] =>
  holding.flatMap((name) => Object.keys(editionNamed(name).openOfGuests ?? {}) as Place[]);

const obligation = (name: EditionName, clause: Clause): Obligation | undefined =>
  new Map(Object.entries(editionNamed(name).clauses)).get(clause.name);

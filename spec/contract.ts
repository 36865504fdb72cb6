// The table of contents: chapters in reading order, and what may be looked up by name.

import type { Chapter } from './chapter.ts';
import { answeredHypercalls } from './chapters/answered-hypercalls.ts';
import { areas } from './chapters/areas.ts';
import { ceding } from './chapters/ceding.ts';
import { counters } from './chapters/counters.ts';
import { delivery } from './chapters/delivery.ts';
import { handling } from './chapters/exits.ts';
import { guestState } from './chapters/guest-state.ts';
import { hostState } from './chapters/host-state.ts';
import { hypercalls } from './chapters/hypercalls.ts';
import { interruption } from './chapters/interruption.ts';
import { interrupts } from './chapters/interrupts.ts';
import { isolation } from './chapters/isolation.ts';
import { machines } from './chapters/machines.ts';
import { memory } from './chapters/memory.ts';
import { partition } from './chapters/partition.ts';
import { protocol } from './chapters/protocol.ts';
import { resumption } from './chapters/resumption.ts';
import { running } from './chapters/run-loop.ts';
import { stores } from './chapters/stores.ts';
import { threads } from './chapters/threads.ts';
import { timers } from './chapters/timers.ts';
import { translation } from './chapters/translation.ts';
import { vectors } from './chapters/vectors.ts';
import { witnesses } from './chapters/witnesses.ts';
import type { Clause } from './clause.ts';

const inReadingOrder = [
  hostState,
  guestState,
  counters,
  timers,
  partition,
  translation,
  stores,
  interrupts,
  vectors,
  interruption,
  resumption,
  answeredHypercalls,
  running,
  handling,
  delivery,
  hypercalls,
  machines,
  memory,
  areas,
  ceding,
  threads,
  protocol,
  isolation,
  witnesses,
] as const;

/** The name of a clause of the contract. */
export type ClauseName = (typeof inReadingOrder)[number]['clauses'][number]['name'];

/** The contract of the world switch. */
export const chapters: readonly Chapter<ClauseName>[] = inReadingOrder;

/** Every clause, in reading order. */
export const contract: readonly Clause<ClauseName>[] = chapters.flatMap(({ clauses }) => clauses);

const byName: ReadonlyMap<string, Clause<ClauseName>> = new Map(
  contract.map((clause) => [clause.name, clause]),
);

/** The clause with this name. For a name of the contract there is one; for text from outside there may be none. */
export function clauseNamed(name: ClauseName): Clause<ClauseName>;
export function clauseNamed(name: string): Clause<ClauseName> | undefined;
export function clauseNamed(name: string): Clause<ClauseName> | undefined {
  return byName.get(name);
}

// The table of contents: chapters in reading order, and what may be looked up by name.
import type { Chapter, Clause } from './clause.ts';
import { counters } from './clauses/counters.ts';
import { delivery } from './clauses/delivery.ts';
import { guestState } from './clauses/guest-state.ts';
import { handling } from './clauses/handling.ts';
import { hostState } from './clauses/host-state.ts';
import { hypercalls } from './clauses/hypercalls.ts';
import { interrupts } from './clauses/interrupts.ts';
import { isolation } from './clauses/isolation.ts';
import { machines } from './clauses/machines.ts';
import { memory } from './clauses/memory.ts';
import { partition } from './clauses/partition.ts';
import { resumption } from './clauses/resumption.ts';
import { running } from './clauses/running.ts';
import { stores } from './clauses/stores.ts';
import { threads } from './clauses/threads.ts';
import { timers } from './clauses/timers.ts';
import { translation } from './clauses/translation.ts';
import { vectors } from './clauses/vectors.ts';
import { witnesses } from './clauses/witnesses.ts';

/** The contract of the world switch. */
export const chapters: readonly Chapter[] = [
  hostState,
  guestState,
  counters,
  timers,
  partition,
  translation,
  stores,
  interrupts,
  vectors,
  resumption,
  running,
  handling,
  delivery,
  hypercalls,
  machines,
  memory,
  threads,
  isolation,
  witnesses,
];

/** Every clause, in reading order. */
export const contract: readonly Clause[] = chapters.flatMap(({ clauses }) => clauses);

/** The clause with this name, if there is one. */
export const clauseNamed = (name: string): Clause | undefined =>
  contract.find((clause) => clause.name === name);

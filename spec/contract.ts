// The table of contents: chapters in reading order, and what may be looked up by name.

import { counters } from './chapters/counters.ts';
import { delivery } from './chapters/delivery.ts';
import { guestState } from './chapters/guest-state.ts';
import { handling } from './chapters/handling.ts';
import { hostState } from './chapters/host-state.ts';
import { hypercalls } from './chapters/hypercalls.ts';
import { interrupts } from './chapters/interrupts.ts';
import { isolation } from './chapters/isolation.ts';
import { machines } from './chapters/machines.ts';
import { memory } from './chapters/memory.ts';
import { partition } from './chapters/partition.ts';
import { resumption } from './chapters/resumption.ts';
import { running } from './chapters/running.ts';
import { stores } from './chapters/stores.ts';
import { threads } from './chapters/threads.ts';
import { timers } from './chapters/timers.ts';
import { translation } from './chapters/translation.ts';
import { vectors } from './chapters/vectors.ts';
import { witnesses } from './chapters/witnesses.ts';
import type { Chapter, Clause } from './clause.ts';

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

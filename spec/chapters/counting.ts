// Counting: the terms in which clauses speak of the performance monitor, on both sides and on every path.
//
// A running counter changes all the time. How many events there are in a tick depends on the processor; in the model it is
// one, so no counter gains more than the ticks that have passed, and a frozen counter gains nothing.

import type { Claim, Term } from '../clause.ts';
import {
  and,
  atMost,
  choose,
  elapsed,
  has,
  holds,
  literal,
  no,
  now,
  or,
  sub,
  was,
} from '../terms.ts';
import { MMCR0_FC } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { placesOf } from '../vocabulary/registers.ts';
import { lowBits } from '../vocabulary/words.ts';

/** The counters, by their index in a structure. */
export const COUNTERS = [0, 1, 2, 3, 4, 5] as const;

/** The control registers, in the order in which a structure has them. */
export const CONTROLS = ['MMCR0', 'MMCR1', 'MMCRA'] as const;

/** The counter with this index. */
export const pmc = (i: number): Place => placesOf('PMC')[i] ?? 'PMC1';

/** 1 unless the guest has a VPA that says that it does not use the counters (PAPR). */
export const guestSaves: Term = or(no(was('vcpu.vpa')), was('vpa.pmcregs_in_use'));

/** A counter has advanced from a word: by no more than the ticks that have passed, and not at all if its MMCR0 has FC. */
export const counted = (counter: Place, from: Term, mmcr0: Term): Claim =>
  holds(
    counter,
    atMost(
      and(sub(now(counter), from), literal(lowBits(32))),
      choose(has(mmcr0, MMCR0_FC), literal(0n), elapsed),
    ),
  );

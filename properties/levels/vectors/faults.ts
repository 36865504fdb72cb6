// Faults of the vectors' code: one vector asks whether a guest was running, or does not, as it should not.
import type { Asking } from '../../../spec/vocabulary/vectors.ts';
import type { LevelFault } from '../level.ts';

/** What a vector that never asks does. */
export const ASKS_NOTHING: Asking = { asks: false, untested: true };

/** What a vector that asks on every way does. */
export const ASKS: Asking = { asks: true, untested: false };

interface VectorFault extends LevelFault {
  /** The vector, and what its code does instead. */
  readonly at: bigint;
  readonly as: Asking;
}

/** Every fault, by name. */
export const vectorFaults: Readonly<Record<string, VectorFault>> = {
  'hdec-vector-does-not-ask': {
    text: 'the vector of the hypervisor decrementer does not ask whether a guest was running',
    breaks: ['hypervisor-vectors-ask-for-a-guest'],
    at: 0x980n,
    as: ASKS_NOTHING,
  },
  'external-vector-asks-on-one-way-only': {
    text: "the vector of external interrupts has a way to the host's handler on which it does not ask whether a guest was running",
    breaks: ['hypervisor-vectors-ask-for-a-guest'],
    at: 0x500n,
    as: { asks: true, untested: true },
  },
  'data-storage-vector-asks': {
    text: 'the vector of data storage interrupts asks whether a guest was running, and none ever was',
    breaks: ['guests-own-vectors-ask-nothing'],
    at: 0x300n,
    as: ASKS,
  },
};

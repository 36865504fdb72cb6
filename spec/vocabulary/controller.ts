// The interrupt controller of a thread (XICS), as far as kernel source that asks it in real mode needs it: what it presents, and the note of
// the host's that it wants the CPU back. The model has no fields for them, so they are spare fields, always the same ones.
import type { Field } from './structures.ts';

/** HSTATE_HOST_IPI: not 0 while the host has sent this CPU an interrupt of its own. One byte, the highest of the doubleword. */
export const HOST_IPI: Field = 'spare.field[53]';

/** The first registers of the controller: XIRR is the low word. */
export const CONTROLLER: Field = 'spare.field[54]';

/** Bits of XIRR that say which source is presented; 0 if none is. */
export const XIRR_SOURCE = 0xffffffn;

/** The source of interrupts between processors. */
export const XICS_IPI = 2n;

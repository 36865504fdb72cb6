// The targets of a write, as far as they are known at compile time: a slot, or all that a store or a write of the SLB may reach.
import { lowBits } from '../../spec/vocabulary/words.ts';
import type { Layout } from '../layout.ts';
import { fieldCells, slbSlot, slbSlotOf, slotNamed, widths } from '../places.ts';
import type { StepWrite } from '../step.ts';
import { constantField } from './memory-code.ts';
import { knownWord, type Pair } from './pair.ts';
import type { Changes } from './schedule.ts';

/** The halves of the buffer that a write may change: those of its slot, or if that is not known of all that it may reach. */
export function halvesChanged({ slb }: StepWrite<Pair>, slot: number | undefined): Changes {
  if (slot !== undefined) return (half) => half >> 1 === slot;
  if (slb === undefined) return (half) => half >= 2 * firstField;
  return (half) => half >= 2 * slbSlot && half < 2 * slbSlotOf(32, 'esid');
}

/** The slot that a write goes to, if that is known at compile time. */
export function targetSlot(write: StepWrite<Pair>, layout: Layout): number | undefined {
  if (write.register !== undefined) return slotNamed(write.register);
  if (write.address !== undefined) return constantField(layout, write.address, write.bytes);
  const index = knownWord(write.slb);
  return index === undefined || index > 31n ? undefined : slbSlotOf(Number(index), write.half);
}

/** Whether a slot has a low half only. */
export const isNarrow = (slot: number): boolean => widths[slot] !== lowBits(64);

/** The first slot that is a field's: a store goes to no other. */
const firstField = fieldCells[0]?.slot ?? 0;

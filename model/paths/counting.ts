// A count that threads share, raised by lwarx and stwcx. in a loop.
import type { Field } from '../../spec/vocabulary/structures.ts';
import { type Step, step } from '../step.ts';
import { goToIf, has, isZero } from '../steps/branch.ts';
import { loadedAndReserved, storedConditionally } from '../steps/reservation.ts';
import { register, set, transfers } from '../steps/transfer.ts';
import { ENTERING } from './base-registers.ts';

const { address } = transfers({ ...ENTERING, vcore: 'r5' });

/** CR0[EQ]. */
const STORED = 0x20000000n;

/** r5 is the virtual core. r3 := the count, then the count grows by so much; `check` comes between, while it is reserved. */
export const counting = (
  passage: string,
  count: Field,
  by: bigint,
  check: Readonly<Record<string, Step>> = {},
): Readonly<Record<string, Step>> => ({
  count: step(`r3 := ${count}, reserved`, loadedAndReserved('r3', address(count), 4)),
  ...check,
  more: set('r0', (view, words) => words.add(view.register('r3'), words.literal(by)), `r3 + ${by}`),
  store: step(`${count} := r0, if reserved still`, storedConditionally('r0', address(count), 4)),
  again: goToIf(isZero(has(register('CR'), STORED)), 'it was not', `${passage}.count`),
});

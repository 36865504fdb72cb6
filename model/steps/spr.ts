// Special purpose registers: mfspr and mtspr, once it is known which register the number means.
//
// Power ISA 2.06B, Book I 3.3.15 and Book III-S 4.4.4, "Move To/From System Register Instructions". A register of
// 32 bits is read with zeros above.
import { type Gpr, placesOf, type Place as Register } from '../../spec/vocabulary/registers.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import { breakpointKnown, breakpointRead } from './breakpoint.ts';
import { readEarly } from './context.ts';
import { leftBy } from './left-by.ts';

/** mfspr: RT := the register; of DABR with what it settles; of a counter or a sample with a note that it was read while a change of MMCR0 may be still to come. */
export const moveFromSpr = (rt: Gpr, from: Register): Meaning => {
  if (from === 'DABR')
    return (view, words) => [
      { register: rt, value: breakpointRead(view, words) },
      breakpointKnown(view, words),
    ];
  if (!FROZEN_BY_MMCR0.has(from)) return (view) => [{ register: rt, value: view.register(from) }];
  return (view, words) => [{ register: rt, value: view.register(from) }, readEarly(view, words)];
};

/** What MMCR0 stops, once that has taken effect. */
const FROZEN_BY_MMCR0: ReadonlySet<Register> = new Set<Register>([
  ...placesOf('PMC'),
  'SIAR',
  'SDAR',
]);

/** mfspr by a number that reads the upper 32 bits of a register of 64: TBU (269), PPR32 (898). */
export const moveFromUpper =
  (rt: Gpr, from: Register): Meaning =>
  (view, words) => [{ register: rt, value: words.shiftRight(view.register(from), 32) }];

/** mtspr: the register := RS, with what that leaves to be synchronised; none where the number only reads. */
export const moveToSpr = (to: Register | undefined, rs: Gpr): Meaning => {
  if (to === undefined) return () => [];
  return (view, words) => [{ register: to, value: view.register(rs) }, ...leftBy(to, view, words)];
};

/** mtspr by a number that writes the upper 32 bits of a register of 64: PPR32 (898). */
export const moveToUpper =
  (to: Register, rs: Gpr): Meaning =>
  (view, words) => {
    const low = words.and(view.register(to), words.literal(lowBits(32)));
    return [{ register: to, value: words.or(low, words.shiftLeft(view.register(rs), 32)) }];
  };

/** mtspr to a register whose bits a write can only clear, HMER (336): each bit stays only where RS has it. */
export const clearInSpr =
  (to: Register, rs: Gpr): Meaning =>
  (view, words) => [{ register: to, value: words.and(view.register(to), view.register(rs)) }];

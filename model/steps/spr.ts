// Special purpose registers: mfspr and mtspr, once it is known which register the number means.
//
// Power ISA 2.06B, Book I 3.3.15 and Book III-S 4.4.4, "Move To/From System Register Instructions". A register of
// 32 bits is read with zeros above.
import type { Gpr, Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Meaning } from '../step.ts';
import { alteredBy, alters } from './context.ts';

/** mfspr: RT := the register. */
export const moveFromSpr =
  (rt: Gpr, from: Register): Meaning =>
  (view) => [{ register: rt, value: view.register(from) }];

/** mtspr: the register := RS, with what that leaves to be synchronised; none where the number only reads. */
export const moveToSpr = (to: Register | undefined, rs: Gpr): Meaning => {
  if (to === undefined) return () => [];
  const later = alteredBy(to);
  return (view, words) => {
    const write = { register: to, value: view.register(rs) };
    return later === undefined ? [write] : [write, alters(view, words, later)];
  };
};

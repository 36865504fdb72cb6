// The timebase by its parts: reading its upper half, and setting it, which only the hypervisor can.
//
// Power ISA 2.06B, Book II 4.2 "Time Base" and Book III-S 9.2. What a write sets it forward by (modulo 2^64) is added to TB_OFFSET, so
// that it can be told from the time that passes.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';

/** A part of the timebase that one SPR number writes. */
export type TimebasePart = 'lower' | 'upper' | 'upper40';

/** The bits of TB that each takes, and how far RS is shifted left for them: TBL and TBU take the low word, TBU40 its own bits. */
const PARTS: Readonly<Record<TimebasePart, { readonly bits: Word; readonly shift: number }>> = {
  lower: { bits: lowBits(32), shift: 0 },
  upper: { bits: lowBits(64) & ~lowBits(32), shift: 32 },
  upper40: { bits: lowBits(64) & ~lowBits(24), shift: 0 },
};

/** mtspr to TBL (284), TBU (285) or TBU40 (286): these bits of TB come from RS, the others stay. */
export const setTimebase = (part: TimebasePart, rs: Gpr): Meaning => {
  const { bits, shift } = PARTS[part];
  return (view, words) => {
    const before = view.register('TB');
    const kept = words.and(before, words.literal(lowBits(64) & ~bits));
    const given = words.shiftLeft(view.register(rs), shift);
    const after = words.or(kept, words.and(given, words.literal(bits)));
    const forward = words.add(view.register('TB_OFFSET'), words.sub(after, before));
    return [
      { register: 'TB', value: after },
      { register: 'TB_OFFSET', value: forward },
    ];
  };
};

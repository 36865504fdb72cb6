// The translation lookaside buffer: invalidating what it holds for a partition, class by class.
//
// Power ISA 2.06B, Book III-S 5.9.3.3, "TLB Management Instructions": tlbiel with IS = 0b10 reaches one congruence
// class of this core's TLB, which has 128. TLB[0] and TLB[1] have a bit for each.

import { UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { type Meaning, type Step, step } from '../step.ts';
import { alters } from './context.ts';

/** tlbiel for every class. */
export const invalidateTlb: Step = step('tlbiel for each of 128 classes', (view, words) => [
  { register: 'TLB[0]', value: words.literal(0n) },
  { register: 'TLB[1]', value: words.literal(0n) },
  alters(view, words, UNSYNCED.STORAGE),
]);

/** tlbiel: the class in RB 45:51 when IS, RB 52:53, is 0b10 or 0b11; else one translation, and others may stay. */
export const tlbiel =
  (rb: Gpr): Meaning =>
  (view, words) => {
    const operand = view.register(rb);
    const whole = words.and(operand, words.literal(0x800n));
    const number = words.and(words.shiftRight(operand, 12), words.literal(lowBits(7)));
    const high = words.and(number, words.literal(64n));
    const spared = words.not(bitAt(words.and(number, words.literal(63n)), words));
    const all = words.literal(lowBits(64));
    const low = words.select(high, all, spared);
    return [
      { register: 'TLB[0]', value: words.and(view.register('TLB[0]'), low), when: whole },
      {
        register: 'TLB[1]',
        value: words.and(view.register('TLB[1]'), words.select(high, spared, all)),
        when: whole,
      },
      alters(view, words, UNSYNCED.STORAGE),
    ];
  };

/** 1 shifted left by 0 to 63 bits. */
const bitAt = <V>(number: V, words: Words<V>): V =>
  [1, 2, 4, 8, 16, 32].reduce(
    (word, by) =>
      words.select(words.and(number, words.literal(BigInt(by))), words.shiftLeft(word, by), word),
    words.literal(1n),
  );

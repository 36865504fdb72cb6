// The translation lookaside buffer: invalidating what it holds of a partition, class by class.
//
// Power ISA 2.06B, Book III-S 5.9.3.3, "TLB Management Instructions": tlbiel reaches one congruence class of this core's TLB, which
// has 128; with IS = 0b10 what the class holds of the partition in LPIDR, with IS = 0b11 all that it holds. TLB[0] and TLB[1] have
// a bit for each class, and are of the partition TLB_LPID.

import { UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import { type Meaning, type Step, step, type View } from '../step.ts';
import { alters } from './context.ts';

/** tlbiel with IS = 0b10 for every class. */
export const invalidateTlb: Step = step('tlbiel for each of 128 classes', (view, words) => [
  { register: 'TLB[0]', value: words.literal(0n), when: isOwn(view, words) },
  { register: 'TLB[1]', value: words.literal(0n), when: isOwn(view, words) },
  alters(view, words, UNSYNCED.STORAGE),
]);

/** tlbiel: of the class in RB 45:51, what IS, RB 52:53, says: 0b10 its own partition's, 0b11 all; else one translation, and others may stay. */
export const tlbiel =
  (rb: Gpr): Meaning =>
  (view, words) => {
    const operand = view.register(rb);
    const all = words.and(operand, words.literal(IS.ALL));
    const reached = words.select(all, words.literal(1n), isOwn(view, words));
    const whole = words.select(
      words.and(operand, words.literal(IS.CLASS)),
      reached,
      words.literal(0n),
    );
    const number = words.and(words.shiftRight(operand, 12), words.literal(lowBits(7)));
    const high = words.and(number, words.literal(64n));
    const spared = words.not(bitAt(words.and(number, words.literal(63n)), words));
    const kept = words.literal(lowBits(64));
    const low = words.select(high, kept, spared);
    return [
      { register: 'TLB[0]', value: words.and(view.register('TLB[0]'), low), when: whole },
      {
        register: 'TLB[1]',
        value: words.and(view.register('TLB[1]'), words.select(high, spared, kept)),
        when: whole,
      },
      alters(view, words, UNSYNCED.STORAGE),
    ];
  };

/** Bits of RB 52:53: the whole class; of any partition. */
const IS = { CLASS: 0x800n, ALL: 0x400n } as const;

/** 1 when LPIDR holds the partition that TLB is of. */
const isOwn = <V>(view: View<V>, words: Words<V>): V =>
  words.equal(view.register('LPIDR'), view.register('TLB_LPID'));

/** 1 shifted left by 0 to 63 bits. */
const bitAt = <V>(number: V, words: Words<V>): V =>
  [1, 2, 4, 8, 16, 32].reduce(
    (word, by) =>
      words.select(words.and(number, words.literal(BigInt(by))), words.shiftLeft(word, by), word),
    words.literal(1n),
  );

// Traps: Power ISA 2.06B, Book I 3.3.11, "Fixed-Point Trap Instructions", and Book III-S, "Program Interrupt".
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import { interruptWrites } from './msr.ts';
import type { Source } from './transfer.ts';

/** The program interrupt: its vector, and the bit of SRR1 that says that a trap raised it. */
const PROGRAM = 0x700n;
const BY_TRAP = 0x20000n;

/** tw, td: a program interrupt if A compares with B in one of the ways that TO names (LT 16, GT 8, EQ 4, and LT 2, GT 1 without a sign). */
export const trapped =
  (to: number, a: Source, b: Source, bits: 32 | 64): Meaning =>
  (view, words) => {
    const [x, y] = [a(view, words), b(view, words)];
    const [p, q] = bits === 64 ? [x, y] : [words.signExtend(x, 32), words.signExtend(y, 32)];
    const when = conditions(words, p, q)
      .filter((_, i) => (to & (16 >> i)) !== 0)
      .reduce((some, one) => words.or(some, one), words.literal(0n));
    const own = words.sub(view.register('NIA'), words.literal(4n));
    const delivery = { vector: PROGRAM, pair: 'SRR', hypervisor: false, status: BY_TRAP } as const;
    return interruptWrites(view, words, delivery, own).map((write) => ({ ...write, when }));
  };

/** In the order of TO's bits. A word extended by its sign compares, without one, as the word does. */
const conditions = <V>(words: Words<V>, a: V, b: V): readonly V[] => [
  words.lessSigned(a, b),
  words.lessSigned(b, a),
  words.equal(a, b),
  words.lessUnsigned(a, b),
  words.lessUnsigned(b, a),
];

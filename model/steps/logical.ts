// Logical instructions: Power ISA 2.06B, Book I 3.3.12, "Fixed-Point Logical Instructions"; priority: Book II 3.2, "or" Instruction.

import { PPR } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { assigning } from './result.ts';
import type { Source } from './transfer.ts';

/** Two words made into one, bit by bit. */
export type Bitwise = <V>(words: Words<V>, a: V, b: V) => V;

/** Each bit 1 where both are. */
export const and: Bitwise = (words, a, b) => words.and(a, b);

/** Each bit 1 where one is. */
export const or: Bitwise = (words, a, b) => words.or(a, b);

/** Each bit 1 where they differ. */
export const xor: Bitwise = (words, a, b) => words.xor(a, b);

/** The complement of `and`. */
export const nand: Bitwise = (words, a, b) => words.not(words.and(a, b));

/** The complement of `or`. */
export const nor: Bitwise = (words, a, b) => words.not(words.or(a, b));

/** The complement of `xor`. */
export const equivalent: Bitwise = (words, a, b) => words.not(words.xor(a, b));

/** a and not b. */
export const andComplement: Bitwise = (words, a, b) => words.and(a, words.not(b));

/** a or not b. */
export const orComplement: Bitwise = (words, a, b) => words.or(a, words.not(b));

/** RA := RS and B, combined. */
export const combined = (ra: Gpr, rs: Source, b: Source, how: Bitwise, record = false): Meaning =>
  assigning(ra, (view, words) => how(words, rs(view, words), b(view, words)), record);

/** RA := the low bits of RS, sign-extended. */
export const extended = (ra: Gpr, rs: Gpr, bits: number, record = false): Meaning =>
  assigning(ra, (view, words) => words.signExtend(view.register(rs), bits), record);

/** RA := how many zeros RS has above its highest one, of `bits` bits. */
export const leadingZeros = (ra: Gpr, rs: Gpr, bits: 32 | 64, record = false): Meaning =>
  assigning(ra, (view, words) => countedZeros(words, view.register(rs), bits), record);

/** Halving: while the upper half is empty, count it and look at the lower. */
function countedZeros<V>(words: Words<V>, word: V, bits: number): V {
  let rest = bits === 64 ? word : words.shiftLeft(word, 32);
  let count = words.literal(0n);
  for (let half = 32; half >= 1; half >>= 1) {
    const empty = words.equal(words.shiftRight(rest, 64 - half), words.literal(0n));
    count = words.add(count, words.select(empty, words.literal(BigInt(half)), words.literal(0n)));
    rest = words.select(empty, words.shiftLeft(rest, half), rest);
  }
  const none = words.equal(rest, words.literal(0n));
  const all = words.literal(BigInt(bits));
  const last = words.and(none, words.equal(count, words.literal(63n)));
  return words.select(words.lessUnsigned(count, all), words.add(count, last), all);
}

/** or RX,RX,RX with one of these X also sets the program priority, PPR bits 11:13. */
const PRIORITIES: ReadonlyMap<Gpr, bigint> = new Map<Gpr, bigint>([
  ['r31', 1n],
  ['r1', 2n],
  ['r6', 3n],
  ['r2', 4n],
  ['r5', 5n],
  ['r3', 6n],
  ['r7', 7n],
]);

/** The priority that or RX,RX,RX sets; undefined where it is only an or. */
export function priorityOf(rx: Gpr): Meaning | undefined {
  const priority = PRIORITIES.get(rx);
  if (priority === undefined) return undefined;
  return (view, words) => [
    { register: rx, value: view.register(rx) },
    withPriority(view, words, priority << 50n),
  ];
}

/** or RX,RX,RX as a step of the path, where only the priority counts: RX stays as it is. */
const atPriority = (text: string, priority: Word): Step =>
  step(text, (view, words) => [withPriority(view, words, priority)]);

/** or r2,r2,r2: the program priority becomes medium. */
export const mediumPriority: Step = atPriority('medium priority', PPR.MEDIUM);

/** or r1,r1,r1: the program priority becomes low. */
export const lowPriority: Step = atPriority('low priority', PPR.LOW);

function withPriority<V>(view: View<V>, words: Words<V>, priority: Word): StepWrite<V> {
  const others = words.and(view.register('PPR'), words.not(words.literal(PPR.PRIORITY)));
  return { register: 'PPR', value: words.or(others, words.literal(priority)) };
}

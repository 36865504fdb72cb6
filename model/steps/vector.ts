// The first instruction of an interrupt vector's code: that it was executed says which vector was entered, and no register of
// the machine does. A vector may be entered by an interrupt, or by a branch of code that hands an interrupt on. No handler of a
// hypercall has been entered since.
import { type Step, step } from '../step.ts';

/** The step as the first of a vector's code, at this real address. */
export const firstOfVector = (vector: bigint, { text, meaning }: Step): Step =>
  step(text, (view, words, code) => [
    ...meaning(view, words, code),
    { register: 'LAST_VECTOR', value: words.literal(vector) },
    { register: 'HANDLER', value: words.shiftRight(words.literal(vector), WIDTH_OF_VECTORS) },
  ]);

/** Bits: what is left of a vector without so many is 0, which is made so to be no constant of the path in which a fault could be. */
const WIDTH_OF_VECTORS = 16;

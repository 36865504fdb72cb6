// One word, drawn as the machine's words are: random, or a corner.
import type fc from 'fast-check';
import { expand } from './expand.ts';

const pair = new Uint32Array(2);
const word = new BigUint64Array(pair.buffer);

/** A word of 64 bits. */
export function drawWord(random: fc.Random): bigint {
  expand(random.nextInt(), pair);
  return word[0] ?? 0n;
}

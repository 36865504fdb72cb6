// Comparisons: Power ISA 2.06B, Book I 3.3.9, "Fixed-Point Compare Instructions". L = 0 compares the low words.
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import { comparison } from './result.ts';
import type { Source } from './transfer.ts';

/** A field of CR := how A compares with B, as numbers of so many bits with or without a sign. */
export const compared =
  (field: number, a: Source, b: Source, bits: 32 | 64, signed: boolean): Meaning =>
  (view, words) => {
    const [first, second] = [a, b].map((side) => cut(words, side(view, words), bits, signed));
    if (first === undefined || second === undefined) return [];
    const less = signed ? words.lessSigned : words.lessUnsigned;
    return [comparison(view, words, field, first, second, less)];
  };

function cut<V>(words: Words<V>, word: V, bits: 32 | 64, signed: boolean): V {
  if (bits === 64) return word;
  return signed ? words.signExtend(word, 32) : words.and(word, words.literal(0xffffffffn));
}

// The words that an action of a guest is given: known ones, or such as each reading of the step brings, so that one step may
// stand for all actions of its form.
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import { numbers } from '../../spec/vocabulary/words.ts';

/** A word, or what gives one to whoever reads the step. */
export type Operand = Word | (<V>(words: Words<V>) => V);

/** The operand as a word of the reading at hand. */
export const given = <V>(operand: Operand, words: Words<V>): V =>
  typeof operand === 'bigint' ? words.literal(operand) : operand(words);

/** The operand as a reader of the step would say it. */
export const shown = (operand: Operand): string => given(operand, numbers).toString();

/** The same in hexadecimal. */
export const shownInHex = (operand: Operand): string => `0x${given(operand, numbers).toString(16)}`;

/** Those bits of an operand. */
export const masked = (operand: Operand, mask: Word): Operand =>
  typeof operand === 'bigint'
    ? operand & mask
    : (words) => words.and(operand(words), words.literal(mask));

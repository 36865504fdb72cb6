// Branches: NIA := select(condition, target, next). Nothing is ever asked of a value.
import { type Step, step } from '../step.ts';
import type { Source } from './transfer.ts';

/** Goes to a label. */
export const goTo = (label: string): Step =>
  step(`go to ${label}`, (_view, words, code) => [
    { register: 'NIA', value: words.literal(code(label)) },
  ]);

/** Goes to a label when the condition is not 0. */
export const goToIf = (condition: Source, text: string, label: string): Step =>
  step(`if ${text}, go to ${label}`, (view, words, code) => [
    {
      register: 'NIA',
      value: words.select(condition(view, words), words.literal(code(label)), view.register('NIA')),
    },
  ]);

/** Calls a label: LR gets the address after the call. */
export const call = (label: string): Step =>
  step(`call ${label}`, (view, words, code) => [
    { register: 'LR', value: view.register('NIA') },
    { register: 'NIA', value: words.literal(code(label)) },
  ]);

/** Calls what CTR points to, as bctrl does: LR gets the address after the call. */
export const callThroughCtr: Step = step('call what CTR points to', (view, words) => [
  { register: 'LR', value: view.register('NIA') },
  { register: 'NIA', value: words.and(view.register('CTR'), words.not(words.literal(3n))) },
]);

/** blr: goes where LR says; its two low bits do not count. */
export const returnToCaller: Step = step('blr', (view, words) => [
  { register: 'NIA', value: words.and(view.register('LR'), words.not(words.literal(3n))) },
]);

/** 1 when the word is 0. */
export const isZero =
  (word: Source): Source =>
  (view, words) =>
    words.equal(word(view, words), words.literal(0n));

/** 1 when the word has this value. */
export const is =
  (word: Source, value: bigint): Source =>
  (view, words) =>
    words.equal(word(view, words), words.literal(value));

/** Not 0 when any of these bits is set. */
export const has =
  (word: Source, bits: bigint): Source =>
  (view, words) =>
    words.and(word(view, words), words.literal(bits));

/** 1 when the low 32 bits, as a signed number, are below the bound. */
export const isBelow32 =
  (word: Source, bound: bigint): Source =>
  (view, words) =>
    words.lessSigned(words.signExtend(word(view, words), 32), words.literal(bound));

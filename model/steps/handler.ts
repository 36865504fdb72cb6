// Handlers of hypercalls: which was entered, which no register of the machine says.
import { HANDLER } from '../../spec/vocabulary/hypercalls.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Step, step } from '../step.ts';

/** The number that stands for a handler of which no list says what it answers. */
export const UNLISTED: Word = HANDLER.NUMBER;

/** Whether hypercalls have handlers in real mode. */
export type PathKind = 'has-handlers' | 'has-none';

/** The step as the first of KVM's code after an interrupt: no handler has been entered yet. */
export const beforeHandlers = (path: PathKind, { text, meaning }: Step): Step =>
  step(text, (view, words, code) => [
    ...meaning(view, words, code),
    { register: 'HANDLER', value: words.literal(path === 'has-handlers' ? HANDLER.LISTED : 0n) },
  ]);

/** The step as the first of the handler of the hypercall with this number. */
export const firstOfHandler = (number: Word, { text, meaning }: Step): Step =>
  step(text, (view, words, code) => {
    const before = words.and(
      view.register('HANDLER'),
      words.literal(HANDLER.LISTED | HANDLER.COUNT),
    );
    const entered = words.literal(HANDLER.ENTERED | number);
    return [
      ...meaning(view, words, code),
      { register: 'HANDLER', value: words.add(before, entered) },
    ];
  });

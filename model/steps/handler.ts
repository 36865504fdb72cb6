// Handlers of hypercalls: which was entered, which no register of the machine says.
import {
  HANDLER,
  type HandlerName,
  handlerNames,
  listed,
} from '../../spec/vocabulary/hypercalls.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Step, step } from '../step.ts';

/** The number that stands for a handler of which no list says what it answers. */
export const UNLISTED: Word = HANDLER.NUMBER;

/** The step as the first of KVM's code after an interrupt, in a path that has these handlers: none has been entered yet. */
export const beforeHandlers = (names: readonly HandlerName[], { text, meaning }: Step): Step =>
  step(text, (view, words, code) => [
    ...meaning(view, words, code),
    { register: 'HANDLER', value: words.literal(listed(names)) },
  ]);

/** The step as the first of the handler of the hypercall with this number. */
export const firstOfHandler = (number: Word, { text, meaning }: Step): Step =>
  step(text, (view, words, code) => {
    const before = words.and(
      view.register('HANDLER'),
      words.literal(listed(handlerNames) | HANDLER.COUNT),
    );
    const entered = words.literal(HANDLER.ENTERED | number);
    return [
      ...meaning(view, words, code),
      { register: 'HANDLER', value: words.add(before, entered) },
    ];
  });

// Power saving: a thread that naps executes nothing more until an interrupt wakes it.
//
// Power ISA 2.06B, Book III-S 3.3.2, "Power-Saving Mode Instructions". No interrupt of the kind is modelled, so the
// thread stays where it is.
import { type Step, step } from '../step.ts';

/** nap or sleep: the thread does not go on. */
export const nap: Step = step('nap', (view, words) => [
  { register: 'NIA', value: words.sub(view.register('NIA'), words.literal(4n)) },
]);

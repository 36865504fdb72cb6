// What guests do, compiled: one function for each form of action, which is given the words of each.
import type { Compiler, StepFunction } from '../../model/compiled/compiler.ts';
import { type Action, formOf, stepOfForm } from '../arbitraries/guest-program.ts';

/** How code of a compiler takes an action; false where there is none. */
export function guestActions(compiler: Compiler): (action: Action | undefined) => boolean {
  const known = new Map<string, StepFunction>();
  const word = new BigInt64Array(1);
  const halves = new Int32Array(word.buffer);
  const made = (form: string, action: Action): StepFunction => {
    const single = compiler.templateFunction((first, index) => stepOfForm(action, first, index));
    known.set(form, single);
    return single;
  };
  return (action) => {
    if (action === undefined) return false;
    const form = formOf(action);
    const run = known.get(form) ?? made(form, action);
    word[0] = action.word;
    run(halves[0] ?? 0, halves[1] ?? 0, action.on);
    return true;
  };
}

// What guests do, for the compiled reader: one function for each form of action, and the literals of each action.
import type { Single, Workshop } from '../../model/compiled/workshop.ts';
import type { Act } from '../../model/compiled/world.ts';
import { type Action, formOf, stepOf } from '../arbitraries/guest-program.ts';

/** How a workshop takes an action. */
export function actsIn(workshop: Workshop): (action: Action) => Act {
  const known = new Map<string, Single>();
  return (action) => {
    const { name, varies } = formOf(action);
    const step = varies || !known.has(name) ? stepOf(action) : undefined;
    let run = known.get(name);
    if (run === undefined) {
      const made = step ?? stepOf(action);
      run = varies ? workshop.template(made) : workshop.fixed(made);
      known.set(name, run);
    }
    return { run, literals: varies && step !== undefined ? workshop.literals.put(step) : 0 };
  };
}

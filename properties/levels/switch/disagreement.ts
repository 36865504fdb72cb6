// Two readers of the model that say different things of one history: one of them is wrong.
import type { Clause } from '../../../spec/clause.ts';

/** Two readers of the same texts disagree: one of them is wrong. */
export class Disagreement extends Error {}

/** What is said of it: of a clause the compiled evaluator says one verdict, and the interpreter another. */
export const disagreementOn = ({ name }: Clause, compiled: string, plain: string): Disagreement =>
  new Disagreement(
    `two readers of the model disagree: on ${name} the compiled one says ${compiled}, the plain one ${plain}`,
  );

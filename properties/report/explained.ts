// A counterexample explained: whose values they are, what of the beginning does not matter, and what would put it right.
import type { Clause } from '../../spec/clause.ts';
import type { History } from '../arbitraries/history.ts';
import type { Stage } from '../play.ts';
import { repairOf } from '../repair/search.ts';
import { freePlaces } from './free-places.ts';
import { lifeOf } from './life.ts';
import { type Named, type Shown, show } from './shown.ts';

/** Takes a history apart and explains it; undefined when it does not break the clause (any more). */
export function explain(
  subject: Named,
  clause: Clause,
  history: History,
  stage: Stage,
): Shown | undefined {
  const shown = show(subject, clause, history, stage);
  if (shown?.verdict !== 'violated') return shown;
  const { program } = subject;
  const places = new Set(shown.initial.map(([place]) => place));
  const free = freePlaces(program, clause, history, places, stage);
  return {
    ...shown,
    life: lifeOf(program, clause, history, stage),
    repair: repairOf(program, clause, history),
    ...(free === undefined ? {} : { free }),
  };
}

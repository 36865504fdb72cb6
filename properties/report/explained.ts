// A counterexample explained: whose values they are, what of the beginning does not matter, and what would put it right.
import type { Clause } from '../../spec/clause.ts';
import type { History } from '../arbitraries/history.ts';
import { Halted, undisturbed } from '../halt.ts';
import type { Stage } from '../play.ts';
import { repairOf } from '../repair/search.ts';
import { freePlaces } from './free-places.ts';
import { lifeOf } from './life.ts';
import { type Named, type Shown, show } from './shown.ts';

/** Takes a history apart and tells whose the values are; undefined when it does not break the clause (any more). */
export function showLife(
  subject: Named,
  clause: Clause,
  history: History,
  stage: Stage,
): Shown | undefined {
  const shown = show(subject, clause, history, stage);
  return shown && { ...shown, life: lifeOf(subject.program, clause, history, stage) };
}

/**
 * Takes a history apart and explains it: what does not matter, and what would put it right, take trying. Where that is to be
 * left, the rest is told without.
 */
export function explain(
  subject: Named,
  clause: Clause,
  history: History,
  stage: Stage,
): Shown | undefined {
  const shown = undisturbed(() => showLife(subject, clause, history, stage));
  if (shown?.verdict !== 'violated') return shown;
  const { program } = subject;
  const places = new Set(shown.initial.map(([place]) => place));
  try {
    const free = freePlaces(program, clause, history, places, stage);
    const repair = repairOf(program, clause, history);
    return { ...shown, repair, ...(free === undefined ? {} : { free }) };
  } catch (error) {
    if (error instanceof Halted) return shown;
    throw error;
  }
}

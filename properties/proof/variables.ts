// The variables that formulas are of.
import type { Term } from '../../model/symbolic/term.ts';

/** A variable. */
export type Variable = Extract<Term, { op: 'variable' }>;

/** All variables of formulas, by name. */
export function variablesIn(formulas: Iterable<Term>): ReadonlyMap<string, Variable> {
  const found = new Map<string, Variable>();
  const seen = new Set<Term>();
  const search = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    if (term.op === 'variable') found.set(term.name, term);
    for (const part of term.args) search(part);
  };
  for (const formula of formulas) search(formula);
  return found;
}

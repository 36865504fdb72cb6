// When two terms are one word, on a path: they are the same term, or the same choice of the same words, or rewriting finds no
// assignment in which they differ.
import { type Algebra, negated } from '../../../model/symbolic/algebra.ts';
import { assume, type Facts, noFacts, simplified } from '../../../model/symbolic/facts.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import type { Settling } from '../settling.ts';
import { plainChoices } from './plain-choices.ts';

/** Whether two terms are the same one, or are found to be equal wherever facts hold; undefined where they are not. */
export type Equality = (facts: Facts, a: Term, b: Term) => 'identical' | 'rewritten' | undefined;

/** What tells whether two terms are equal wherever the facts hold, case by case: one of the cases is always so. */
export function equalities(t: Algebra, settle: Settling, cases: readonly Term[]): Equality {
  const areChosenAlike = chosenAlike(t);
  const areEqual = (facts: Facts, a: Term, b: Term): boolean => {
    const [x, y] = [simplified(t, facts, a), simplified(t, facts, b)];
    if (facts.impossible || x === y) return true;
    settle.begin();
    return settle.openParts(facts, negated(t, t.equal(x, y))).length === 0;
  };
  return (facts, a, b) => {
    if (a === b) return 'identical';
    if (areChosenAlike(a, b)) return 'rewritten';
    return cases.every((one) => areEqual(assume(t, facts, one, true), a, b))
      ? 'rewritten'
      : undefined;
  };
}

/**
 * Whether two terms are choices by the same conditions, in the same order, of what is the same where each of them holds: a table as it was
 * stored element by element.
 */
function chosenAlike(t: Algebra): (a: Term, b: Term) => boolean {
  const plain = plainChoices(t);
  const known = new Map<Term, Map<Term, boolean>>();
  const under = (condition: Term, a: Term, b: Term): boolean => {
    const facts = assume(t, noFacts(), condition, true);
    return facts.impossible || plain(simplified(t, facts, a)) === plain(simplified(t, facts, b));
  };
  const areAlike = (a: Term, b: Term): boolean => {
    let [x, y] = [a, b];
    while (x !== y) {
      if (x.op !== 'select' || y.op !== 'select' || x.args[0] !== y.args[0]) return false;
      if (x.args[1] !== y.args[1] && !under(x.args[0], x.args[1], y.args[1])) return false;
      [x, y] = [x.args[2], y.args[2]];
    }
    return true;
  };
  return (a, b) => {
    const ofA = known.get(a) ?? new Map<Term, boolean>();
    known.set(a, ofA);
    const found = ofA.get(b) ?? areAlike(plain(a), plain(b));
    ofA.set(b, found);
    return found;
  };
}

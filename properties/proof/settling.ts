// Settling by rewriting: a formula is 0 in every case if it is rewritten to 0, or if it is so in both cases of a condition in it.
//
// Cases are split on the conditions that choices ask, the outermost first. What a formula has become by them is all that counts, so what
// was settled once is known: a count of 32 entries is settled in as many cases as it has values at each, and not in 2^32.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { assume, type Facts, noFacts, simplified } from '../../model/symbolic/facts.ts';
import type { Term } from '../../model/symbolic/term.ts';

/** Cases that may be tried for one formula. */
const CASES = 6000;

/** What settles formulas of one algebra; it knows what it has settled. */
export interface Settling {
  /** Whether the formula is 0 in every assignment that the facts allow; false where that is not found. */
  isNever(facts: Facts, formula: Term): boolean;
}

/** Settles formulas over an algebra. */
export function settling(t: Algebra): Settling {
  const never = new Set<Term>();
  const open = new Set<Term>();
  let cases = 0;
  const isZero = (formula: Term): boolean => {
    if (formula.max === 0n || never.has(formula)) return true;
    if (formula.ones !== 0n || open.has(formula) || cases-- <= 0) return false;
    const condition = conditionIn(formula, new Set());
    const settled =
      condition !== undefined &&
      [true, false].every((holds) => {
        const facts = assume(t, noFacts(), condition, holds);
        return facts.impossible || isZero(simplified(t, facts, formula));
      });
    (settled ? never : open).add(formula);
    return settled;
  };
  return {
    isNever(facts, formula) {
      if (facts.impossible) return true;
      cases = CASES;
      return isZero(simplified(t, facts, formula));
    },
  };
}

/** A condition that a choice in the formula asks, or a truth that it is made of. */
function conditionIn(formula: Term, seen: Set<Term>): Term | undefined {
  if (seen.has(formula)) return undefined;
  seen.add(formula);
  if (formula.op === 'select') return formula.args[0];
  for (const part of formula.args) {
    const found = conditionIn(part, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

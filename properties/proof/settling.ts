// Settling by rewriting: a formula is 0 in every case if it is rewritten to 0, or if it is so in both cases of a condition in it.
//
// A disjunction is settled part by part. Cases are split on the condition that was made first. What a formula has become by them is all
// that counts, so what was settled once is known: a count of 32 entries is settled in as many cases as it has values at each, not 2^32.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { conjuncts } from '../../model/symbolic/bits.ts';
import { assume, type Facts, noFacts, simplified } from '../../model/symbolic/facts.ts';
import { isTruth, type Term } from '../../model/symbolic/term.ts';

/** Cases that may be tried for one formula. */
const CASES = 4000;

/** What settles formulas of one algebra; it knows what it has settled. */
export interface Settling {
  /** The parts of the formula that are not found to be 0 in every assignment that the facts allow; none where it is settled. */
  openParts(facts: Facts, formula: Term): readonly Term[];
}

/** Settles formulas over an algebra. */
export function settling(t: Algebra): Settling {
  const never = new Set<Term>();
  const open = new Set<Term>();
  let cases = 0;
  const isNever = (formula: Term): boolean => {
    if (formula.max === 0n || never.has(formula)) return true;
    if (formula.ones !== 0n || open.has(formula) || cases-- <= 0) return false;
    const settled = byParts(formula) ?? byCases(formula);
    (settled ? never : open).add(formula);
    return settled;
  };
  const byParts = (formula: Term): boolean | undefined =>
    formula.op === 'or' && isTruth(formula) ? formula.args.every(isNever) : undefined;
  const byCases = (formula: Term): boolean => {
    const condition = conditionIn(formula);
    return (
      condition !== undefined &&
      [true, false].every((holds) => {
        const facts = assume(t, noFacts(), condition, holds);
        return facts.impossible || isNever(simplified(t, facts, formula));
      })
    );
  };
  return {
    openParts(facts, formula) {
      if (facts.impossible) return [];
      return disjuncts(simplified(t, facts, formula)).filter((part) => {
        cases = CASES;
        return !isNever(part);
      });
    },
  };
}

/** The truths that a disjunction is of. */
const disjuncts = (formula: Term): readonly Term[] =>
  formula.op === 'or' && isTruth(formula) ? formula.args.flatMap(disjuncts) : [formula];

/** Of the conditions that choices in the formula ask, and the truths that it is made of, the one that was made first. */
function conditionIn(formula: Term): Term | undefined {
  const seen = new Set<Term>();
  let first: Term | undefined;
  const offer = (condition: Term): void => {
    for (const one of conjuncts(condition)) {
      const inner = innermost(one);
      if (inner !== formula && (first === undefined || inner.id < first.id)) first = inner;
    }
  };
  const search = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    if (term.op === 'select') offer(term.args[0]);
    else if (isAtom(term)) offer(term);
    for (const part of term.args) search(part);
  };
  search(formula);
  return first;
}

const isAtom = (term: Term): boolean =>
  term.op === 'equal' || term.op === 'lessUnsigned' || term.op === 'lessSigned';

/** What is denied, instead of the denial. */
const innermost = (term: Term): Term =>
  term.op === 'equal' && term.args[1].op === 'literal' && term.args[1].word === 0n
    ? term.args[0]
    : term;

// What was settled of a clause on one path, for another solver to check again: a query that nothing may satisfy.
//
// What the solver settled is the query that it answered: some of what is known on the path, and a part of what would break the clause
// there, with fewer unknowns in their place (abstraction.ts). What rewriting settled is what it started from, over as few unknowns, or,
// where the terms were made equal as they were built, the two terms of each equality that the clause claims.
import { type Algebra, truthOf } from '../../model/symbolic/algebra.ts';
import { conditionsOf } from '../../model/symbolic/facts.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import { abstracted } from './abstraction.ts';
import { type FormulaScope, formulaOf } from './findings.ts';
import type { Obligation } from './obligations.ts';
import type { ProofRun } from './run.ts';
import { queryOf } from './smt.ts';

/** One obligation that was settled. */
export interface CertificateEntry {
  /** How the guest was ended, and where the path ends. */
  readonly where: string;
  readonly by: 'rewriting' | 'solver';
  /** Scripts of SMT-LIB, each to be answered by `unsat`; none where the claim came to 0 as it was made, and compares no terms. */
  readonly queries: readonly string[];
}

/** The entry of an obligation, for which the solver had to answer these questions. */
export function certificateEntry(
  { t, watching }: ProofRun,
  clause: Clause,
  { facts, broken, where, state, over }: Obligation,
  asked: readonly (readonly Formula[])[],
): CertificateEntry {
  const known = conditionsOf(facts.assumed);
  if (asked.length > 0)
    return { where, by: 'solver', queries: asked.map((truths) => scriptOf(truths)) };
  if (broken.max > 0n) {
    const { formulas } = abstracted(t, [...known, broken]);
    return { where, by: 'rewriting', queries: [scriptOf(formulas)] };
  }
  if (over === undefined) return { where, by: 'rewriting', queries: [] };
  const pairs = equalitiesIn(t, clause.claim, watching.scope(over, state));
  const queries = pairs.map(([left, right]) =>
    scriptOf(left === right ? [] : known, [left, right]),
  );
  return { where, by: 'rewriting', queries };
}

/** A whole script. */
function scriptOf(
  truths: readonly Formula[],
  different?: readonly [left: Formula, right: Formula],
): string {
  return `(set-logic QF_BV)\n${queryOf(truths, different).text}\n(check-sat)\n`;
}

/** The two sides of each equality that is claimed of the state in which a span ends, where it counts. */
function equalitiesIn(
  t: Algebra,
  claim: Claim,
  scope: FormulaScope,
): readonly (readonly [Formula, Formula])[] {
  switch (claim.claim) {
    case 'equal': {
      if (claim.within !== undefined) return [];
      const mask = t.literal(claim.mask ?? (1n << 64n) - 1n);
      const side = (term: typeof claim.left): Formula => t.and(formulaOf(t, term, scope), mask);
      return [[side(claim.left), side(claim.right)]];
    }
    case 'each':
      return claim.claims.flatMap((part) => equalitiesIn(t, part, scope));
    case 'given': {
      const when = truthOf(t, formulaOf(t, claim.when, scope));
      if (when.max === 0n) return [];
      return equalitiesIn(t, claim.then, scope).map(([left, right]) => [
        t.select(when, left, right),
        right,
      ]);
    }
    case 'holds':
    case 'one-of':
    case 'throughout':
    case 'when-written':
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
    case 'same-in-both':
    case 'predicate':
    case 'reachable':
      return [];
  }
}

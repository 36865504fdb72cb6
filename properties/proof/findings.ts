// What a claim says of states over terms: when it is met, and when it is broken.
//
// The counterpart of spec/judging over terms. Claims of what happens on the way are watched (monitors.ts); here they are only asked
// what their monitors have noted.
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import { ALL } from '../../model/symbolic/term.ts';
import type { Claim, PredicateName, PredicateOf, Term } from '../../spec/clause.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import { brokenLists, listsByElement } from './lists.ts';

/** When a claim is met, and when it is broken: truths. */
export interface Finding {
  readonly met: Formula;
  readonly broken: Formula;
}

/** The states that a claim may speak of, over terms. */
export interface FormulaScope {
  was(place: Place): Formula;
  now(place: Place): Formula;
  prior(place: Place): Formula;
  address(structure: Structure): bigint;
  /** What was noted of a claim about the way. */
  noted(claim: Claim): Finding;
}

/** The formula that a term stands for. */
export function formulaOf(t: Algebra, term: Term, scope: FormulaScope): Formula {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return scope[term.term](term.place);
    case 'literal':
      return t.literal(term.word);
    case 'address':
      return t.literal(scope.address(term.structure));
    case 'bits':
      return t[term.op](formulaOf(t, term.of, scope), term.by);
    case 'apply':
      return applied(t, term, scope);
  }
}

function applied(
  t: Algebra,
  { op, to }: Extract<Term, { term: 'apply' }>,
  scope: FormulaScope,
): Formula {
  const [a, b, c] = to.map((one) => formulaOf(t, one, scope));
  const zero = t.literal(0n);
  switch (op) {
    case 'not':
      return t.not(a ?? zero);
    case 'select':
      return t.select(a ?? zero, b ?? zero, c ?? zero);
    case 'add':
    case 'sub':
    case 'multiply':
    case 'and':
    case 'or':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
      return t[op](a ?? zero, b ?? zero);
  }
}

/** What a claim comes to in a scope. Throws where the form is not one of switches. */
export function findingOf(t: Algebra, claim: Claim, scope: FormulaScope): Finding {
  const always = t.literal(1n);
  const read = (term: Term): Formula => formulaOf(t, term, scope);
  switch (claim.claim) {
    case 'equal':
      return { met: always, broken: brokenEqual(t, claim, read) };
    case 'holds':
      return { met: always, broken: negated(t, read(claim.term)) };
    case 'one-of': {
      const term = read(claim.term);
      const any = claim.words.reduce(
        (some, word) => t.or(some, t.equal(term, t.literal(word))),
        t.literal(0n),
      );
      return { met: always, broken: negated(t, any) };
    }
    case 'each':
      return claim.claims
        .map((part) => findingOf(t, part, scope))
        .reduce((a, b) => ({ met: t.or(a.met, b.met), broken: t.or(a.broken, b.broken) }));
    case 'given': {
      const when = truthOf(t, read(claim.when));
      if (when.max === 0n) return { met: when, broken: when };
      const { met, broken } = findingOf(t, claim.then, scope);
      return { met: both(t, when, met), broken: both(t, when, broken) };
    }
    case 'throughout':
    case 'when-written':
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
    case 'same-in-both':
      return scope.noted(claim);
    case 'predicate':
      return { met: always, broken: brokenPredicate(t, claim, scope) };
    case 'reachable':
      return { met: truthOf(t, read(claim.when)), broken: t.literal(0n) };
  }
}

/** What gives truths of which one holds wherever a claim is broken; undefined where there are none that are easier to settle. */
export const coverOf = (t: Algebra, claim: Claim, scope: FormulaScope) =>
  claim.claim === 'predicate' && claim.name === 'slb-matches-list' && claim.table === 'now'
    ? () => listsByElement(t, claim, scope)
    : undefined;

/** When a predicate is broken in the states that a span begins and ends with. Throws where it is not one of switches. */
function brokenPredicate(
  t: Algebra,
  claim: PredicateOf<PredicateName>,
  scope: FormulaScope,
): Formula {
  switch (claim.name) {
    case 'real-mode-addressable':
    case 'reads-what-is-there':
      return t.literal(0n);
    case 'returns-to-caller':
      return negated(t, t.equal(scope.now('NIA'), scope.was('LR')));
    case 'slb-matches-list':
      return brokenLists(t, claim, scope);
    case 'lowest-clear-bit':
    case 'one-bit-toggled':
    case 'vrma-maps-slots':
    case 'hpte-maps-user-memory':
    case 'hpte-published-last':
    case 'areas-lie-in-slots':
    case 'stores-into-vpas':
      throw new Error(`the predicate '${claim.name}' is none of a switch`);
  }
}

function brokenEqual(
  t: Algebra,
  { left, right, mask = ALL, within }: Extract<Claim, { claim: 'equal' }>,
  read: (term: Term) => Formula,
): Formula {
  const [found, expected] = [read(left), read(right)];
  const bits = t.literal(mask);
  const difference = t.sub(found, expected);
  if (within === undefined) return negated(t, t.equal(t.and(found, bits), t.and(expected, bits)));
  const most = read(within);
  const far = (distance: Formula): Formula => t.lessUnsigned(most, t.and(distance, bits));
  const down = t.sub(t.literal(0n), difference);
  return both(t, negated(t, t.equal(found, expected)), both(t, far(difference), far(down)));
}

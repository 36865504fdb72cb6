// What is known on a path: the conditions that were assumed, and what follows from them of the parts they are made of.
//
// Facts are values: assuming one more makes others. `simplified` rewrites a term by them; it is equal to the term in every
// assignment that satisfies all that was assumed.
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Algebra, truthOf } from './algebra.ts';
import { conjuncts } from './bits.ts';
import { greatest, type Learning, learnTruth, least, type Range, rangeOf } from './learning.ts';
import { rebuilt } from './substitution.ts';
import { ALL, isTruth, possible, type Term } from './term.ts';

/** Conditions assumed, the last one first: a list that paths share as far as they share it. */
export interface Assumed {
  /** A truth that is 1. */
  readonly condition: Term;
  readonly before: Assumed | undefined;
  readonly length: number;
}

/** What is known on a path. Facts never change. */
export interface Facts {
  readonly assumed: Assumed | undefined;
  readonly ranges: ReadonlyMap<Term, Range>;
  /** No assignment satisfies what was assumed. */
  readonly impossible: boolean;
  /** What terms have been simplified to. */
  readonly simplified: Map<Term, Term>;
}

/** Nothing is assumed. */
export const noFacts = (): Facts => ({
  assumed: undefined,
  ranges: new Map(),
  impossible: false,
  simplified: new Map(),
});

/** Whether a condition is known to be not 0, or known to be 0. */
export function decided(t: Algebra, facts: Facts, condition: Term): boolean | undefined {
  return heldBy(facts, condition) ?? heldBy(facts, simplified(t, facts, condition));
}

/** The facts when a condition is not 0, or when it is 0. */
export function assume(t: Algebra, facts: Facts, condition: Term, holds: boolean): Facts {
  const term = simplified(t, facts, condition);
  const truth = holds ? truthOf(t, term) : t.equal(term, t.literal(0n));
  if (truth.op === 'literal') return truth.word === 1n ? facts : { ...facts, impossible: true };
  const learning: Learning = { ranges: new Map(facts.ranges), impossible: facts.impossible };
  for (const one of conjuncts(truth)) learnTruth(learning, one, true);
  for (const one of following(t, facts, truth)) learnTruth(learning, one, true);
  return {
    assumed: {
      condition: truth,
      before: facts.assumed,
      length: (facts.assumed?.length ?? 0) + 1,
    },
    ranges: learning.ranges,
    impossible: learning.impossible,
    simplified: new Map(),
  };
}

/** What the conditions assumed before come to when one more holds: a truth each, of those that it bears on. */
function following(t: Algebra, facts: Facts, truth: Term): readonly Term[] {
  const learning: Learning = { ranges: new Map(), impossible: false };
  for (const one of conjuncts(truth)) learnTruth(learning, one, true);
  const fresh: Facts = { ...noFacts(), ranges: learning.ranges };
  return conditionsOf(facts.assumed)
    .map((one) => [one, simplified(t, fresh, one)] as const)
    .filter(([one, now]) => one !== now)
    .flatMap(([, now]) => conjuncts(now));
}

/** The conditions assumed, the first one first. */
export function conditionsOf(assumed: Assumed | undefined): readonly Term[] {
  const all: Term[] = [];
  for (let at = assumed; at !== undefined; at = at.before) all.push(at.condition);
  return all.reverse();
}

/** The term, as what is known makes it. */
export function simplified(t: Algebra, facts: Facts, term: Term): Term {
  if (facts.ranges.size === 0) return term;
  const found = facts.simplified.get(term);
  if (found !== undefined) return found;
  const result = rewritten(t, facts, term);
  facts.simplified.set(term, result);
  return result;
}

function rewritten(t: Algebra, facts: Facts, term: Term): Term {
  const known = facts.ranges.get(term);
  if (known !== undefined) {
    if (known.min === known.max) return t.literal(known.min);
    if ((known.zeros | known.ones) === ALL) return t.literal(known.ones);
  }
  const inner = withParts(t, facts, term);
  if (known === undefined) return inner;
  if (known.min > 0n && isTruth(inner)) return t.literal(1n);
  return narrowed(t, inner, known);
}

/** A term with the bits that are known of it: those that are 1 are said, those that are 0 are masked away. */
function narrowed(t: Algebra, term: Term, { zeros, ones }: Range): Term {
  const cleared = (zeros & possible(term)) === 0n ? term : t.and(term, t.literal(ALL ^ zeros));
  return (ones & ~cleared.ones) === 0n ? cleared : t.or(cleared, t.literal(ones));
}

function withParts(t: Algebra, facts: Facts, term: Term): Term {
  const by = (part: Term): Term => simplified(t, facts, part);
  if (term.op === 'select') return chosen(t, facts, term.args);
  if (term.op === 'equal' || term.op === 'lessUnsigned')
    return comparedIn(t, facts, term.op, by(term.args[0]), by(term.args[1]));
  return rebuilt(t, term, by);
}

function chosen(t: Algebra, facts: Facts, [c, yes, no]: readonly [Term, Term, Term]): Term {
  const condition = simplified(t, facts, c);
  const holds = heldBy(facts, condition);
  if (holds !== undefined) return simplified(t, facts, holds ? yes : no);
  return t.select(condition, simplified(t, facts, yes), simplified(t, facts, no));
}

function heldBy(facts: Facts, condition: Term): boolean | undefined {
  const { min, max } = rangeOf(facts.ranges, condition);
  if (min > 0n) return true;
  return max === 0n ? false : undefined;
}

/** A comparison, decided where ranges decide it. */
function comparedIn(
  t: Algebra,
  facts: Facts,
  op: 'equal' | 'lessUnsigned',
  a: Term,
  b: Term,
): Term {
  const [x, y] = [rangeOf(facts.ranges, a), rangeOf(facts.ranges, b)];
  if (op === 'lessUnsigned') {
    if (x.max < y.min) return t.literal(1n);
    if (x.min >= y.max) return t.literal(0n);
  } else if (x.max < y.min || y.max < x.min) return t.literal(0n);
  return t[op](a, b);
}

/** The greatest value that a term can have on a path. */
export const maxIn = (facts: Facts, term: Term): Word => {
  const { max, zeros } = rangeOf(facts.ranges, term);
  const most = ALL ^ zeros;
  return max < most ? max : most;
};

/** What two paths both know, with conditions that hold on either, after what both have assumed. */
export function inCommon(
  a: Facts,
  b: Facts,
  since: Assumed | undefined,
  either: readonly Term[],
): Facts {
  const ranges = new Map<Term, Range>();
  for (const [term, x] of a.ranges) {
    const y = b.ranges.get(term);
    if (y === undefined) continue;
    ranges.set(term, {
      zeros: x.zeros & y.zeros,
      ones: x.ones & y.ones,
      min: least(x.min, y.min),
      max: greatest(x.max, y.max),
    });
  }
  const assumed = either
    .filter(({ op }) => op !== 'literal')
    .reduce<Assumed | undefined>(
      (before, condition) => ({ condition, before, length: (before?.length ?? 0) + 1 }),
      since,
    );
  return { assumed, ranges, impossible: false, simplified: new Map() };
}

// What is known on a path: the conditions that were assumed, and what follows from them of the parts they are made of.
//
// Facts are values: assuming one more makes others. `simplified` rewrites a term by them; it is equal to the term in every
// assignment that satisfies all that was assumed.
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Algebra, truthOf } from './algebra.ts';
import { conjuncts } from './bits.ts';
import { type Bounds, fits, integerBounds, within } from './bounds.ts';
import {
  greatest,
  type Learning,
  learnTruth,
  least,
  type Range,
  rangeOf,
  signedIn,
} from './learning.ts';
import { rebuilt } from './substitution.ts';
import { linear, partsApart } from './sums.ts';
import { ALL, isTruth, possible, type Term } from './term.ts';

/** Conditions assumed, the last one first: a list that paths share as far as they share it. */
export interface Premises {
  /** A truth that is 1. */
  readonly condition: Term;
  readonly before: Premises | undefined;
  readonly length: number;
}

/** What is known on a path. Facts never change. */
export interface Facts {
  readonly assumed: Premises | undefined;
  readonly ranges: ReadonlyMap<Term, Range>;
  /** Those of these terms that are sums: how far they may be from others is known from their parts. */
  readonly sums: ReadonlySet<Term>;
  /** No assignment satisfies what was assumed. */
  readonly impossible: boolean;
  /** What was found of these facts before. */
  readonly found: FactsFindings;
}

/** What terms have been simplified to; the facts that were come to from these by one more condition, or where they met others. */
interface FactsFindings {
  readonly simplified: Map<Term, Term>;
  readonly more: Map<Term, Facts>;
  readonly less: Map<Term, Facts>;
}

const nothingFound = (): FactsFindings => ({
  simplified: new Map(),
  more: new Map(),
  less: new Map(),
});

/** Nothing is assumed. */
export const noFacts = (): Facts => ({
  assumed: undefined,
  ranges: new Map(),
  sums: new Set(),
  impossible: false,
  found: nothingFound(),
});

/** Whether a condition is known to be not 0, or known to be 0. */
export function decided(t: Algebra, facts: Facts, condition: Term): boolean | undefined {
  return heldBy(facts, condition) ?? heldBy(facts, simplified(t, facts, condition));
}

/** The facts when a condition is not 0, or when it is 0. */
export function assume(t: Algebra, facts: Facts, condition: Term, holds: boolean): Facts {
  const known = holds ? facts.found.more : facts.found.less;
  const after = known.get(condition) ?? assumed(t, facts, condition, holds);
  known.set(condition, after);
  return after;
}

function assumed(t: Algebra, facts: Facts, condition: Term, holds: boolean): Facts {
  const term = simplified(t, facts, condition);
  const truth = holds ? truthOf(t, term) : t.equal(term, t.literal(0n));
  if (truth.op === 'literal')
    return truth.word === 1n ? facts : { ...facts, impossible: true, found: nothingFound() };
  const learning: Learning = {
    ranges: new Map(facts.ranges),
    sums: new Set(facts.sums),
    impossible: facts.impossible,
  };
  for (const one of conjuncts(truth)) learnTruth(learning, one, true);
  for (const one of following(t, facts, truth)) learnTruth(learning, one, true);
  return {
    assumed: {
      condition: truth,
      before: facts.assumed,
      length: (facts.assumed?.length ?? 0) + 1,
    },
    ranges: learning.ranges,
    sums: learning.sums,
    impossible: learning.impossible,
    found: nothingFound(),
  };
}

/** What the conditions assumed before come to when one more holds: a truth each, of those that it bears on. */
function following(t: Algebra, facts: Facts, truth: Term): readonly Term[] {
  const learning: Learning = { ranges: new Map(), sums: new Set(), impossible: false };
  for (const one of conjuncts(truth)) learnTruth(learning, one, true);
  const fresh: Facts = { ...noFacts(), ranges: learning.ranges, sums: learning.sums };
  return conditionsOf(facts.assumed)
    .map((one) => [one, simplified(t, fresh, one)] as const)
    .filter(([one, now]) => one !== now)
    .flatMap(([, now]) => conjuncts(now));
}

/** The conditions assumed, the first one first. */
export function conditionsOf(assumed: Premises | undefined): readonly Term[] {
  const all: Term[] = [];
  for (let at = assumed; at !== undefined; at = at.before) all.push(at.condition);
  return all.reverse();
}

/** The term, as what is known makes it. */
export function simplified(t: Algebra, facts: Facts, term: Term): Term {
  if (facts.ranges.size === 0) return term;
  const found = facts.found.simplified.get(term);
  if (found !== undefined) return found;
  const result = rewritten(t, facts, term);
  facts.found.simplified.set(term, result);
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
  if (term.op === 'equal' || term.op === 'lessUnsigned' || term.op === 'lessSigned')
    return comparedIn(t, facts, term.op, by(term.args[0]), by(term.args[1]));
  const result = rebuilt(t, term, by);
  return signIn(t, facts, result) ?? result;
}

/** The sign of a sum, where bounds tell it. */
function signIn(t: Algebra, facts: Facts, term: Term): Term | undefined {
  if (term.op !== 'and' || term.args[0].op !== 'sum') return undefined;
  const [sum, mask] = term.args;
  if (mask.op !== 'literal' || mask.word !== SIGN) return undefined;
  const { low, high } = boundsIn(facts, sum);
  if (low >= 0n) return t.literal(0n);
  return high < 0n ? mask : undefined;
}

const SIGN = 1n << 63n;

const bounded = new WeakMap<Facts, Map<Term, Bounds>>();

/** Between which signed numbers a term lies on a path; found once for each. */
function boundsIn(facts: Facts, term: Term): Bounds {
  const known = bounded.get(facts) ?? new Map<Term, Bounds>();
  bounded.set(facts, known);
  const found = known.get(term) ?? boundsBy(facts, term);
  known.set(term, found);
  return found;
}

/** What is known of a sum is known of those a little apart from it too. */
function boundsBy({ ranges, sums }: Facts, term: Term): Bounds {
  const of = (part: Term): Bounds => signedIn(ranges, part);
  if (term.op === 'literal' || (term.op !== 'sum' && sums.size === 0)) return of(term);
  const { word, parts } = linear(term);
  let bounds = of(term);
  const narrow = (integer: Bounds): void => {
    if (fits(integer)) bounds = within(bounds, integer);
  };
  narrow(integerBounds(word, parts, of));
  for (const known of sums) {
    if (known === term) continue;
    const between = partsApart(term, known);
    const apart = integerBounds(between.word, between.parts, of);
    const near = of(known);
    narrow({ low: near.low + apart.low, high: near.high + apart.high });
  }
  return bounds;
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

type Comparison = 'equal' | 'lessUnsigned' | 'lessSigned';

/** A comparison, decided where ranges decide it. */
function comparedIn(t: Algebra, facts: Facts, op: Comparison, a: Term, b: Term): Term {
  if (a.op === 'sum' || b.op === 'sum' || op !== 'equal') {
    const decision = decidedBySigns(t, facts, op, a, b);
    if (decision !== undefined) return t.literal(decision ? 1n : 0n);
  }
  if (op === 'lessSigned') return t.lessSigned(a, b);
  const [x, y] = [rangeOf(facts.ranges, a), rangeOf(facts.ranges, b)];
  if (op === 'lessUnsigned') {
    if (x.max < y.min) return t.literal(1n);
    if (x.min >= y.max) return t.literal(0n);
  } else if (x.max < y.min || y.max < x.min) return t.literal(0n);
  return t[op](a, b);
}

/** A comparison as bounds of signed numbers decide it; undefined where they do not. */
function decidedBySigns(
  t: Algebra,
  facts: Facts,
  op: Comparison,
  a: Term,
  b: Term,
): boolean | undefined {
  const [x, y] = [boundsIn(facts, a), boundsIn(facts, b)];
  if (op === 'lessUnsigned' && !(isSigned(x) && isSigned(y))) return undefined;
  if (op === 'lessUnsigned' && x.low < 0n !== y.low < 0n) return y.low < 0n;
  const less = op !== 'equal';
  if (x.high < y.low) return less;
  if (y.high < x.low || (less && y.high === x.low)) return false;
  if (b.op === 'literal' || a.op === 'literal') return undefined;
  if (!fits({ low: x.low - y.high, high: x.high - y.low })) return undefined;
  const { low, high } = boundsIn(facts, t.sub(a, b));
  if (high < 0n) return less;
  if (low > 0n || (less && low === 0n)) return false;
  return undefined;
}

/** Whether the sign is known. */
const isSigned = ({ low, high }: Bounds): boolean => low < 0n === high < 0n;

/** The greatest value that a term can have on a path. */
export const maxIn = (facts: Facts, term: Term): Word => {
  const { max, zeros } = rangeOf(facts.ranges, term);
  const most = ALL ^ zeros;
  return max < most ? max : most;
};

const eitherSigned = ({ signed: a }: Range, { signed: b }: Range): Pick<Range, 'signed'> =>
  a === undefined || b === undefined
    ? {}
    : { signed: { low: least(a.low, b.low), high: greatest(a.high, b.high) } };

/** What two paths both know, with conditions that hold on either, after what both have assumed. */
export function inCommon(
  a: Facts,
  b: Facts,
  since: Premises | undefined,
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
      ...eitherSigned(x, y),
    });
  }
  const assumed = either
    .filter(({ op }) => op !== 'literal')
    .reduce<Premises | undefined>(
      (before, condition) => ({ condition, before, length: (before?.length ?? 0) + 1 }),
      since,
    );
  const sums = new Set([...a.sums].filter((term) => b.sums.has(term)));
  return { assumed, ranges, sums, impossible: false, found: nothingFound() };
}

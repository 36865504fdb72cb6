// Terms and claims as code: the same claims that the interpreter judges, over pairs of expressions.
//
// A claim becomes statements that put bits into `x`: MET, BROKEN, or neither where it has nothing to say. Which evidence there
// is, the code does not tell: a broken clause is judged again by the interpreter.

import type { Emitter } from '../../model/compiled/emitter.ts';
import { textOf } from '../../model/compiled/half-text.ts';
import type { Pair } from '../../model/compiled/pair.ts';
import { isNotZero, pairWords } from '../../model/compiled/pair-words.ts';
import { slotNamed, widths } from '../../model/places.ts';
import type { Claim, Kind, StateClaim, Term, TraceClaim } from '../../spec/clause.ts';
import { conditionOf, isStateClaim } from '../../spec/judging/condition.ts';
import { evaluate, type Reads } from '../../spec/judging/evaluate.ts';
import { isTraceClaim } from '../../spec/judging/monitor.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { predicateText } from './predicates.ts';

/** Bits of a finding. */
export const MET = 1;
export const BROKEN = 2;

/** What claims are compiled in: the arrays that the states are in, and what the monitors of claims about steps have found. */
export interface ClaimContext {
  readonly was: string;
  readonly now: string;
  readonly prior: string;
  address(structure: Structure): Word;
  /** The finding of a claim about steps, as an expression. */
  trace(claim: TraceClaim): string;
  /** Where the arrays hold a place; in its slot where this is not said. */
  slot?(place: Place): number;
  /** Whether two runs hold the same, as an expression; only where there are two. */
  sameInBoth?(claim: Kind<'same-in-both'>): string;
}

const ALL = lowBits(64);

/** The halves of a place in one of the arrays. */
export function placeIn(
  to: Emitter,
  array: string,
  place: Place,
  slot: number = slotNamed(place),
): Pair {
  const narrow = (widths[slot] ?? ALL) <= lowBits(32);
  return {
    low: to.local(`${array}[${2 * slot}]`),
    high: narrow ? 0 : to.local(`${array}[${2 * slot + 1}]`),
  };
}

/** The word that a term stands for. */
export const termPair = (term: Term, to: Emitter, context: ClaimContext): Pair =>
  evaluate(term, pairWords(to), readsIn(to, context));

/** What terms read of the states, as pairs of locals. */
const readsIn = (to: Emitter, context: ClaimContext): Reads<Pair> => ({
  was: (place) => placeIn(to, context.was, place, context.slot?.(place)),
  now: (place) => placeIn(to, context.now, place, context.slot?.(place)),
  prior: (place) => placeIn(to, context.prior, place, context.slot?.(place)),
  address: context.address,
});

/** Writes what a claim finds into `x`. */
export function claimCode(claim: Claim, to: Emitter, context: ClaimContext): void {
  to.keep(findingText(claim, to, context));
}

function findingText(claim: Claim, to: Emitter, context: ClaimContext): string {
  if (isStateClaim(claim)) return found(allHold([claim], to, context));
  if (isTraceClaim(claim)) return `x|=${context.trace(claim)};`;
  const isTrue = (term: Term): string => isNotZero(termPair(term, to, context));
  switch (claim.claim) {
    case 'each':
      return eachText(claim.claims, to, context);
    case 'given': {
      const when = isTrue(claim.when);
      const inner = to.within();
      claimCode(claim.then, inner, context);
      return `if(${when}){${inner.text()}}`;
    }
    case 'predicate': {
      const condition = (one: StateClaim): string => allHold([one], to, context);
      return found(predicateText(claim, { ...context, condition }));
    }
    case 'reachable':
      return `if(${isTrue(claim.when)})x|=${MET};`;
    case 'same-in-both':
      if (context.sameInBoth === undefined)
        throw new Error(`${claim.claim} says nothing of a switch`);
      return found(context.sameInBoth(claim));
  }
}

const found = (condition: string): string => `x|=(${condition})?${MET}:${BROKEN};`;

/** Claims one by one, but for those about the state alone: whether one of these is broken is looked at once for all. */
function eachText(claims: readonly Claim[], to: Emitter, context: ClaimContext): string {
  const ofState = claims.filter(isStateClaim);
  const others = claims.filter((claim) => !isStateClaim(claim));
  const all = ofState.length === 0 ? '' : found(allHold(ofState, to, context));
  return `${all}${others.map((claim) => findingText(claim, to, context)).join('')}`;
}

/** Whether all conditions hold, as an expression: of equalities, the bits that differ are put together. */
function allHold(claims: readonly StateClaim[], to: Emitter, context: ClaimContext): string {
  const { xor } = pairWords(to);
  const differences: string[] = [];
  const others: string[] = [];
  for (const condition of claims.map(conditionOf)) {
    const [left, right] = equality(condition);
    if (left === undefined || right === undefined) {
      others.push(isNotZero(termPair(condition, to, context)));
      continue;
    }
    const { low, high } = xor(termPair(left, to, context), termPair(right, to, context));
    differences.push(...[low, high].filter((half) => half !== 0).map(textOf));
  }
  return [`(${differences.join('|') || 0})===0`, ...others].join('&&');
}

/** The two sides of an equality; none of other terms. */
const equality = (term: Term): readonly Term[] =>
  term.term === 'apply' && term.op === 'equal' ? term.to : [];

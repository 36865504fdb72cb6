// Terms and claims about states as text: the same clause data that judge.ts reads, over pairs of expressions.
//
// A claim becomes statements that put bits into `x`: MET, BROKEN, or neither where it has nothing to say. Which evidence there
// is, the text does not tell: a broken clause is judged again by the plain reader.

import type { Emitter } from '../../model/compiled/emitter.ts';
import { textOf } from '../../model/compiled/half-text.ts';
import type { Pair } from '../../model/compiled/pair.ts';
import { isNotZero, pairWords } from '../../model/compiled/pair-words.ts';
import { slotNamed, widths } from '../../model/places.ts';
import type { Claim, Term } from '../../spec/clause.ts';
import { conditionOf, isStateClaim, type StateClaim } from '../../spec/judging/condition.ts';
import { evaluate, type Reads } from '../../spec/judging/evaluate.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { predicateText } from './predicates.ts';

/** Bits of a finding. */
export const MET = 1;
export const BROKEN = 2;

/** The arrays that the states are in, and what is said of claims about the film. */
export interface States {
  readonly was: string;
  readonly now: string;
  readonly prior: string;
  address(structure: Structure): Word;
  /** The finding of a claim about the film, as an expression. */
  film(claim: FilmClaim): string;
}

/** Claims about the steps of a span. */
export type FilmClaim = Extract<
  Claim,
  { claim: 'throughout' | 'when-written' | 'precedes' | 'only-writes' | 'never-writes' }
>;

const ALL = lowBits(64);

/** The halves of a place in one of the arrays. */
export function placeIn(to: Emitter, array: string, place: Place): Pair {
  const slot = slotNamed(place);
  const narrow = (widths[slot] ?? ALL) <= lowBits(32);
  return {
    low: to.local(`${array}[${2 * slot}]`),
    high: narrow ? 0 : to.local(`${array}[${2 * slot + 1}]`),
  };
}

/** The word that a term stands for. */
export const termPair = (term: Term, to: Emitter, states: States): Pair =>
  evaluate(term, pairWords(to), readsOf(to, states));

/** What terms read of the states, as pairs of locals. */
const readsOf = (to: Emitter, states: States): Reads<Pair> => ({
  was: (place) => placeIn(to, states.was, place),
  now: (place) => placeIn(to, states.now, place),
  prior: (place) => placeIn(to, states.prior, place),
  address: states.address,
});

/** Writes what a claim finds into `x`. */
export function claimText(claim: Claim, to: Emitter, states: States): void {
  to.keep(findingText(claim, to, states));
}

function findingText(claim: Claim, to: Emitter, states: States): string {
  const word = (term: Term) => termPair(term, to, states);
  switch (claim.claim) {
    case 'equal':
    case 'holds':
    case 'one-of':
      return found(allHold([claim], to, states));
    case 'each':
      return eachText(claim.claims, to, states);
    case 'given': {
      const when = isNotZero(word(claim.when));
      const inner = to.within();
      claimText(claim.then, inner, states);
      return `if(${when}){${inner.text()}}`;
    }
    case 'predicate':
      return found(
        predicateText(claim, { ...states, condition: (one) => allHold([one], to, states) }),
      );
    case 'reachable':
      return `if(${isNotZero(word(claim.when))})x|=${MET};`;
    case 'throughout':
    case 'when-written':
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
      return `x|=${states.film(claim)};`;
    case 'same-in-both':
      throw new Error(`${claim.claim} says nothing of a switch`);
  }
}

const found = (condition: string): string => `x|=(${condition})?${MET}:${BROKEN};`;

/** Claims one by one, but for those about the state alone: whether one of these is broken is looked at once for all. */
function eachText(claims: readonly Claim[], to: Emitter, states: States): string {
  const ofState = claims.filter(isStateClaim);
  const others = claims.filter((claim) => !isStateClaim(claim));
  const all = ofState.length === 0 ? '' : found(allHold(ofState, to, states));
  return `${all}${others.map((claim) => findingText(claim, to, states)).join('')}`;
}

/** Whether all conditions hold, as an expression: of equalities, the bits that differ are put together. */
function allHold(claims: readonly StateClaim[], to: Emitter, states: States): string {
  const { xor } = pairWords(to);
  const differences: string[] = [];
  const others: string[] = [];
  for (const condition of claims.map(conditionOf)) {
    const [left, right] = equality(condition);
    if (left === undefined || right === undefined) {
      others.push(isNotZero(termPair(condition, to, states)));
      continue;
    }
    const { low, high } = xor(termPair(left, to, states), termPair(right, to, states));
    differences.push(...[low, high].filter((half) => half !== 0).map(textOf));
  }
  return [`(${differences.join('|') || 0})===0`, ...others].join('&&');
}

/** The two sides of an equality; none of other terms. */
const equality = (term: Term): readonly Term[] =>
  term.term === 'apply' && term.op === 'equal' ? term.to : [];

// What claims about one state mean: each is a term, which is not 0 exactly where the claim holds.
//
// The interpreter evaluates it over numbers, the compiler over expressions. What a broken claim shows is in compare.ts.
import type { Claim, Kind, StateClaim, Term } from '../clause.ts';
import { and, atMost, choose, less, literal, no, or, same, sub, xor } from '../terms.ts';
import { lowBits, type Word } from '../vocabulary/words.ts';

const FORMS: Readonly<Partial<Record<Claim['claim'], boolean>>> = {
  equal: true,
  holds: true,
  'one-of': true,
} satisfies Record<StateClaim['claim'], true>;

/** Whether a claim is about one state. */
export const isStateClaim = (claim: Claim): claim is StateClaim => FORMS[claim.claim] === true;

const conditions = new WeakMap<StateClaim, Term>();

/** The condition on which a claim holds: a term that is made once for each claim. */
export function conditionOf(claim: StateClaim): Term {
  const known = conditions.get(claim);
  if (known !== undefined) return known;
  const made = condition(claim);
  conditions.set(claim, made);
  return made;
}

function condition(claim: StateClaim): Term {
  switch (claim.claim) {
    case 'equal':
      return agreement(claim);
    case 'holds':
      return claim.term;
    case 'one-of':
      return claim.words.map((word) => same(claim.term, literal(word))).reduce(or, literal(0n));
  }
}

/** The terms agree, in the bits and within the distance that the claim allows. */
function agreement({ left, right, mask = lowBits(64), within }: Kind<'equal'>): Term {
  if (within !== undefined) return atMost(distance(sub(left, right), mask), within);
  return mask === lowBits(64) ? same(left, right) : no(and(xor(left, right), literal(mask)));
}

/** How far apart, either way, in words of as many bits as the mask has. */
function distance(difference: Term, bits: Word): Term {
  const up = and(difference, literal(bits));
  const down = and(sub(literal(0n), difference), literal(bits));
  return choose(less(up, down), up, down);
}

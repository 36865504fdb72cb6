// The parts of claims: every form keeps the claims that it is made of in `claims` or as `then`.
import type { Claim } from '../clause.ts';

/** The claims that a claim is made of. */
export function partsOf(claim: Claim): readonly Claim[] {
  if (claim.claim === 'each') return claim.claims;
  return 'then' in claim && typeof claim.then === 'object' ? [claim.then] : [];
}

/** The claims in a claim that have no parts, and each claim that has: in reading order. */
export const claimsIn = (claim: Claim): readonly Claim[] => [
  claim,
  ...partsOf(claim).flatMap(claimsIn),
];

/** The claims that say something of the span that the claim is judged on, and not of its steps or on a condition. */
export const claimsAtEnds = (claim: Claim): readonly Claim[] =>
  claim.claim === 'each' || claim.claim === 'given'
    ? partsOf(claim).flatMap(claimsAtEnds)
    : [claim];

// The parts of claims: every form keeps the claims that it is made of in `claims` or as `then`.
import type { Claim } from '../clause.ts';

/** The claims that a claim is made of. */
export function partsOf(claim: Claim): readonly Claim[] {
  if (claim.claim === 'each') return claim.claims;
  return 'then' in claim && typeof claim.then === 'object' ? [claim.then] : [];
}

/** A claim, and all that it is made of, in reading order. */
export const claimsIn = (claim: Claim): readonly Claim[] => [
  claim,
  ...partsOf(claim).flatMap(claimsIn),
];

/** What a claim says of the span that it is judged on: its parts, taken out of lists and from under conditions, but not those that are judged at steps. */
export const claimsAtEnds = (claim: Claim): readonly Claim[] =>
  claim.claim === 'each' || claim.claim === 'given'
    ? partsOf(claim).flatMap(claimsAtEnds)
    : [claim];

// What claims read of states, with all that they are made of.
import type { Claim, StateClaim } from '../clause.ts';
import { isStateClaim } from './condition.ts';
import { partsOf } from './parts.ts';
import { predicateOf } from './predicates/predicates.ts';
import { type Read, readsIn, readsOfState } from './reads.ts';

/** Everything that a claim reads of states: of a predicate, as far as it can be said beforehand. */
export function readsOf(claim: Claim): readonly Read[] {
  return isStateClaim(claim)
    ? readsOfState(claim)
    : [...ownReads(claim), ...partsOf(claim).flatMap(readsOf)];
}

/** What it reads by itself, beside what its parts read. */
function ownReads(claim: Exclude<Claim, StateClaim>): readonly Read[] {
  switch (claim.claim) {
    case 'given':
    case 'reachable':
      return readsIn(claim.when);
    case 'throughout':
      return claim.while === undefined ? [] : readsIn(claim.while);
    case 'same-in-both':
      return claim.places.flatMap((place): readonly Read[] => [
        { term: 'was', place },
        { term: 'now', place },
      ]);
    case 'predicate':
      return predicateOf(claim).reads(claim);
    case 'each':
    case 'when-written':
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
      return [];
  }
}

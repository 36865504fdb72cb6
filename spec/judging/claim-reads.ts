// What claims read of states, with all that they are made of.
import type { Claim } from '../clause.ts';
import { isStateClaim } from './condition.ts';
import { partsOf } from './parts.ts';
import { predicateOf } from './predicates/predicates.ts';
import { type Read, readsIn, readsOfState } from './reads.ts';

/** Everything that a claim reads of states: of a predicate, as far as it can be said beforehand. */
export const readsOf = (claim: Claim): readonly Read[] => [
  ...ownReads(claim),
  ...partsOf(claim).flatMap(readsOf),
];

/** What it reads by itself, beside what its parts read: a condition on these stands as `when` or `while`. */
function ownReads(claim: Claim): readonly Read[] {
  if (isStateClaim(claim)) return readsOfState(claim);
  if (claim.claim === 'predicate') return predicateOf(claim).reads(claim);
  if (claim.claim === 'same-in-both')
    return claim.places.flatMap((place): readonly Read[] => [
      { term: 'was', place },
      { term: 'now', place },
    ]);
  const when = 'when' in claim ? claim.when : 'while' in claim ? claim.while : undefined;
  return when === undefined ? [] : readsIn(when);
}

// Which places a claim about states must be shown, so that a replay stops only where one of them is new.
import type { Claim } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { placesIn, readsOfState } from './reads.ts';

/** Every place that the claim follows through a run. */
export function watchedBy(claim: Claim): ReadonlySet<Place> {
  const known = watched.get(claim);
  if (known !== undefined) return known;
  const places = new Set(isOfWrites(claim) ? placesOfClaim(claim) : nested(claim));
  watched.set(claim, places);
  return places;
}

/** Every place that any of the claims follows through a run. */
export const watchedByAll = (claims: readonly Claim[]): ReadonlySet<Place> =>
  new Set(claims.flatMap((claim) => [...watchedBy(claim)]));

/** A set of the places, made once for each list. */
export function setOf(places: readonly Place[]): ReadonlySet<Place> {
  const known = sets.get(places);
  if (known !== undefined) return known;
  const made = new Set(places);
  sets.set(places, made);
  return made;
}

const sets = new WeakMap<readonly Place[], ReadonlySet<Place>>();

/** Claims about the two ends of a span follow nothing; what they contain may. */
const nested = (claim: Claim): readonly Place[] =>
  (claim.claim === 'each' ? claim.claims : claim.claim === 'given' ? [claim.then] : []).flatMap(
    (part) => [...watchedBy(part)],
  );

const isOfWrites = ({ claim }: Claim): boolean =>
  ['throughout', 'when-written', 'precedes', 'never-writes'].includes(claim);

const watched = new WeakMap<Claim, ReadonlySet<Place>>();

/** Every place that the claim mentions. Throws for a predicate: what it reads is not known step by step. */
function placesOfClaim(claim: Claim): readonly Place[] {
  switch (claim.claim) {
    case 'equal':
    case 'holds':
    case 'one-of':
      return readsOfState(claim).map(({ place }) => place);
    case 'each':
      return claim.claims.flatMap(placesOfClaim);
    case 'given':
      return [...placesIn(claim.when), ...placesOfClaim(claim.then)];
    case 'throughout':
      return [
        ...(claim.since ? [claim.since] : []),
        ...(claim.while ? placesIn(claim.while) : []),
        ...placesOfClaim(claim.then),
      ];
    case 'when-written':
      return [...claim.places, ...placesOfClaim(claim.then)];
    case 'precedes':
      return [claim.first, claim.then];
    case 'only-writes':
    case 'never-writes':
    case 'same-in-both':
      return claim.places;
    case 'predicate':
      throw new Error(`${claim.name} is judged at the ends of a span, and not followed through it`);
    case 'reachable':
      return placesIn(claim.when);
  }
}

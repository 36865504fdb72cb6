// Which places a claim about states must be shown, so that a replay stops only where one of them is new.
import type { Claim } from './clause.ts';
import { placesIn } from './evaluate.ts';
import type { Place } from './machine.ts';

/** Every place that the claim reads or waits for. */
export function watchedBy(claim: Claim): ReadonlySet<Place> {
  const known = watched.get(claim);
  if (known !== undefined) return known;
  const places = new Set(placesOfClaim(claim));
  watched.set(claim, places);
  return places;
}

const watched = new WeakMap<Claim, ReadonlySet<Place>>();

/** Every place that the claim mentions. */
export function placesOfClaim(claim: Claim): readonly Place[] {
  switch (claim.claim) {
    case 'equal':
      return [claim.left, claim.right, ...(claim.within ? [claim.within] : [])].flatMap(placesIn);
    case 'holds':
      return [claim.place, ...placesIn(claim.term)];
    case 'one-of':
      return placesIn(claim.term);
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
      return claim.places;
    case 'lists':
      return ['vcpu.slb_max'];
    case 'reachable':
      return placesIn(claim.when);
  }
}

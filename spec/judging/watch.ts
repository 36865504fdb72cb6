// Which places a claim about states must be shown, so that a replay stops only where one of them is new.
import type { Claim } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { placesIn } from './reads.ts';

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

/** Every place that the claim mentions. */
function placesOfClaim(claim: Claim): readonly Place[] {
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
    case 'same-in-both':
      return claim.places;
    case 'reaches':
    case 'comes-back':
      return [];
    case 'lists':
      return ['vcpu.slb_max'];
    case 'lowest-clear':
    case 'toggled':
      return [...placesIn(claim.term), ...claim.words];
    case 'translates':
    case 'leads-to-users':
    case 'valid-last':
      return ['vm.sdr1'];
    case 'reachable':
      return placesIn(claim.when);
  }
}

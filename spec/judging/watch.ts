// Which places the index of the writes of a run must follow, so that claims about steps can be judged.
import type { Claim } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { readsOf } from './claim-reads.ts';
import { isTraceClaim, type Monitor, monitorOf } from './monitor.ts';
import { partsOf } from './parts.ts';
import type { WatchSet } from './write-index.ts';

const watched = new WeakMap<Claim, WatchSet>();

/** Every place that a claim follows through a run; claims about the two ends of a span follow none. The same set each time. */
export function watchedBy(claim: Claim): WatchSet {
  const known = watched.get(claim);
  if (known !== undefined) return known;
  const places = new Set(
    isTraceClaim(claim)
      ? followedBy(monitorOf(claim))
      : partsOf(claim).flatMap((part) => [...watchedBy(part)]),
  );
  watched.set(claim, places);
  return places;
}

/** Every place that any of the claims follows through a run. */
export const watchedByAll = (claims: readonly Claim[]): WatchSet =>
  new Set(claims.flatMap((claim) => [...watchedBy(claim)]));

/** What a monitor waits for, what it looks after by place, and what its looks read. */
const followedBy = ({ since, on, places, look }: Monitor): readonly Place[] => [
  ...(since === undefined ? [] : [since]),
  ...(on === 'places' ? places : []),
  ...(look.finds === 'claim' ? readsOf(look.claim).map(({ place }) => place) : []),
];

// Which clauses are about a register: those whose claim reads it, or follows its writes, or does so with the field that a guest's is saved in.
import type { Clause } from '../../spec/clause.ts';
import { readsOf } from '../../spec/judging/claim-reads.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import { ledger } from '../../spec/ledger.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { placesOf, type Register } from '../../spec/vocabulary/registers.ts';

/** Every place that a claim reads, or whose writes it follows. */
export const placesOfClause = ({ claim }: Clause): ReadonlySet<Place> =>
  new Set([...readsOf(claim).map(({ place }) => place), ...watchedBy(claim)]);

/** Whether a clause is about a row of the ledger. */
export function isOfRegister(row: Register): (clause: Clause) => boolean {
  const members = placesOf(row);
  const { guest } = ledger[row];
  const saved = guest.kind === 'saved' ? members.map((_, i) => guest.in(i)) : [];
  const places: ReadonlySet<Place> = new Set([...members, ...saved]);
  return (clause) => [...placesOfClause(clause)].some((place) => places.has(place));
}

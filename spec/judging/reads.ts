// What terms and claims about one state read: which places, and in which state.
import type { StateClaim, Term } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { conditionOf } from './condition.ts';

/** A place in one of the states that a term may speak of: the part of a term that reads it. */
export type Read = Extract<Term, { readonly place: Place }>;

/** Everything that a term reads, in order. */
export function readsIn(term: Term): readonly Read[] {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return [term];
    case 'literal':
    case 'address':
      return [];
    case 'bits':
      return readsIn(term.of);
    case 'apply':
      return term.to.flatMap(readsIn);
  }
}

/** Every place that a term reads. */
export const placesIn = (term: Term): readonly Place[] => readsIn(term).map(({ place }) => place);

/** The place that a report names for a term: the first that it reads. */
export const nameOf = (term: Term): Place => placesIn(term)[0] ?? 'NIA';

/** The part of a term that reads a place: it says in which state. */
export const readingOf = (term: Term, place: Place): Read | undefined =>
  readsIn(term).find((read) => read.place === place);

/** What a claim about one state reads: what its condition does, and the place that its report is to name. */
export const readsOfState = (claim: StateClaim): readonly Read[] => [
  ...readsIn(conditionOf(claim)),
  ...(claim.claim === 'holds' ? [{ term: 'now', place: claim.place } as const] : []),
];

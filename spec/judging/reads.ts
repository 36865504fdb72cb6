// What terms read: which places, and in which state.
import type { Term } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';

/** Every place that a term reads. */
export function placesIn(term: Term): readonly Place[] {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return [term.place];
    case 'literal':
    case 'address':
      return [];
    case 'bits':
      return placesIn(term.of);
    case 'apply':
      return term.to.flatMap(placesIn);
  }
}

/** The place that a report names for a term: the first that it reads. */
export const nameOf = (term: Term): Place => placesIn(term)[0] ?? 'NIA';

/** The part of a term that reads a place: it says in which state. */
export function readingOf(term: Term, place: Place): Term | undefined {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return term.place === place ? term : undefined;
    case 'literal':
    case 'address':
      return undefined;
    case 'bits':
      return readingOf(term.of, place);
    case 'apply':
      return term.to.map((part) => readingOf(part, place)).find((part) => part !== undefined);
  }
}

// A span's writes, indexed once: which steps wrote the places that claims watch, and what hypervisor code stored.
import type { Place, Span, Taken } from './machine.ts';
import type { Scope } from './evaluate.ts';
import { placesOf, type Register, registers } from './registers.ts';
import type { Word } from './words.ts';

export interface Film {
  /** Indexes of the steps that wrote a place, in order. */
  writersOf(place: Place): readonly number[];
  /** Memory that hypervisor code stored to, with the step that did it first. */
  readonly stored: ReadonlyMap<Place, number>;
}

const registerNames: ReadonlySet<string> = new Set(
  (Object.keys(registers) as Register[]).flatMap(placesOf),
);

const films = new WeakMap<readonly Taken[], Film>();

/** The index of a span, made when first asked for. */
export function filmOf({ taken }: Span): Film {
  const known = films.get(taken);
  if (known !== undefined) return known;
  const film = develop(taken);
  films.set(taken, film);
  return film;
}

function develop(taken: readonly Taken[]): Film {
  const writers = new Map<Place, number[]>();
  const stored = new Map<Place, number>();
  taken.forEach(({ by, writes }, index) => {
    for (const { place } of writes) {
      const known = writers.get(place);
      if (known === undefined) writers.set(place, [index]);
      else if (known.at(-1) !== index) known.push(index);
      if (by === 'host' && known === undefined && !registerNames.has(place)) stored.set(place, index);
    }
  });
  return { writersOf: (place) => writers.get(place) ?? [], stored };
}

/** A state of a span, as far as the watched places go: the first, and then one behind each step that wrote any of them. */
export interface Frame {
  /** Index of the step in the span; -1 before the first. */
  readonly step: number;
  now(place: Place): Word;
  prior(place: Place): Word;
  /** Whether that step wrote the place. */
  wrote(place: Place): boolean;
}

/** Every state of a span in which a watched place is new. */
export function* replay(span: Span, watched: ReadonlySet<Place>, scope: Scope): Generator<Frame> {
  const current = new Map<Place, Word>();
  const now = (place: Place): Word => current.get(place) ?? scope.was(place);
  yield { step: -1, now, prior: now, wrote: () => false };
  for (const step of stepsOf(filmOf(span), watched)) {
    const old = new Map(current);
    const written = new Set<Place>();
    for (const { place, word } of span.taken[step]?.writes ?? []) {
      if (!watched.has(place)) continue;
      current.set(place, word);
      written.add(place);
    }
    const prior = (place: Place): Word => old.get(place) ?? scope.was(place);
    yield { step, now, prior, wrote: (place) => written.has(place) };
  }
}

/** A set of the places, made once for each list. */
export function setOf(places: readonly Place[]): ReadonlySet<Place> {
  const known = sets.get(places);
  if (known !== undefined) return known;
  const made = new Set(places);
  sets.set(places, made);
  return made;
}

const sets = new WeakMap<readonly Place[], ReadonlySet<Place>>();

function stepsOf(film: Film, watched: ReadonlySet<Place>): readonly number[] {
  const steps = new Set([...watched].flatMap((place) => film.writersOf(place)));
  return [...steps].sort((a, b) => a - b);
}

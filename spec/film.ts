// The writes of a run, indexed once: which steps wrote the places that claims watch, and what hypervisor code stored.
import type { Scope } from './evaluate.ts';
import type { Place, Span, Taken } from './machine.ts';
import type { Word } from './words.ts';

/** The places that a film follows. A film made for more places serves for fewer. */
export type Watched = ReadonlySet<Place>;

interface Film {
  readonly watched: Watched;
  /** Indexes of the steps that wrote a place, in order. */
  readonly writers: ReadonlyMap<Place, readonly number[]>;
  /** Indexes of the steps of hypervisor code that stored to memory. */
  readonly storing: readonly number[];
}

const films = new WeakMap<readonly Taken[], Film>();

/** The steps of a span that wrote a place, by index, in order. */
export function writersOf(span: Span, place: Place, watched: Watched): readonly number[] {
  return within(span, filmOf(span.taken, watched).writers.get(place) ?? []);
}

/** The steps of a span in which hypervisor code stored to memory. */
export function storesOf(span: Span, watched: Watched): readonly number[] {
  return within(span, filmOf(span.taken, watched).storing);
}

/** A state of a span, as far as the watched places go: the first, and then one behind each step that wrote any of them. */
export interface Frame {
  /** Index of the step in the run; -1 before the first. */
  readonly step: number;
  now(place: Place): Word;
  prior(place: Place): Word;
  /** Whether that step wrote the place. */
  wrote(place: Place): boolean;
}

/** Every state of a span in which one of these places is new. */
export function* replay(
  span: Span,
  places: Watched,
  watched: Watched,
  scope: Scope,
): Generator<Frame> {
  const current = new Map<Place, Word>();
  const now = (place: Place): Word => current.get(place) ?? scope.was(place);
  yield { step: -1, now, prior: now, wrote: () => false };
  for (const step of stepsOf(span, places, watched)) {
    const old = new Map<Place, Word>();
    for (const { place, word } of span.taken[step]?.writes ?? []) {
      if (!places.has(place)) continue;
      if (!old.has(place)) old.set(place, now(place));
      current.set(place, word);
    }
    const prior = (place: Place): Word => old.get(place) ?? now(place);
    yield { step, now, prior, wrote: (place) => old.has(place) };
  }
}

function filmOf(taken: readonly Taken[], watched: Watched): Film {
  const known = films.get(taken);
  if (known !== undefined && known.watched === watched) return known;
  const film = develop(taken, watched);
  films.set(taken, film);
  return film;
}

function develop(taken: readonly Taken[], watched: Watched): Film {
  const writers = new Map<Place, number[]>();
  const storing: number[] = [];
  taken.forEach(({ by, writes }, index) => {
    for (const { place, stored } of writes) {
      if (stored && by === 'host' && storing.at(-1) !== index) storing.push(index);
      if (!watched.has(place)) continue;
      const known = writers.get(place);
      if (known === undefined) writers.set(place, [index]);
      else if (known.at(-1) !== index) known.push(index);
    }
  });
  return { watched, writers, storing };
}

function stepsOf(span: Span, places: Watched, watched: Watched): readonly number[] {
  const steps = new Set<number>();
  for (const place of places) for (const step of writersOf(span, place, watched)) steps.add(step);
  return [...steps].sort((a, b) => a - b);
}

const within = ({ from, to }: Span, indexes: readonly number[]): readonly number[] =>
  indexes.filter((index) => index >= from && index < to);

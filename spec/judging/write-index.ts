// The writes of a run, indexed once: which steps wrote the places that claims watch, and what hypervisor code stored.
import type { Place, Span, StepRecord } from '../vocabulary/machine.ts';
import type { Word } from '../vocabulary/words.ts';

/** The places that an index follows. An index made for more places serves for fewer. */
export type WatchSet = ReadonlySet<Place>;

interface WriteIndex {
  readonly watched: WatchSet;
  /** Indexes of the steps that wrote a place, in order. */
  readonly writers: ReadonlyMap<Place, readonly number[]>;
  /** Indexes of the steps of hypervisor code that stored to memory. */
  readonly storing: readonly number[];
}

const indexes = new WeakMap<readonly StepRecord[], WriteIndex>();

/** The steps of a span that wrote a place, by index, in order. */
export function writersOf(span: Span, place: Place, watched: WatchSet): readonly number[] {
  return within(span, indexOf(span.taken, watched).writers.get(place) ?? []);
}

/** The steps of a span in which hypervisor code stored to memory. */
export function storesOf(span: Span, watched: WatchSet): readonly number[] {
  return within(span, indexOf(span.taken, watched).storing);
}

/** What a watched place holds in a span right after a step; before the first step, what it held when the span began. */
export function wordAfter(span: Span, place: Place, step: number, watched: WatchSet): Word {
  const writers = indexOf(span.taken, watched).writers.get(place) ?? [];
  for (let i = writers.length - 1; i >= 0; i--) {
    const index = writers[i] ?? 0;
    if (index > step) continue;
    if (index < span.from) break;
    return lastWord(span.taken[index], place) ?? 0n;
  }
  return span.before.word(place);
}

/** The steps of a span that wrote any of these places, in order. */
export function stepsWriting(
  span: Span,
  places: Iterable<Place>,
  watched: WatchSet,
): readonly number[] {
  const steps = new Set<number>();
  for (const place of places) for (const step of writersOf(span, place, watched)) steps.add(step);
  return [...steps].sort((a, b) => a - b);
}

function indexOf(taken: readonly StepRecord[], watched: WatchSet): WriteIndex {
  const known = indexes.get(taken);
  if (known !== undefined && known.watched === watched) return known;
  const index = buildIndex(taken, watched);
  indexes.set(taken, index);
  return index;
}

/** Plain loops: this is done once for every run, over all that it wrote. */
function buildIndex(taken: readonly StepRecord[], watched: WatchSet): WriteIndex {
  const writers = new Map<Place, number[]>();
  const storing: number[] = [];
  for (let index = 0; index < taken.length; index++) {
    const step = taken[index];
    const writes = step?.writes ?? [];
    if (step?.by === 'host' && writes.some(isStored)) storing.push(index);
    for (let i = 0; i < writes.length; i++) {
      const place = writes[i]?.place;
      if (place !== undefined && watched.has(place)) note(writers, place, index);
    }
  }
  return { watched, writers, storing };
}

function note(writers: Map<Place, number[]>, place: Place, index: number): void {
  const known = writers.get(place);
  if (known === undefined) writers.set(place, [index]);
  else if (known.at(-1) !== index) known.push(index);
}

const isStored = ({ stored }: { readonly stored: boolean }): boolean => stored;

const within = ({ taken, from, to }: Span, indexes: readonly number[]): readonly number[] =>
  from === 0 && to === taken.length
    ? indexes
    : indexes.filter((index) => index >= from && index < to);

/** What a step left in a place, if it wrote it. */
const lastWord = (step: StepRecord | undefined, place: Place): Word | undefined =>
  step?.writes.findLast((write) => write.place === place)?.word;

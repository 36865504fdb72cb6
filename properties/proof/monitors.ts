// Claims about the way, watched over terms: each notes as it goes when it was met and when it was broken, as a truth for each.
//
// The notes are part of the state: where paths meet they meet too, and a turn of the guest that stands for all turns has in them what any
// turn may have. A note is judged where its span ends, so that a path that comes to another end does not count.

import type { Layout } from '../../model/layout.ts';
import { slotNamed } from '../../model/places.ts';
import type { Algebra } from '../../model/symbolic/algebra.ts';
import type { SymbolicWrite } from '../../model/symbolic/execute.ts';
import type { StepSeen, SymbolicWatcher } from '../../model/symbolic/paths.ts';
import { type SymbolicState, slotIn } from '../../model/symbolic/state.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { switchKindsOf } from '../levels/switch/contract.ts';
import type { FormulaScope } from './findings.ts';
import { BROKEN, lookAtBegin, MET, type Monitor, NOTES, noteStep, onTheWay } from './notes.ts';

/** What watches all claims of some clauses, and what their scopes are. */
export interface Watching extends SymbolicWatcher {
  /** Notes as they are at the call. */
  readonly atCall: (slots: readonly Formula[]) => readonly Formula[];
  /** The scope in which a claim is judged at the end of a span of this kind. */
  scope(kind: SpanKind, state: SymbolicState): FormulaScope;
}

/** The clocks. */
const CLOCKS: ReadonlySet<Place> = new Set(
  (['TB', 'DEC', 'HDEC', 'PURR', 'SPURR'] as const satisfies readonly Place[]).concat(),
);

/** Watches the claims of clauses, over an algebra. */
export function watching(t: Algebra, layout: Layout, clauses: readonly Clause[]): Watching {
  const monitors = monitorsOf(clauses);
  const indexed = monitorsBy(monitors);
  const none = monitors.flatMap(() => Array.from({ length: NOTES }, () => t.literal(0n)));
  const byClaim = new Map(monitors.map((one) => [`${one.kind} ${idOf(one.claim)}`, one]));
  const clocked = monitors.filter(({ watched }) => [...watched].some((place) => CLOCKS.has(place)));
  const scope = (kind: SpanKind, state: SymbolicState, before = state): FormulaScope => ({
    was: (place) => slotIn(beginOf(kind, state), slotNamed(place)),
    now: (place) => slotIn(state.slots, slotNamed(place)),
    prior: (place) => slotIn(before.slots, slotNamed(place)),
    address: layout.addressOf,
    noted(claim) {
      const monitor = byClaim.get(`${kind} ${idOf(claim)}`);
      if (monitor === undefined) throw new Error('a claim about the way is not watched');
      return {
        broken: slotIn(state.notes, monitor.at + BROKEN),
        met: slotIn(state.notes, monitor.at + MET),
      };
    },
  });
  const reset = (notes: readonly Formula[], kinds: readonly SpanKind[], state: SymbolicState) => {
    const after = notes.slice();
    for (const one of monitors) {
      if (!kinds.includes(one.kind)) continue;
      for (let i = 0; i < NOTES; i++) after[one.at + i] = t.literal(0n);
      lookAtBegin(t, one, after, scope(one.kind, state));
    }
    return after;
  };
  return {
    readsClocks: (before, writes) =>
      clocked.some((one) => isIn(one.kind, before.phase) && isLookedAt(one, writes)),
    atCall: (slots) => {
      const state = { slots, begin: { call: slots }, notes: none };
      const after = none.slice();
      for (const one of monitors)
        if (isOfCall(one.kind)) lookAtBegin(t, one, after, callScope(state, layout));
      return after;
    },
    scope,
    stepped: (seen) => steppedNotes(t, indexed, seen, scope),
    entered: (state) => reset(state.notes, ['entry', 'refusal', 'guest'], state),
    interrupted: (state) => reset(state.notes, ['exit', 'resume'], state),
  };
}

/** What is watched: each claim about the way, in each kind of span that it is judged over. */
const monitorsOf = (clauses: readonly Clause[]): readonly Monitor[] =>
  clauses
    .flatMap((clause) =>
      onTheWay(clause.claim).flatMap((claim) =>
        switchKindsOf(clause).map((kind) => ({ kind, claim })),
      ),
    )
    .map((one, i) => ({ ...one, at: NOTES * i, watched: watchedBy(one.claim) }));

const isOfCall = (kind: SpanKind): boolean => ['switch', 'entry', 'refusal'].includes(kind);

/** The scope of the call itself. */
const callScope = (
  { slots }: { readonly slots: readonly Formula[] },
  { addressOf }: Layout,
): FormulaScope => {
  const word = (place: Place): Formula => slotIn(slots, slotNamed(place));
  return {
    was: word,
    now: word,
    prior: word,
    address: addressOf,
    noted() {
      throw new Error('a claim about the way is within another');
    },
  };
};

/** A number for each claim. */
const ids = new WeakMap<Claim, number>();
let last = 0;
function idOf(claim: Claim): number {
  const known = ids.get(claim) ?? ++last;
  ids.set(claim, known);
  return known;
}

/** Where the spans of a kind begin. */
function beginOf(kind: SpanKind, { begin }: Pick<SymbolicState, 'begin'>): readonly Formula[] {
  switch (kind) {
    case 'switch':
    case 'entry':
    case 'refusal':
      return begin.call;
    case 'guest':
      return begin.entered ?? none(kind);
    case 'exit':
    case 'resume':
      return begin.interrupted ?? none(kind);
    default:
      return none(kind);
  }
}

function none(kind: SpanKind): never {
  throw new Error(`no span '${kind}' has begun`);
}

/** Whether a step in this phase belongs to spans of a kind. */
function isIn(kind: SpanKind, phase: SymbolicState['phase']): boolean {
  switch (phase) {
    case 'call':
      return isOfCall(kind);
    case 'guest':
      return kind === 'switch' || kind === 'guest';
    case 'vector':
      return kind === 'switch' || kind === 'exit' || kind === 'resume';
  }
}

function steppedNotes(
  t: Algebra,
  monitors: Monitors,
  seen: StepSeen,
  scope: (kind: SpanKind, state: SymbolicState, before?: SymbolicState) => FormulaScope,
): readonly Formula[] {
  const { before, after, by, writes } = seen;
  let notes: Formula[] | undefined;
  for (const monitor of concerned(monitors, writes)) {
    if (!isIn(monitor.kind, before.phase)) continue;
    notes ??= before.notes.slice();
    const state = { ...after, notes };
    noteStep(t, monitor, notes, {
      by,
      writes,
      scope: scope(monitor.kind, state, before),
      facts: after.facts,
    });
  }
  return notes ?? before.notes;
}

/** Monitors, and which of them watch a place. */
interface Monitors {
  readonly all: readonly Monitor[];
  readonly byPlace: ReadonlyMap<Place, readonly Monitor[]>;
  /** Those that look at every store. */
  readonly ofStores: readonly Monitor[];
}

function monitorsBy(all: readonly Monitor[]): Monitors {
  const ofStores = all.filter(({ claim }) => claim.claim === 'only-writes');
  const byPlace = new Map<Place, Monitor[]>();
  for (const one of all)
    for (const place of one.watched) {
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, [one]);
      else known.push(one);
    }
  return { all, byPlace, ofStores };
}

/** The monitors that a step with these writes concerns: all of them, where it stores to an unknown address. */
function concerned(
  { all, byPlace, ofStores }: Monitors,
  writes: readonly SymbolicWrite[],
): Iterable<Monitor> {
  if (writes.some(({ address }) => address !== undefined)) return all;
  const found = new Set<Monitor>(writes.some(({ stored }) => stored) ? ofStores : []);
  for (const { place } of writes) for (const one of byPlace.get(place) ?? []) found.add(one);
  return found;
}

/** Whether a step with these writes is one after which the claim is looked at. */
function isLookedAt({ claim, watched }: Monitor, writes: readonly SymbolicWrite[]): boolean {
  const places = claim.claim === 'when-written' ? claim.places : [...watched];
  return writes.some(({ place }) => places.includes(place));
}

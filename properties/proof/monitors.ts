// Claims about the way, watched over terms: each notes as it goes when it was met and when it was broken, as a truth for each.
//
// The notes are part of the state: where paths meet they meet too, and a turn of the guest that stands for all turns has in them what any
// turn may have. A note is judged where its span ends, so that a path that comes to another end does not count.

import type { Layout } from '../../model/layout.ts';
import { slotNamed } from '../../model/places.ts';
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
import type { SymbolicWrite } from '../../model/symbolic/execute.ts';
import type { StepSeen, SymbolicWatcher } from '../../model/symbolic/paths.ts';
import { type SymbolicState, slotIn } from '../../model/symbolic/state.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { switchKind } from '../levels/switch/contract.ts';
import { type Finding, type FormulaScope, findingOf, formulaOf } from './findings.ts';

/** The forms that are watched. */
type OnTheWay = Extract<
  Claim,
  { claim: 'throughout' | 'when-written' | 'precedes' | 'only-writes' | 'never-writes' }
>;

/** One claim that is watched in spans of a kind; its notes are four: broken, met, and two of what it has seen. */
interface Monitor {
  readonly kind: SpanKind;
  readonly claim: OnTheWay;
  readonly at: number;
  readonly watched: ReadonlySet<Place>;
}

const NOTES = 4;
const [BROKEN, MET, FIRST, SECOND] = [0, 1, 2, 3] as const;

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
  const monitors = clauses
    .flatMap((clause) =>
      onTheWay(clause.claim).map((one) => ({ kind: switchKind(clause), claim: one })),
    )
    .map((one, i): Monitor => ({ ...one, at: NOTES * i, watched: watchedBy(one.claim) }));
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
    stepped: (seen) => steppedNotes(t, monitors, seen, scope),
    entered: (state) => reset(state.notes, ['entry', 'refusal', 'guest'], state),
    interrupted: (state) => reset(state.notes, ['exit', 'resume'], state),
  };
}

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

/** The claims about the way that a claim is of. */
function onTheWay(claim: Claim): readonly OnTheWay[] {
  switch (claim.claim) {
    case 'throughout':
    case 'when-written':
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
      return [claim];
    case 'each':
      return claim.claims.flatMap(onTheWay);
    case 'given':
      return onTheWay(claim.then);
    case 'equal':
    case 'holds':
    case 'one-of':
    case 'predicate':
    case 'same-in-both':
    case 'reachable':
      return [];
  }
}

/** Where the spans of a kind begin. */
export function beginOf(
  kind: SpanKind,
  { begin }: Pick<SymbolicState, 'begin'>,
): readonly Formula[] {
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
  monitors: readonly Monitor[],
  seen: StepSeen,
  scope: (kind: SpanKind, state: SymbolicState, before?: SymbolicState) => FormulaScope,
): readonly Formula[] {
  const { before, after, by, writes } = seen;
  let notes: Formula[] | undefined;
  for (const monitor of monitors) {
    if (!isIn(monitor.kind, before.phase)) continue;
    const wild = writes.some(({ address }) => address !== undefined);
    if (
      !wild &&
      monitor.claim.claim !== 'only-writes' &&
      !writes.some(({ place }) => monitor.watched.has(place))
    )
      continue;
    notes ??= before.notes.slice();
    const state = { ...after, notes };
    noteStep(t, monitor, notes, { by, writes, scope: scope(monitor.kind, state, before) });
  }
  return notes ?? before.notes;
}

/** A step, as a monitor sees it. */
interface MonitoredStep {
  readonly by: StepSeen['by'];
  readonly writes: readonly SymbolicWrite[];
  readonly scope: FormulaScope;
}

function noteStep(t: Algebra, { claim, at }: Monitor, notes: Formula[], step: MonitoredStep): void {
  const wrote = (places: readonly Place[]): Formula =>
    step.writes
      .filter(({ place }) => places.includes(place))
      .reduce((any, { when }) => t.or(any, truthOf(t, when)), t.literal(0n));
  const { by, writes, scope } = step;
  switch (claim.claim) {
    case 'throughout':
      if (claim.since !== undefined) note(t, notes, at + FIRST, wrote([claim.since]));
      look(t, { claim, at }, notes, scope, t.literal(1n));
      return;
    case 'when-written':
      if (by === 'host') look(t, { claim, at }, notes, scope, wrote(claim.places));
      return;
    case 'precedes':
      if (by === 'host') noteOrder(t, at, notes, wrote([claim.first]), wrote([claim.then]));
      return;
    case 'only-writes': {
      const stray = writes
        .filter(({ stored, place }) => by === 'host' && stored && !claim.places.includes(place))
        .reduce((any, { when }) => t.or(any, truthOf(t, when)), t.literal(0n));
      note(t, notes, at + BROKEN, stray);
      return;
    }
    case 'never-writes':
      if (by === 'host') note(t, notes, at + BROKEN, wrote(claim.places));
  }
}

/** `then` is written first: only after `first`, or with it. */
function noteOrder(t: Algebra, at: number, notes: Formula[], first: Formula, then: Formula): void {
  note(t, notes, at + FIRST, first);
  const early = both(t, then, negated(t, slotIn(notes, at + SECOND)));
  note(t, notes, at + MET, both(t, early, slotIn(notes, at + FIRST)));
  note(t, notes, at + BROKEN, both(t, early, negated(t, slotIn(notes, at + FIRST))));
  note(t, notes, at + SECOND, then);
}

function note(t: Algebra, notes: Formula[], at: number, when: Formula): void {
  notes[at] = t.or(slotIn(notes, at), when);
}

/** Whether a step with these writes is one after which the claim is looked at. */
function isLookedAt({ claim, watched }: Monitor, writes: readonly SymbolicWrite[]): boolean {
  const places = claim.claim === 'when-written' ? claim.places : [...watched];
  return writes.some(({ place }) => places.includes(place));
}

/** Judges what is claimed of all states in the one in which a span begins; what is claimed of writes was met, if it needs none. */
function lookAtBegin(t: Algebra, one: Monitor, notes: Formula[], scope: FormulaScope): void {
  if (one.claim.claim !== 'when-written') look(t, one, notes, scope, t.literal(1n));
}

/** Judges what is claimed of states in one of them, where it counts. */
function look(
  t: Algebra,
  { claim, at }: Pick<Monitor, 'claim' | 'at'>,
  notes: Formula[],
  scope: FormulaScope,
  counts: Formula,
): void {
  switch (claim.claim) {
    case 'only-writes':
    case 'never-writes':
      note(t, notes, at + MET, t.literal(1n));
      return;
    case 'precedes':
      return;
    case 'when-written': {
      noteFinding(t, at, notes, counts, findingOf(t, claim.then, scope));
      return;
    }
    case 'throughout': {
      const since = claim.since === undefined ? counts : both(t, counts, slotIn(notes, at + FIRST));
      const held =
        claim.while === undefined ? since : both(t, since, formulaOf(t, claim.while, scope));
      if (held.max > 0n) noteFinding(t, at, notes, held, findingOf(t, claim.then, scope));
    }
  }
}

function noteFinding(
  t: Algebra,
  at: number,
  notes: Formula[],
  counts: Formula,
  { met, broken }: Finding,
): void {
  if (counts.max === 0n) return;
  note(t, notes, at + MET, both(t, counts, met));
  note(t, notes, at + BROKEN, both(t, counts, broken));
}

// What a claim about the way notes as a run goes on: when it was met, when it was broken, and what it has to remember for that.
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
import type { SymbolicWrite } from '../../model/symbolic/execute.ts';
import { type Facts, noFacts, simplified } from '../../model/symbolic/facts.ts';
import type { StepSeen } from '../../model/symbolic/paths.ts';
import { slotIn } from '../../model/symbolic/state.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { Claim } from '../../spec/clause.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { type Finding, type FormulaScope, findingOf, formulaOf } from './findings.ts';

/** The forms that are watched. */
export type OnTheWay = Extract<
  Claim,
  { claim: 'throughout' | 'when-written' | 'precedes' | 'only-writes' | 'never-writes' }
>;

/** One claim that is watched in spans of a kind; its notes are four: broken, met, and two of what it has seen. */
export interface Monitor {
  readonly kind: SpanKind;
  readonly claim: OnTheWay;
  readonly at: number;
  readonly watched: ReadonlySet<Place>;
}

export const NOTES = 4;
export const [BROKEN, MET] = [0, 1] as const;
const [FIRST, SECOND] = [2, 3] as const;

/** The claims about the way that a claim is of. */
export function onTheWay(claim: Claim): readonly OnTheWay[] {
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

/** A step, as a monitor sees it. */
export interface MonitoredStep {
  readonly by: StepSeen['by'];
  readonly writes: readonly SymbolicWrite[];
  readonly scope: FormulaScope;
  /** What is known on the path: a claim that it decides is noted as decided. */
  readonly facts: Facts;
}

export function noteStep(
  t: Algebra,
  { claim, at }: Monitor,
  notes: Formula[],
  step: MonitoredStep,
): void {
  const wrote = (places: readonly Place[]): Formula =>
    step.writes
      .filter(({ place }) => places.includes(place))
      .reduce((any, { when }) => t.or(any, truthOf(t, when)), t.literal(0n));
  const { by, writes, scope, facts } = step;
  switch (claim.claim) {
    case 'throughout':
      if (claim.since !== undefined) note(t, notes, at + FIRST, wrote([claim.since]));
      look(t, { claim, at }, notes, scope, t.literal(1n), facts);
      return;
    case 'when-written':
      if (by === 'host') look(t, { claim, at }, notes, scope, wrote(claim.places), facts);
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

/** Judges what is claimed of all states in the one in which a span begins; what is claimed of writes was met, if it needs none. */
export function lookAtBegin(t: Algebra, one: Monitor, notes: Formula[], scope: FormulaScope): void {
  if (one.claim.claim !== 'when-written') look(t, one, notes, scope, t.literal(1n));
}

/** Judges what is claimed of states in one of them, where it counts. */
function look(
  t: Algebra,
  { claim, at }: Pick<Monitor, 'claim' | 'at'>,
  notes: Formula[],
  scope: FormulaScope,
  counts: Formula,
  facts: Facts = noFacts(),
): void {
  switch (claim.claim) {
    case 'only-writes':
    case 'never-writes':
      note(t, notes, at + MET, t.literal(1n));
      return;
    case 'precedes':
      return;
    case 'when-written': {
      noteFinding(
        t,
        at,
        notes,
        simplified(t, facts, counts),
        decidedBy(t, facts, findingOf(t, claim.then, scope)),
      );
      return;
    }
    case 'throughout': {
      const since = claim.since === undefined ? counts : both(t, counts, slotIn(notes, at + FIRST));
      const held =
        claim.while === undefined ? since : both(t, since, formulaOf(t, claim.while, scope));
      if (held.max > 0n)
        noteFinding(
          t,
          at,
          notes,
          simplified(t, facts, held),
          decidedBy(t, facts, findingOf(t, claim.then, scope)),
        );
    }
  }
}

const decidedBy = (t: Algebra, facts: Facts, { met, broken }: Finding): Finding => ({
  met: simplified(t, facts, met),
  broken: simplified(t, facts, broken),
});

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

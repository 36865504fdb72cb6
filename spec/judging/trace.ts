// Claims about the steps of a span, judged: their monitors are run over the steps that were recorded.
import type { Claim, TraceClaim } from '../clause.ts';
import type { Place, Span, Write } from '../vocabulary/machine.ts';
import { hex } from '../vocabulary/words.ts';
import type { Finding } from './compare.ts';
import type { Scope } from './evaluate.ts';
import { type Look, type Monitor, monitorOf } from './monitor.ts';
import { stepsWriting, storesOf, type WatchSet, wordAfter, writersOf } from './write-index.ts';

/** A span, and the places that the index of its writes is to follow. */
export interface IndexedSpan {
  readonly span: Span;
  readonly watched: WatchSet;
}

/** Judges a claim about steps; `judgeState` judges what it says of a state. The evidence tells the step, -1 for the beginning. */
export function judgeTrace(
  claim: TraceClaim,
  indexed: IndexedSpan,
  scope: Scope,
  judgeState: (claim: Claim, scope: Scope) => Finding,
): Finding {
  const monitor = monitorOf(claim);
  const waits = waitingUntil(monitor, indexed);
  const find = (look: Look, step: number): Finding => {
    switch (look.finds) {
      case 'nothing':
        return 'unmet';
      case 'met':
        return 'met';
      case 'broken':
        return breach(look, writeOf(monitor, step, indexed));
      case 'claim':
        return judgeState(look.claim, after(step, indexed, scope));
    }
  };
  let met = monitor.otherwise === 'met';
  for (const step of looksOf(monitor, indexed)) {
    const finding = find(step < waits ? monitor.early : monitor.look, step);
    if (typeof finding === 'object') return { ...finding, step };
    met ||= finding === 'met';
  }
  return met ? 'met' : 'unmet';
}

/** The step up to which a monitor waits: it may be none, or all. */
function waitingUntil(monitor: Monitor, { span, watched }: IndexedSpan): number {
  if (monitor.since === undefined) return Number.NEGATIVE_INFINITY;
  const writers = writersOf(span, monitor.since, watched);
  return writers.find((step) => counts(monitor, span, step)) ?? Number.POSITIVE_INFINITY;
}

const counts = ({ by }: Monitor, { taken }: Span, step: number): boolean =>
  by === 'all' || taken[step]?.by === 'host';

/** The steps after which a monitor looks, in order. */
function looksOf(monitor: Monitor, indexed: IndexedSpan): readonly number[] {
  const { span, watched } = indexed;
  const steps =
    monitor.on === 'places'
      ? stepsWriting(span, monitor.places, watched).filter((step) => counts(monitor, span, step))
      : storesOf(span, watched).filter((step) => writeOf(monitor, step, indexed) !== undefined);
  return monitor.atStart ? [-1, ...steps] : steps;
}

/** The first write of a step that a monitor looks after. */
const writeOf = ({ on, places }: Monitor, step: number, { span }: IndexedSpan): Write | undefined =>
  span.taken[step]?.writes.find(({ place, stored }) =>
    on === 'places' ? places.has(place) : stored && !places.has(place),
  );

function breach(
  { expected, found }: Extract<Look, { finds: 'broken' }>,
  write: Write | undefined,
): Finding {
  if (write === undefined) throw new Error('a write that breaks a claim is none');
  return { place: write.place, expected, found: found ?? hex(write.word) };
}

/** The scope in which `now` is right after a step, and `prior` right before it. */
const after = (step: number, { span, watched }: IndexedSpan, scope: Scope): Scope => ({
  ...scope,
  now: (place: Place) => wordAfter(span, place, step, watched),
  prior: (place: Place) => wordAfter(span, place, step - 1, watched),
});

// What is recorded of a run as it goes: the steps in order, and the spans that they make, each with the states at its two ends.
//
// The states are the model's own affair: a recorder is handed a view of the machine at each moment that matters.
import type { Machine, Span, SpanKind, StepRecord } from '../spec/vocabulary/machine.ts';

/** A moment of a run: the state then, and how many steps were taken before it. */
export interface Moment {
  readonly state: Machine;
  readonly index: number;
}

export interface Recorder {
  /** Every step so far. */
  readonly taken: readonly StepRecord[];
  /** Every span that has ended so far. */
  readonly spans: readonly Span[];
  /** Records a step. */
  take(step: StepRecord): void;
  /** The present moment, in which the machine is in this state. */
  moment(state: Machine): Moment;
  /** What lies between a moment and now, when the machine is in this state, as a span. */
  since(begin: Moment, kind: SpanKind, after: Machine): Span;
  /** Ends a span that began at a moment: it is one of the run's. */
  cut(begin: Moment, kind: SpanKind, after: Machine): void;
}

/** Begins to record. */
export function recorder(): Recorder {
  const taken: StepRecord[] = [];
  const spans: Span[] = [];
  const since: Recorder['since'] = ({ state, index }, kind, after) => ({
    kind,
    before: state,
    after,
    taken,
    from: index,
    to: taken.length,
  });
  return {
    taken,
    spans,
    take: (step) => {
      taken.push(step);
    },
    moment: (state) => ({ state, index: taken.length }),
    since,
    cut: (begin, kind, after) => {
      spans.push(since(begin, kind, after));
    },
  };
}

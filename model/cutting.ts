// A run cut into spans where its phase changes: into the guest, out of it, and back to the caller.
import type { Ending, Machine, Span, SpanKind, Taken, Trace } from '../spec/vocabulary/machine.ts';
import { type Phase, spanEnding, spansOpen } from './phases.ts';

/** Cuts the steps of a run, as they are recorded, into spans. */
export function cutting(before: Machine, taken: readonly Taken[]) {
  const spans: Span[] = [];
  let last: { state: Machine; index: number; phase: Phase } = {
    state: before,
    index: 0,
    phase: 'call',
  };
  const cut = (kind: SpanKind, after: Machine) =>
    spans.push({ kind, before: last.state, after, taken, from: last.index, to: taken.length });
  const move = (event: 'entered' | 'interrupted', state: Machine, phase: Phase) => {
    cut(spanEnding(last.phase, event), state);
    last = { state, index: taken.length, phase };
  };
  return {
    entered: (state: Machine) => move('entered', state, 'guest'),
    interrupted: (state: Machine) => move('interrupted', state, 'vector'),
    end(ending: Ending, after: Machine): Pick<Trace, 'spans' | 'unfinished' | 'cutShort'> {
      const whole: Span = { kind: 'switch', before, after, taken, from: 0, to: taken.length };
      if (ending.end !== 'returned')
        return { spans, unfinished: spansOpen(last.phase), cutShort: whole };
      cut(spanEnding(last.phase, 'returned'), after);
      spans.push(whole);
      return { spans, unfinished: [] };
    },
  };
}

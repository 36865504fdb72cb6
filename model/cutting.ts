// A run cut into spans, at the moments that it is told of: into the guest, out of it, and back to the caller.
import type { Ending, Machine, Span, SpanKind, Taken, Trace } from '../spec/machine.ts';

/** Cuts what is taken into spans at the moments that it is told of. */
export function cutting(before: Machine, taken: readonly Taken[]) {
  const spans: Span[] = [];
  let last: { state: Machine; index: number; in: 'call' | 'guest' | 'vector' } = {
    state: before,
    index: 0,
    in: 'call',
  };
  const cut = (kind: SpanKind, after: Machine) =>
    spans.push({ kind, before: last.state, after, taken, from: last.index, to: taken.length });
  const move = (kind: SpanKind, state: Machine, to: typeof last.in) => {
    cut(kind, state);
    last = { state, index: taken.length, in: to };
  };
  return {
    entered: (state: Machine) => move(last.in === 'call' ? 'entry' : 'resume', state, 'guest'),
    interrupted: (state: Machine) => move('guest', state, 'vector'),
    end(ending: Ending, after: Machine): Pick<Trace, 'spans' | 'unfinished' | 'cutShort'> {
      const whole: Span = { kind: 'switch', before, after, taken, from: 0, to: taken.length };
      if (ending.end !== 'returned')
        return { spans, unfinished: ['switch', ...under(last.in)], cutShort: whole };
      cut(last.in === 'call' ? 'refusal' : 'exit', after);
      spans.push(whole);
      return { spans, unfinished: [] };
    },
  };
}

/** What a run may have been in the middle of, by the moment it passed last. */
function under(moment: 'call' | 'guest' | 'vector'): readonly SpanKind[] {
  switch (moment) {
    case 'call':
      return ['entry', 'refusal'];
    case 'guest':
      return ['guest'];
    case 'vector':
      return ['exit', 'resume'];
  }
}

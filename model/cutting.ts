// A switch cut into spans where its phase changes: into the guest, out of it, and back to the caller.
import type { Ending, Machine, Trace } from '../spec/vocabulary/machine.ts';
import { type Phase, spanEnding, spansOpen } from './phases.ts';
import type { Recorder } from './recorder.ts';

/** Cuts a switch that is recorded, from the state in which it was called on. */
export function cutting(before: Machine, record: Recorder) {
  const start = record.moment(before);
  let [begin, phase]: [typeof start, Phase] = [start, 'call'];
  const move = (event: 'entered' | 'interrupted', state: Machine, next: Phase): void => {
    record.cut(begin, spanEnding(phase, event), state);
    [begin, phase] = [record.moment(state), next];
  };
  return {
    entered: (state: Machine) => move('entered', state, 'guest'),
    interrupted: (state: Machine) => move('interrupted', state, 'vector'),
    end(ending: Ending, after: Machine): Pick<Trace, 'spans' | 'unfinished' | 'cutShort'> {
      const { spans } = record;
      if (ending.end !== 'returned') {
        const cutShort = record.since(start, 'switch', after);
        return { spans, unfinished: spansOpen(phase), cutShort };
      }
      record.cut(begin, spanEnding(phase, 'returned'), after);
      record.cut(start, 'switch', after);
      return { spans, unfinished: [] };
    },
  };
}

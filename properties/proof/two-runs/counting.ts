// What a run over terms is watched for where two runs are compared: how many steps hypervisor code has taken, and where time passes.
import type { Algebra } from '../../../model/symbolic/algebra.ts';
import type { Facts } from '../../../model/symbolic/facts.ts';
import type { SymbolicWatcher } from '../../../model/symbolic/paths.ts';
import { type SymbolicState, slotIn } from '../../../model/symbolic/state.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import type { Watching } from '../monitors.ts';

/** Where ticks pass that nobody has counted before: all since the place before it on the path. */
export interface Pause {
  /** The name of the variable, or the beginning of the names, for the ticks. */
  readonly name: string;
  readonly phase: SymbolicState['phase'];
  readonly event: string;
  /** What is known on the path to there. */
  readonly facts: Facts;
  /** Steps of hypervisor code, as `stepsIn` has them. */
  readonly steps: Term;
}

/** A watcher that counts as well. */
export interface Counting {
  readonly watcher: SymbolicWatcher;
  readonly atCall: (slots: readonly Term[]) => readonly Term[];
  /** In order. */
  readonly pauses: readonly Pause[];
  /** Steps of hypervisor code since the guest's turn began, or since the call if it has not been entered: 64 bits. */
  stepsIn(state: Pick<SymbolicState, 'notes'>): Term;
}

/** Counts beside what is watched: in a note after all others, that begins at 0 with each turn of the guest. */
export function counting(t: Algebra, watch: Watching): Counting {
  const [zero, one] = [t.literal(0n), t.literal(1n)];
  const pauses: Pause[] = [];
  let at = 0;
  const stepsIn = ({ notes }: Pick<SymbolicState, 'notes'>): Term => slotIn(notes, at);
  const watcher: SymbolicWatcher = {
    readsClocks: watch.readsClocks,
    interrupted: watch.interrupted,
    entered: (state) => watch.entered(state).with(at, zero),
    stepped(seen) {
      const notes = watch.stepped(seen);
      return seen.by === 'host' ? notes.with(at, t.add(stepsIn(seen.before), one)) : notes;
    },
    ticked(name, state) {
      const { phase, event, facts } = state;
      pauses.push({ name, phase, event, facts, steps: stepsIn(state) });
    },
  };
  return {
    watcher,
    pauses,
    stepsIn,
    atCall(slots) {
      const notes = watch.atCall(slots);
      at = notes.length;
      return [...notes, zero];
    },
  };
}

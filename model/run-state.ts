// A switch under way, as a value: the machine, the progress of host and guest, and what the world has yet to do.
import type { StepRecord } from '../spec/vocabulary/machine.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import type { Cells } from './cells.ts';
import type { Step } from './step.ts';

/** Time that passes while hypervisor code runs: so many ticks of the timebase, after so many of its steps. */
interface Pause {
  readonly after: number;
  readonly ticks: bigint;
}

/** What the world does during one switch. */
export interface World {
  /** In order of `after`. */
  readonly pauses: readonly Pause[];
  /** What the guest does, in order; when it has no more to do it makes a hypercall. */
  readonly guest: readonly Step[];
  /** Whether code that has touched TB or DEC goes on without delay (assumption `timers-are-read-together`). */
  readonly prompt: boolean;
}

/** How far the host, the guest and the world are. */
export interface Counts {
  /** Whether the hardware has had its turn before the step that is next. */
  readonly looked: boolean;
  /** Turns of the host and of the guest that are over. */
  readonly turns: number;
  /** Steps of hypervisor code. */
  readonly hostSteps: number;
  /** Actions of the guest. */
  readonly actions: number;
  /** Pauses that have passed. */
  readonly pauses: number;
  /** Steps of hypervisor code before the last pause that was cut short. */
  readonly heldUp: number;
}

/** A switch under way: all that the next step depends on. */
export interface RunState {
  readonly cells: Cells;
  /** Whether MSR[HV] is 1. */
  readonly hypervisor: boolean;
  /** The number in the program of the step at NIA, where it is known without a search. */
  readonly index: number | undefined;
  /** The address to which the call returns. */
  readonly home: Word;
  /** Steps since one last touched TB or DEC. */
  readonly sinceTimer: number;
  readonly counts: Counts;
}

/** A step that is about to be executed: with NIA at this address, and the counts after it. */
export interface PendingStep {
  readonly site: string;
  readonly step: Step;
  readonly by: StepRecord['by'];
  readonly nia: Word;
  readonly index: number | undefined;
  readonly counts: Counts;
}

// Running one switch: from one state to the next until it returns, tracing. The next step is defined in transition.ts.
import type { Ending, Span, SpanKind, StepRecord } from '../spec/vocabulary/machine.ts';
import type { Cells } from './cells.ts';
import { cutting } from './cutting.ts';
import { type SiteReference, stuckEnding } from './ending.ts';
import { goesRound } from './endless.ts';
import { Stuck } from './memory.ts';
import { allPlaces } from './places.ts';
import type { Program } from './program.ts';
import { type Recorder, recorder } from './recorder.ts';
import type { PendingStep, RunState, World } from './run-state.ts';
import { type State, stateOf } from './state.ts';
import type { Code, Step } from './step.ts';
import { after, calling, endedAt, hasBranched, withNia } from './transition.ts';
import { pendingStep } from './turns.ts';

/** What the world does during one switch, and who watches it. */
export interface SwitchInputs extends World {
  /** Told of each step, with the cells before it, in which NIA is after it already. */
  readonly watch?: (step: Step, by: StepRecord['by'], cells: Cells, code: Code) => void;
}

/** One switch: its spans, how it ended, and the state then. */
export interface Switch {
  readonly spans: readonly Span[];
  readonly unfinished: readonly SpanKind[];
  /** The switch as far as it came, where it did not return. */
  readonly cutShort?: Span;
  readonly ending: Ending;
  readonly after: State;
}

/** Turns of host and guest after which a run is given up. */
export const BUDGET = 4000;

/** Branches that are remembered, to explain where a run is stuck; of one that is taken again and again, once. */
const BRANCHES = 3;

/** Calls the routine with this label and follows it until it returns to its caller. */
export function runSwitch(
  program: Program,
  label: string,
  before: State,
  round: SwitchInputs,
): Switch {
  const steps = recorder();
  const cuts = cutting(before, steps);
  const record: Recording = {
    program,
    steps,
    cuts,
    branches: [],
    passed: undefined,
    cells: before.cells,
  };
  const ending = endingOf(record, () => follow(record, label, round));
  const end = stateOf(record.cells);
  return { ...cuts.end(ending, end), ending, after: end };
}

/** What is recorded of a run under way. */
interface Recording {
  readonly program: Program;
  readonly steps: Recorder;
  readonly cuts: ReturnType<typeof cutting>;
  /** The last branches, in order. */
  readonly branches: SiteReference[];
  /** The last branch that was not taken. */
  passed: SiteReference | undefined;
  /** The machine as far as the run has come. */
  cells: Cells;
}

function follow(record: Recording, label: string, round: SwitchInputs): Ending {
  const { program, steps } = record;
  let state = calling(program, label, record.cells);
  record.cells = state.cells;
  while (state.counts.turns < BUDGET) {
    const pending = pendingStep(program, round, state);
    if (pending === undefined) {
      const end = endedAt(program, state);
      return end.end === 'returned' ? end : stuck(record, end.error);
    }
    round.watch?.(pending.step, pending.by, withNia(state.cells, pending.nia), program.code);
    const next = after(program, state, pending);
    if (next.taken !== undefined) steps.take(next.taken);
    if (next.end === 'stuck') return stuck(record, next.error, pending);
    note(record, pending, state, next.state);
    if (isPassed(next.taken, pending, next.state)) record.passed = pending;
    state = next.state;
    record.cells = state.cells;
  }
  const error = goesRound(program, round, state);
  if (error === undefined) return { end: 'not-enough', steps: BUDGET };
  return stuck(record, error, pendingStep(program, round, state));
}

/** Whether a branch of hypervisor code was not taken: it has written NIA all the same. */
const isPassed = (taken: StepRecord, step: PendingStep, to: RunState): boolean =>
  step.by === 'host' && !hasBranched(step, to) && taken.writes.some(({ place }) => place === 'NIA');

/** Notes a branch, and cuts the run where a step enters the guest, or leaves it. */
function note({ cuts, branches }: Recording, step: PendingStep, from: RunState, to: RunState) {
  if (from.hypervisor !== to.hypervisor) {
    if (to.hypervisor) cuts.interrupted(stateOf(to.cells));
    else cuts.entered(stateOf(to.cells));
  }
  if (hasBranched(step, to) && !branches.some(({ site }) => site === step.site))
    branches.push(step);
  if (branches.length > BRANCHES) branches.shift();
}

/** The ending of a run that is stuck; NIA is already after a step that could not be executed. */
function stuck(record: Recording, error: Stuck, pending?: PendingStep): Ending {
  if (pending !== undefined) record.cells = withNia(record.cells, pending.nia);
  const { program, steps, branches, passed, cells } = record;
  const slots = allPlaces.map((_, slot) => cells.word(slot));
  const at = pending?.by === 'host' ? pending : undefined;
  return stuckEnding(error, { program, slots, taken: steps.taken, at, branches, passed });
}

/** How a run ends; it may also be stuck where nothing can be called, or where a watcher cannot follow. */
function endingOf(record: Recording, run: () => Ending): Ending {
  try {
    return run();
  } catch (error) {
    if (error instanceof Stuck) return stuck(record, error);
    throw error;
  }
}

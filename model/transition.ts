// The transition of a switch: a pure function from one state to the next, which executes one step.
import { MSR } from '../spec/vocabulary/bits.ts';
import type { StepRecord } from '../spec/vocabulary/machine.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import type { Cells } from './cells.ts';
import { isHome, Nowhere } from './ending.ts';
import { execute } from './interpret.ts';
import { RealModeFault, Stuck } from './memory.ts';
import { slotNamed } from './places.ts';
import type { Program } from './program.ts';
import type { Counts, PendingStep, RunState, World } from './run-state.ts';
import { pendingStep } from './turns.ts';

/** The outcome of one step: the next state, or why there is none. */
export type StepOutcome =
  | { readonly end?: never; readonly taken: StepRecord; readonly state: RunState }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: StepRecord };

/** The outcome of the next step, or the end of the switch. */
export type Next = StepOutcome | End;

/** There is no next step: the switch has returned to its caller, or has come to an address where no caller waits. */
export type End =
  | { readonly end: 'returned' }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: never };

const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');
const LR = slotNamed('LR');

const isHypervisor = (cells: Cells): boolean => (cells.word(MSR_SLOT) & MSR.HV) !== 0n;

const NOTHING: Counts = {
  looked: false,
  turns: 0,
  hostSteps: 0,
  actions: 0,
  pauses: 0,
  heldUp: Number.NEGATIVE_INFINITY,
};

/** Cells with NIA at an address. */
export const withNia = (cells: Cells, word: Word): Cells => cells.with([{ slot: NIA, word }]);

/** The state in which the routine with this label is called. */
export function calling(program: Program, label: string, before: Cells): RunState {
  const address = program.code(label);
  const cells = withNia(before, address);
  return {
    cells,
    hypervisor: isHypervisor(cells),
    index: program.find(address),
    home: cells.word(LR),
    sinceTimer: Number.POSITIVE_INFINITY,
    counts: NOTHING,
  };
}

/** Executes the next step. */
export function next(program: Program, world: World, state: RunState): Next {
  const pending = pendingStep(program, world, state);
  return pending === undefined ? endedAt(program, state) : after(program, state, pending);
}

/** How a switch has ended that has no next step. */
export function endedAt(program: Program, { cells, home }: RunState): End {
  const nia = cells.word(NIA);
  return isHome(nia, home)
    ? { end: 'returned' }
    : { end: 'stuck', error: new Nowhere(nia, program) };
}

/** Whether a step of hypervisor code has led elsewhere than to the one after it. */
export const hasBranched = ({ by, nia }: PendingStep, { cells }: RunState): boolean =>
  by === 'host' && cells.word(NIA) !== nia;

/** Executes a step that is next in a state. */
export function after(program: Program, state: RunState, pending: PendingStep): StepOutcome {
  const { site, step, by, nia } = pending;
  try {
    const { cells, writes, timed } = execute(state.cells, step, program, nia);
    const hypervisor = isHypervisor(cells);
    return {
      taken: { site, text: step.text, by, writes },
      state: {
        cells,
        hypervisor,
        home: state.home,
        index: by === 'host' ? following(program, cells, pending) : pending.index,
        sinceTimer: timed ? 0 : state.sinceTimer + 1,
        counts:
          by === 'hardware' && hypervisor && !state.hypervisor ? over(pending) : pending.counts,
      },
    };
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    if (!(error instanceof RealModeFault)) return { end: 'stuck', error };
    const taken = { site, text: step.text, by, writes: [], astray: error.place };
    return { end: 'stuck', error, taken };
  }
}

/** The guest's turn is over with an interrupt: it does nothing. */
const over = ({ counts }: PendingStep): Counts => ({
  ...counts,
  looked: false,
  turns: counts.turns + 1,
});

/** The step in the program that follows, where the one that was taken leads to it. */
const following = (
  program: Program,
  cells: Cells,
  { index, nia }: PendingStep,
): number | undefined =>
  index !== undefined && cells.word(NIA) === nia && program.steps[index + 1]?.address === nia
    ? index + 1
    : undefined;

// What comes next in a switch: a function from one moment to the next, which takes one step and changes nothing that is there.
//
// It decides only whose turn it is: hypervisor code while MSR[HV] is 1, the guest while it is 0, and before them the hardware,
// which lets time pass where the schedule says, or interrupts. What anything means is said elsewhere.
import { MSR } from '../spec/bits.ts';
import type { Taken } from '../spec/machine.ts';
import type { Word } from '../spec/words.ts';
import type { Cells } from './cells.ts';
import { isHome, Nowhere } from './ending.ts';
import { hypercall } from './guest/causes.ts';
import { pendingInterrupt } from './guest/interrupts.ts';
import { elapse } from './guest/time.ts';
import { stepped } from './interpret.ts';
import { Astray, Stuck } from './memory.ts';
import type { Program } from './program.ts';
import { slotNamed } from './state.ts';
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
interface Counts {
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

/** A switch under way: all that what comes next depends on. */
export interface Moment {
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

/** A step that is about to be taken: with NIA at this address, and what is then counted. */
export interface Coming {
  readonly site: string;
  readonly step: Step;
  readonly by: Taken['by'];
  readonly nia: Word;
  readonly index: number | undefined;
  readonly counts: Counts;
}

/** What one step comes to: the next moment, or why there is none. */
export type After =
  | { readonly end?: never; readonly taken: Taken; readonly moment: Moment }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: Taken };

/** What comes next: a step's moment, or the end of the switch. */
export type Next = After | End;

/** There is no next step: the switch is back with its caller, or has come to where no caller waits. */
export type End =
  | { readonly end: 'returned' }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: never };

/** Steps for which code that has touched a timer is not held up by more than one tick. */
export const PROMPT_STEPS = 8;

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

/** The moment at which the routine with this label is called. */
export function calling(program: Program, label: string, before: Cells): Moment {
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

/** Takes the next step. */
export function next(program: Program, world: World, moment: Moment): Next {
  const coming = comingIn(program, world, moment);
  return coming === undefined ? endedAt(program, moment) : after(program, moment, coming);
}

/** How a switch has ended that comes to no step. */
export function endedAt(program: Program, { cells, home }: Moment): End {
  const nia = cells.word(NIA);
  return isHome(nia, home)
    ? { end: 'returned' }
    : { end: 'stuck', error: new Nowhere(nia, program) };
}

/** Whether a step of hypervisor code has led elsewhere than to the one after it. */
export const hasBranched = ({ by, nia }: Coming, { cells }: Moment): boolean =>
  by === 'host' && cells.word(NIA) !== nia;

/** What comes at a moment; undefined where the program has no step at NIA. */
export const comingIn = (program: Program, world: World, moment: Moment): Coming | undefined =>
  moment.hypervisor ? hostTurn(program, world, moment) : guestTurn(world, moment);

/** What a step that comes at a moment leads to. */
export function after(program: Program, moment: Moment, coming: Coming): After {
  const { site, step, by, nia } = coming;
  try {
    const { cells, writes, timed } = stepped(moment.cells, step, program, nia);
    const hypervisor = isHypervisor(cells);
    return {
      taken: { site, text: step.text, by, writes },
      moment: {
        cells,
        hypervisor,
        home: moment.home,
        index: by === 'host' ? following(program, cells, coming) : coming.index,
        sinceTimer: timed ? 0 : moment.sinceTimer + 1,
        counts:
          by === 'hardware' && hypervisor && !moment.hypervisor ? over(coming) : coming.counts,
      },
    };
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    if (!(error instanceof Astray)) return { end: 'stuck', error };
    const taken = { site, text: step.text, by, writes: [], astray: error.place };
    return { end: 'stuck', error, taken };
  }
}

/** The host's turn: time, if any passes, and then the step at NIA. */
function hostTurn(program: Program, world: World, moment: Moment): Coming | undefined {
  const { cells, counts } = moment;
  const nia = cells.word(NIA);
  const index = moment.index ?? program.find(nia);
  const placed = index === undefined ? undefined : program.steps[index];
  if (placed === undefined) return undefined;
  const due = counts.looked ? undefined : dueAt(world, moment);
  if (due !== undefined) {
    const { ticks, heldUp } = due;
    const passed = { ...counts, looked: true, pauses: counts.pauses + 1, heldUp };
    return { site: 'time', step: elapse(ticks), by: 'hardware', nia, index, counts: passed };
  }
  return {
    site: placed.site,
    step: placed.step,
    by: 'host',
    nia: placed.next,
    index,
    counts: {
      looked: false,
      turns: counts.turns + 1,
      hostSteps: counts.hostSteps + 1,
      actions: counts.actions,
      pauses: counts.pauses,
      heldUp: counts.heldUp,
    },
  };
}

/** The guest's turn: an interrupt, if one is pending, or else its next action. */
function guestTurn({ guest }: World, { cells, counts }: Moment): Coming {
  const nia = cells.word(NIA);
  const index = undefined;
  if (!counts.looked) {
    const step = pendingInterrupt;
    return {
      site: 'interrupt',
      step,
      by: 'hardware',
      nia,
      index,
      counts: { ...counts, looked: true },
    };
  }
  return {
    site: 'guest',
    step: guest[counts.actions] ?? hypercall,
    by: 'guest',
    nia: BigInt.asUintN(64, nia + 4n),
    index,
    counts: { ...counts, looked: false, turns: counts.turns + 1, actions: counts.actions + 1 },
  };
}

/** The guest's turn is over with an interrupt: it does nothing. */
const over = ({ counts }: Coming): Counts => ({
  ...counts,
  looked: false,
  turns: counts.turns + 1,
});

/**
 * The ticks that pass before a step of hypervisor code, if any do. Code that has touched a timer is held up by one tick at
 * most until it has gone on for a while.
 */
function dueAt(
  { pauses, prompt }: World,
  { counts: { pauses: passed, hostSteps, heldUp }, sinceTimer }: Moment,
): { readonly ticks: Word; readonly heldUp: number } | undefined {
  const pause = pauses[passed];
  if (pause === undefined || pause.after > hostSteps) return undefined;
  if (!prompt || sinceTimer > PROMPT_STEPS) return { ticks: pause.ticks, heldUp };
  return { ticks: hostSteps - heldUp <= PROMPT_STEPS ? 0n : 1n, heldUp: hostSteps };
}

/** The step in the program that follows, where the one that was taken leads to it. */
const following = (program: Program, cells: Cells, { index, nia }: Coming): number | undefined =>
  index !== undefined && cells.word(NIA) === nia && program.steps[index + 1]?.address === nia
    ? index + 1
    : undefined;

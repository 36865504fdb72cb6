// Running one switch: host code, the guest, and the hardware between them. There is one loop, and it traces.
//
// The loop decides only what comes next: the step at NIA while MSR[HV] is 1, the guest's next action while it is
// 0, and time where the schedule says. What anything means is said elsewhere.

import { MSR } from '../spec/bits.ts';
import type { Ending, Span, SpanKind, Taken } from '../spec/machine.ts';
import type { Word } from '../spec/words.ts';
import { cutting } from './cutting.ts';
import { isHome, Nowhere, type Place, stuckEnding } from './ending.ts';
import { hypercall } from './guest/causes.ts';
import { pendingInterrupt } from './guest/interrupts.ts';
import { elapse } from './guest/time.ts';
import { type Interpreter, interpreter } from './interpret.ts';
import { Astray, type Cells, Stuck } from './memory.ts';
import type { Placed, Program } from './program.ts';
import { copyOf, type State, slotNamed, stateOf } from './state.ts';
import type { Code, Step } from './step.ts';

/** Time that passes while hypervisor code runs: so many ticks of the timebase, after so many of its steps. */
interface Pause {
  readonly after: number;
  readonly ticks: bigint;
}

/** What the world does during one switch. */
export interface Round {
  /** In order of `after`. */
  readonly pauses: readonly Pause[];
  /** What the guest does, in order; when it has no more to do it makes a hypercall. */
  readonly guest: readonly Step[];
  /** Whether code that has touched TB or DEC goes on without delay (assumption `timers-are-read-together`). */
  readonly prompt: boolean;
  /** Told of each step, with the cells before it. */
  readonly watch?: (step: Step, by: Taken['by'], cells: Cells, code: Code) => void;
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

/** Steps after which a run is given up. */
export const BUDGET = 4000;

/** Branches that are remembered, to say what led to where a run is stuck. */
const BRANCHES = 3;

/** Steps for which code that has touched a timer is not held up by more than one tick. */
export const PROMPT_STEPS = 8;

const LR = slotNamed('LR');
const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');

/** Calls the routine with this label and follows it until it returns to its caller. */
export function runSwitch(program: Program, label: string, before: State, round: Round): Switch {
  const cells = copyOf(before.cells);
  const { slots } = cells;
  const machine = interpreter(cells, program.image);
  const inHypervisor = privilegeOf(slots);
  const due = clock(round, machine);
  const taken: Taken[] = [];
  const film = cutting(before, taken);
  const take = (site: string, step: Step, by: Taken['by']) => {
    round.watch?.(step, by, cells, program.code);
    try {
      taken.push({ site, text: step.text, by, writes: machine.take(step, program.code) });
    } catch (error) {
      if (error instanceof Astray)
        taken.push({ site, text: step.text, by, writes: [], astray: error.place });
      throw error;
    }
  };
  const now = () => stateOf(copyOf(cells));
  const guestTurn = guestOf(round, slots, take, inHypervisor);
  const link = slots[LR] ?? 0n;
  const branches: Place[] = [];
  let at: Placed | undefined;

  function hostTurn(placed: Placed, hostSteps: number): void {
    const ticks = due(hostSteps);
    if (ticks !== undefined) take('time', elapse(ticks), 'hardware');
    slots[NIA] = placed.next;
    at = placed;
    take(placed.site, placed.step, 'host');
    at = undefined;
    if (slots[NIA] === placed.next) return;
    branches.push(placed);
    if (branches.length > BRANCHES) branches.shift();
  }

  function follow(): Ending {
    slots[NIA] = program.code(label);
    let index = program.find(program.code(label));
    let hostSteps = 0;
    for (let spent = 0; spent < BUDGET; spent++) {
      if (!inHypervisor()) {
        guestTurn();
        if (inHypervisor()) film.interrupted(now());
        index = undefined;
        continue;
      }
      index ??= program.find(slots[NIA] ?? 0n);
      const placed = index === undefined ? undefined : program.steps[index];
      if (index === undefined || placed === undefined) return ended(slots[NIA] ?? 0n);
      hostTurn(placed, hostSteps++);
      if (!inHypervisor()) film.entered(now());
      index = follows(program, index, placed.next, slots[NIA]) ? index + 1 : undefined;
    }
    return { end: 'not-enough', steps: BUDGET };
  }

  function ended(nia: Word): Ending {
    if (isHome(nia, link)) return { end: 'returned' };
    throw new Nowhere(nia, program);
  }

  const way = () => ({ program, slots, taken, at, branches });
  const ending = endingOf(follow, (error) => stuckEnding(error, way()));
  const after = stateOf(cells);
  return { ...film.end(ending, after), ending, after };
}

/** The guest's turn: an interrupt, if one is pending, or else its next action. */
function guestOf(
  { guest }: Round,
  slots: Word[],
  take: (site: string, step: Step, by: Taken['by']) => void,
  inHypervisor: () => boolean,
): () => void {
  let actions = 0;
  return () => {
    take('interrupt', pendingInterrupt, 'hardware');
    if (inHypervisor()) return;
    const action = guest[actions++] ?? hypercall;
    slots[NIA] = BigInt.asUintN(64, (slots[NIA] ?? 0n) + 4n);
    take('guest', action, 'guest');
  };
}

/**
 * The ticks that pass before a step of hypervisor code, if any do. Code that has touched a timer is held up by one tick at
 * most until it has gone on for a while.
 */
export function clock(
  { pauses, prompt }: Pick<Round, 'pauses' | 'prompt'>,
  { sinceTimer }: Pick<Interpreter, 'sinceTimer'>,
): (hostSteps: number) => bigint | undefined {
  let next = 0;
  let heldUp = Number.NEGATIVE_INFINITY;
  return (hostSteps) => {
    const pause = pauses[next];
    if (pause === undefined || pause.after > hostSteps) return undefined;
    next++;
    if (!prompt || sinceTimer() > PROMPT_STEPS) return pause.ticks;
    const spent = hostSteps - heldUp <= PROMPT_STEPS;
    heldUp = hostSteps;
    return spent ? 0n : 1n;
  };
}

/** MSR[HV], looked at anew only when MSR is another word. */
function privilegeOf(slots: readonly Word[]): () => boolean {
  let msr = 0n;
  let hypervisor = false;
  return () => {
    const current = slots[MSR_SLOT] ?? 0n;
    if (current !== msr) {
      msr = current;
      hypervisor = (msr & MSR.HV) !== 0n;
    }
    return hypervisor;
  };
}

/** How a run ends; where it throws that it is stuck, that is looked into. */
export function endingOf(follow: () => Ending, stuck: (error: Stuck) => Ending): Ending {
  try {
    return follow();
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    return stuck(error);
  }
}

/** Whether the next step in the program is the one to take next. */
const follows = (program: Program, index: number, next: bigint, nia: bigint | undefined): boolean =>
  nia === next && program.steps[index + 1]?.address === next;

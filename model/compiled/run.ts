// The loop of the compiled reader: what comes next, as run.ts decides it, over stretches of steps at a time.
//
// A stretch is run up to where time passes, or the budget ends; it comes back by itself where the order may change. What
// happens at the moments of a switch is told to whoever runs it, with the board as it is then.
import { hypercall } from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { elapse } from '../guest/time.ts';
import { Stuck } from '../memory.ts';
import type { Program } from '../program.ts';
import { BUDGET, PROMPT_STEPS } from '../run.ts';
import { at, type Board } from './board.ts';
import { highOf, lowOf } from './halves.ts';
import { type PlacedCode, placedCode } from './placed.ts';
import { HV_HIGH, MSR, NIA, type Single, type Workshop } from './workshop.ts';

/** A step of the guest with its literals. */
export interface Act {
  readonly run: Single;
  readonly literals: Int32Array;
}

/** What the world does during one switch. */
export interface CompiledRound {
  /** In order of `after`; the ticks are the literals of `elapse`. */
  readonly pauses: readonly { readonly after: number; readonly ticks: bigint }[];
  readonly guest: readonly Act[];
  readonly prompt: boolean;
}

/** Told of the moments of a switch. */
export interface Moments {
  entered(): void;
  interrupted(): void;
}

export type CompiledEnding = 'returned' | 'stuck' | 'not-enough';

/** Runs switches of one program on the workshop's board. */
export interface Runner {
  /** Calls the routine with this label; the board holds the state before, and then the one behind. */
  run(label: string, round: CompiledRound, moments: Moments): CompiledEnding;
  /** Steps taken so far, in all runs. */
  taken(): number;
}

/** What the hardware and the guest do by themselves. */
interface Standing {
  readonly elapse: Single;
  readonly interrupt: Single;
  readonly hypercall: Single;
}

const standing = new WeakMap<Workshop, Standing>();

function standingOf(workshop: Workshop): Standing {
  const known = standing.get(workshop) ?? {
    elapse: workshop.template(elapse(1n)),
    interrupt: workshop.fixed(pendingInterrupt),
    hypercall: workshop.fixed(hypercall),
  };
  standing.set(workshop, known);
  return known;
}

const NONE = new Int32Array(0);
const LONG_AGO = -1_000_000;

/** A runner for a program. */
export function runner(workshop: Workshop, program: Program): Runner {
  const placed = placedCode(workshop, program);
  const { board } = workshop;
  let all = 0;
  return {
    taken: () => all,
    run(label, round, moments) {
      const journey = { workshop, placed, round, moments, board, ...begun() };
      board.image = program.image;
      board.counts[at.timer] = LONG_AGO;
      try {
        const entry = program.code(label);
        goTo(board, lowOf(entry), highOf(entry));
        return follow(journey);
      } catch (error) {
        if (!(error instanceof Stuck)) throw error;
        return 'stuck';
      } finally {
        all += journey.taken;
      }
    },
  };
}

/** A switch under way. */
interface Journey {
  readonly workshop: Workshop;
  readonly placed: PlacedCode;
  readonly round: CompiledRound;
  readonly moments: Moments;
  readonly board: Board;
  taken: number;
  spent: number;
  hostSteps: number;
  nextPause: number;
  heldUp: number;
  actions: number;
}

const begun = () => ({
  taken: 0,
  spent: 0,
  hostSteps: 0,
  nextPause: 0,
  heldUp: LONG_AGO,
  actions: 0,
});

function follow(journey: Journey): CompiledEnding {
  const { placed, board, moments } = journey;
  const { halves } = board;
  let index = placed.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
  while (journey.spent < BUDGET) {
    if (!inHypervisor(halves)) {
      journey.spent++;
      guestTurn(journey);
      if (inHypervisor(halves)) moments.interrupted();
      index = -1;
      continue;
    }
    if (index < 0) index = placed.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
    if (index < 0) return 'returned';
    const last = hostTurn(journey, index);
    if (!inHypervisor(halves)) moments.entered();
    const [low, high] = [placed.next[2 * last], placed.next[2 * last + 1]];
    index = placed.follows[last] && halves[NIA] === low && halves[NIA + 1] === high ? last + 1 : -1;
  }
  return 'not-enough';
}

/** Runs on from a step, and returns the last one that was taken. */
function hostTurn(journey: Journey, index: number): number {
  const { placed, board, round } = journey;
  const where = placed.whereabouts[index];
  if (where === undefined) throw new Error(`there is no step ${index}`);
  const { number, stretch } = where;
  const paused = passTime(journey);
  const pause = round.pauses[journey.nextPause];
  const room = paused
    ? 1
    : Math.min(BUDGET - journey.spent, (pause?.after ?? BUDGET) - journey.hostSteps);
  const base = index - number;
  const code = stretch.code();
  const { counts } = board;
  counts[at.taken] = journey.taken - number;
  counts[at.stuck] = -1;
  let end = number;
  try {
    end = code.run(
      number,
      Math.min(number + room, stretch.length),
      base,
      placed.next,
      placed.labels(),
    );
  } catch (error) {
    const stuck = counts[at.stuck] ?? -1;
    journey.taken += Math.max(0, stuck - number) + 1;
    goTo(board, placed.next[2 * (base + stuck)] ?? 0, placed.next[2 * (base + stuck) + 1] ?? 0);
    throw error;
  }
  const done = end - number;
  journey.taken += done;
  journey.spent += done;
  journey.hostSteps += done;
  const last = base + end - 1;
  if (code.branches[end - 1] !== true)
    goTo(board, placed.next[2 * last] ?? 0, placed.next[2 * last + 1] ?? 0);
  return last;
}

/** Lets the time pass that is due before the next step of hypervisor code, as run.ts does; says whether any was due. */
function passTime(journey: Journey): boolean {
  const { round, board, workshop, hostSteps } = journey;
  const pause = round.pauses[journey.nextPause];
  if (pause === undefined || pause.after > hostSteps) return false;
  journey.nextPause++;
  let { ticks } = pause;
  if (round.prompt && journey.taken - (board.counts[at.timer] ?? 0) <= PROMPT_STEPS) {
    ticks = hostSteps - journey.heldUp <= PROMPT_STEPS ? 0n : 1n;
    journey.heldUp = hostSteps;
  }
  act(journey, standingOf(workshop).elapse, workshop.literals(elapse(ticks)));
  return true;
}

function guestTurn(journey: Journey): void {
  const { board, round, workshop } = journey;
  const { halves } = board;
  const { interrupt, hypercall: last } = standingOf(workshop);
  act(journey, interrupt, NONE);
  if (inHypervisor(halves)) return;
  const action = round.guest[journey.actions++];
  const low = ((halves[NIA] ?? 0) + 4) | 0;
  goTo(board, low, (halves[NIA + 1] ?? 0) + (low >= 0 && low < 4 ? 1 : 0));
  act(journey, action?.run ?? last, action?.literals ?? NONE);
}

/** One step that is not the host's. */
function act(journey: Journey, run: Single, literals: Int32Array): void {
  journey.board.counts[at.taken] = journey.taken++;
  run(literals);
}

const inHypervisor = (halves: Int32Array): boolean => ((halves[MSR + 1] ?? 0) & HV_HIGH) !== 0;

function goTo({ halves }: Board, low: number, high: number): void {
  halves[NIA] = low;
  halves[NIA + 1] = high;
}

// What happens in a switch beside the hypervisor's code: time that passes, interrupts, and what the guest does.
import { hypercall } from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { elapse } from '../guest/time.ts';
import { PROMPT_STEPS } from '../run.ts';
import { at, type Board } from './board.ts';
import { HV_HIGH, MSR, NIA, type Single, type Workshop } from './workshop.ts';

/** A step of the guest with its literals. */
export interface Act {
  readonly run: Single;
  /** Where its literals begin. */
  readonly literals: number;
}

/** What the world does during one switch. */
export interface CompiledRound {
  /** In order of `after`; the ticks are the literals of `elapse`. */
  readonly pauses: readonly { readonly after: number; readonly ticks: bigint }[];
  readonly guest: readonly Act[];
  readonly prompt: boolean;
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

export const LONG_AGO = -1_000_000;

/** A switch under way. */
export interface Journey {
  readonly workshop: Workshop;
  readonly round: CompiledRound;
  readonly board: Board;
  taken: number;
  spent: number;
  hostSteps: number;
  nextPause: number;
  heldUp: number;
  actions: number;
  /** While hypervisor code runs, where its stretch begins in the program, and the step that it was entered at; else -1. */
  base: number;
  from: number;
}

/** Nothing has happened yet. */
export const begun = () => ({
  taken: 0,
  spent: 0,
  hostSteps: 0,
  nextPause: 0,
  heldUp: LONG_AGO,
  actions: 0,
  base: -1,
  from: 0,
});

/** Lets the time pass that is due before the next step of hypervisor code, as run.ts does; says whether any was due. */
export function passTime(journey: Journey): boolean {
  const { round, board, workshop, hostSteps } = journey;
  const pause = round.pauses[journey.nextPause];
  if (pause === undefined || pause.after > hostSteps) return false;
  journey.nextPause++;
  let { ticks } = pause;
  if (round.prompt && journey.taken - (board.counts[at.timer] ?? 0) <= PROMPT_STEPS) {
    ticks = hostSteps - journey.heldUp <= PROMPT_STEPS ? 0n : 1n;
    journey.heldUp = hostSteps;
  }
  act(journey, standingOf(workshop).elapse, workshop.literals.put(elapse(ticks)));
  return true;
}

/** The guest's turn: an interrupt, if one is pending, or else its next action. */
export function guestTurn(journey: Journey): void {
  const { board, round, workshop } = journey;
  const { halves } = board;
  const { interrupt, hypercall: last } = standingOf(workshop);
  act(journey, interrupt, 0);
  if (inHypervisor(halves)) return;
  const action = round.guest[journey.actions++];
  const low = ((halves[NIA] ?? 0) + 4) | 0;
  goTo(board, low, (halves[NIA + 1] ?? 0) + (low >= 0 && low < 4 ? 1 : 0));
  act(journey, action?.run ?? last, action?.literals ?? 0);
}

/** One step that is not the host's. */
function act(journey: Journey, run: Single, literals: number): void {
  journey.board.counts[at.taken] = journey.taken++;
  run(journey.workshop.literals.halves, literals);
}

/** MSR[HV]. */
export const inHypervisor = (halves: Int32Array): boolean =>
  ((halves[MSR + 1] ?? 0) & HV_HIGH) !== 0;

/** Puts an address into NIA. */
export function goTo({ halves }: Board, low: number, high: number): void {
  halves[NIA] = low;
  halves[NIA + 1] = high;
}

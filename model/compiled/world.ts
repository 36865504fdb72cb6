// What happens in a switch beside the hypervisor's code: time that passes, interrupts, and what the guest does.
import { hypercall } from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { elapse } from '../guest/time.ts';
import { PROMPT_STEPS } from '../turns.ts';
import { at, type Board } from './board.ts';
import { HV_HIGH, MSR, NIA } from './stretch.ts';
import type { Single, Workshop } from './workshop.ts';

/** What the world does during one switch. */
export interface CompiledRound {
  /** In order of `after`. */
  readonly pauses: readonly { readonly after: number; readonly ticks: bigint }[];
  /** Has the guest do the action with this number, if there is one. */
  act(number: number): boolean;
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
    elapse: workshop.template((ticks) => elapse(ticks)),
    interrupt: workshop.fixed(pendingInterrupt),
    hypercall: workshop.fixed(hypercall),
  };
  standing.set(workshop, known);
  return known;
}

const word = new BigInt64Array(1);
const halves = new Int32Array(word.buffer);

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
  /** While hypervisor code runs, where that begins in the program; else -1. */
  base: number;
}

/** Nothing has happened yet. */
export const begun = (workshop: Workshop, round: CompiledRound): Journey => ({
  workshop,
  round,
  board: workshop.board,
  taken: 0,
  spent: 0,
  hostSteps: 0,
  nextPause: 0,
  heldUp: LONG_AGO,
  actions: 0,
  base: -1,
});

/** Lets the time pass that is due before the next step of hypervisor code, as run.ts does. */
export function passTime(journey: Journey): void {
  const { round, board, workshop, hostSteps } = journey;
  const pause = round.pauses[journey.nextPause];
  if (pause === undefined || pause.after > hostSteps) return;
  journey.nextPause++;
  let { ticks } = pause;
  if (round.prompt && journey.taken - (board.counts[at.timer] ?? 0) <= PROMPT_STEPS) {
    ticks = hostSteps - journey.heldUp <= PROMPT_STEPS ? 0n : 1n;
    journey.heldUp = hostSteps;
  }
  word[0] = ticks;
  begin(journey);
  standingOf(workshop).elapse(halves[0] ?? 0, halves[1] ?? 0, 0);
}

/** The guest's turn: an interrupt, if one is pending, or else its next action. */
export function guestTurn(journey: Journey): void {
  const { board, round, workshop } = journey;
  const { halves } = board;
  const { interrupt, hypercall: last } = standingOf(workshop);
  begin(journey);
  interrupt(0, 0, 0);
  if (inHypervisor(halves)) return;
  const low = ((halves[NIA] ?? 0) + 4) | 0;
  goTo(board, low, (halves[NIA + 1] ?? 0) + (low >= 0 && low < 4 ? 1 : 0));
  begin(journey);
  if (!round.act(journey.actions++)) last(0, 0, 0);
}

/** One step that is not the host's begins. */
function begin(journey: Journey): void {
  journey.board.counts[at.taken] = journey.taken++;
}

/** MSR[HV]. */
export const inHypervisor = (halves: Int32Array): boolean =>
  ((halves[MSR + 1] ?? 0) & HV_HIGH) !== 0;

/** Puts an address into NIA. */
export function goTo({ halves }: Board, low: number, high: number): void {
  halves[NIA] = low;
  halves[NIA + 1] = high;
}

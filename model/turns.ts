// Whose turn it is: hypervisor code while MSR[HV] is 1, the guest while it is 0, and before them the hardware, which lets time pass
// where the schedule says, or interrupts. What anything means is said elsewhere.
import type { Word } from '../spec/words.ts';
import { hypercall } from './guest/causes.ts';
import { pendingInterrupt } from './guest/interrupts.ts';
import { elapse } from './guest/time.ts';
import type { Coming, Moment, World } from './moment.ts';
import type { Program } from './program.ts';
import { slotNamed } from './state.ts';

/** Steps for which code that has touched a timer is not held up by more than one tick. */
export const PROMPT_STEPS = 8;

const NIA = slotNamed('NIA');

/** What comes at a moment; undefined where the program has no step at NIA: there it has returned. */
export const comingIn = (program: Program, world: World, moment: Moment): Coming | undefined =>
  moment.hypervisor ? hostTurn(program, world, moment) : guestTurn(world, moment);

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

// Whose turn it is: hypervisor code while MSR[HV] is 1, the guest while it is 0, and before them the hardware, which lets time pass
// as the schedule says, or interrupts. The steps themselves are defined elsewhere.
import { delayDue } from './clock.ts';
import { hypercall } from './guest/causes.ts';
import { pendingInterrupt } from './guest/interrupts.ts';
import { elapse } from './guest/time.ts';
import { slotNamed } from './places.ts';
import type { Program } from './program.ts';
import type { PendingStep, RunState, World } from './run-state.ts';

const NIA = slotNamed('NIA');

/** The step that is next in a state; undefined where the program has none at NIA: there the switch has returned. */
export const pendingStep = (
  program: Program,
  world: World,
  state: RunState,
): PendingStep | undefined =>
  state.hypervisor ? hostTurn(program, world, state) : guestTurn(world, state);

/** The host's turn: time, if any passes, and then the step at NIA. */
function hostTurn(program: Program, world: World, state: RunState): PendingStep | undefined {
  const { cells, counts } = state;
  const nia = cells.word(NIA);
  const index = state.index ?? program.find(nia);
  const placed = index === undefined ? undefined : program.steps[index];
  if (placed === undefined) return undefined;
  const due = counts.looked ? undefined : delayDue(world, counts, state.sinceTimer);
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
function guestTurn({ guest }: World, { cells, counts }: RunState): PendingStep {
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

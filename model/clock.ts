// The clock of a switch: which pause is due before a step of hypervisor code, and how long it is. Interpreter and compiled evaluator
// both go by it.
import type { Word } from '../spec/vocabulary/words.ts';
import type { World } from './run-state.ts';

/** Steps after one that reads or writes TB or DEC during which at most one tick passes. */
const PROMPT_STEPS = 8;

/** How far the clock is. */
interface ClockCounts {
  /** Pauses that have passed. */
  readonly pauses: number;
  /** Steps of hypervisor code. */
  readonly hostSteps: number;
  /** Steps of hypervisor code before the last pause that was cut short. */
  readonly heldUp: number;
}

/** Time that passes now, and the new `heldUp`. */
interface Delay {
  readonly ticks: Word;
  readonly heldUp: number;
}

/**
 * The time that passes before the next step of hypervisor code, if a pause is due. After an access to TB or DEC, at most one tick passes
 * during the next PROMPT_STEPS steps.
 */
export function delayDue(
  { pauses, prompt }: Pick<World, 'pauses' | 'prompt'>,
  { pauses: passed, hostSteps, heldUp }: ClockCounts,
  stepsSinceTimer: number,
): Delay | undefined {
  const pause = pauses[passed];
  if (pause === undefined || pause.after > hostSteps) return undefined;
  if (!prompt || stepsSinceTimer > PROMPT_STEPS) return { ticks: pause.ticks, heldUp };
  return { ticks: hostSteps - heldUp <= PROMPT_STEPS ? 0n : 1n, heldUp: hostSteps };
}

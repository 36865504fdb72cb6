// The dispatch loop: whose turn it is and which step is next, as model/turns.ts decides it, over blocks of steps at a time.
//
// An observer is called where the guest is entered and interrupted, with the buffer as it is then.
import type { Ending } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { ROUND } from '../endless.ts';
import { Stuck, UnsetLoad } from '../memory.ts';
import { slotNamed } from '../places.ts';
import type { Program } from '../program.ts';
import { BUDGET } from '../run.ts';
import type { Compiler } from './compiler.ts';
import { highOf, lowOf } from './halves.ts';
import { hostTurn } from './host-turn.ts';
import { type LinkedCode, linkCode } from './linked-code.ts';
import { counter, inHypervisor, NIA } from './machine-buffer.ts';
import {
  type CompiledInputs,
  goTo,
  guestTurn,
  LONG_AGO,
  type RunContext,
  runContext,
} from './run-context.ts';

/** Called when the phase of a switch changes. */
interface PhaseObserver {
  entered(): void;
  interrupted(): void;
  /** Called where the budget has ended: what comes after only shows whether the run goes round. Without it that is not looked for. */
  budgetEnded?(): void;
}

/**
 * How a run ended. `nowhere` is stuck, too: the program has no step there, and it is not where the call returns. So is `unset`: it
 * loaded from where nothing is; and `endless`: it goes round for ever.
 */
export type CompiledEnding = 'returned' | 'stuck' | 'nowhere' | 'unset' | 'endless' | 'not-enough';

/** An ending of the interpreter, as a compiled one. */
export function compiledEnding(ending: Ending): CompiledEnding {
  if (ending.end !== 'stuck') return ending.end;
  if (ending.endless) return 'endless';
  if (ending.nowhere !== undefined) return 'nowhere';
  return ending.unset === undefined ? 'stuck' : 'unset';
}

/** Runs switches of one program on its compiler's buffer. */
interface Runner {
  /** Calls the routine with this label; the buffer holds the state before, and afterwards the one after. */
  run(label: string, inputs: CompiledInputs, observer: PhaseObserver): CompiledEnding;
  /** Steps executed so far, in all runs. */
  steps(): number;
  /** Steps of hypervisor code in the run under way, or in the last one; an observer may ask. */
  hostSteps(): number;
}

/** A runner for a program. */
export function runner(compiler: Compiler, program: Program): Runner {
  const linked = linkCode(compiler, program);
  const { buffer } = compiler;
  let all = 0;
  let runs = 0;
  let latest: RunContext | undefined;
  const entries = new Map<string, readonly [low: number, high: number]>();
  const enter = (label: string): void => {
    const known = entries.get(label) ?? halvesOf(program.code(label));
    entries.set(label, known);
    goTo(buffer, known[0], known[1]);
  };
  return {
    steps: () => all,
    hostSteps: () => latest?.hostSteps ?? 0,
    run(label, inputs, observer) {
      const context = runContext(compiler, inputs);
      latest = context;
      if (++runs === compiler.thresholds.runs) linked.cache.merge(linked.ends);
      buffer.image = program.image;
      buffer.counters[counter.timer] = LONG_AGO;
      try {
        enter(label);
        return follow(context, linked, observer);
      } catch (error) {
        if (!(error instanceof Stuck)) throw error;
        stop(context, linked);
        return error instanceof UnsetLoad ? 'unset' : 'stuck';
      } finally {
        all += context.steps;
      }
    },
  };
}

const halvesOf = (word: Word) => [lowOf(word), highOf(word)] as const;

function follow(context: RunContext, linked: LinkedCode, observer: PhaseObserver): CompiledEnding {
  const { halves } = context.buffer;
  const [low, high] = [halves[LR] ?? 0, halves[LR + 1] ?? 0];
  let index = UNKNOWN;
  /** A turn of hypervisor code; false where it has no step. */
  const turn = (): boolean => {
    if (index === UNKNOWN) index = linked.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
    if (index < 0) return false;
    index = hostTurn(context, linked, index);
    return true;
  };
  context.room = BUDGET;
  while (context.turns < BUDGET) {
    if (!inHypervisor(halves)) {
      context.turns++;
      guestTurn(context);
      if (inHypervisor(halves)) observer.interrupted();
      index = UNKNOWN;
      continue;
    }
    if (!turn()) return isHome(halves, low, high) ? 'returned' : 'nowhere';
    if (!inHypervisor(halves)) observer.entered();
  }
  if (observer.budgetEnded === undefined) return 'not-enough';
  observer.budgetEnded();
  return goesRound(context, turn) ? 'endless' : 'not-enough';
}

/** Whether a run goes round, as model/endless.ts finds it: by turns of one step each. Context and places are left as they were. */
function goesRound(context: RunContext, turn: () => boolean): boolean {
  const { halves } = context.buffer;
  const from = halves.slice();
  const was = { ...context };
  const { steps, turns } = was;
  try {
    for (let count = 1; count <= ROUND && inHypervisor(halves); count++) {
      context.room = turns + count;
      if (!turn()) return false;
      // Time that passes is a step of its own.
      if (context.steps !== steps + count || context.turns !== turns + count) return false;
      if (inHypervisor(halves) && isAs(halves, from)) return true;
    }
    return false;
  } catch (error) {
    if (error instanceof Stuck) return false;
    throw error;
  } finally {
    halves.set(from);
    Object.assign(context, was);
  }
}

const isAs = (halves: Int32Array, before: Int32Array): boolean =>
  halves[NIA] === before[NIA] && before.every((half, i) => half === halves[i]);

/** Whether NIA leads to where LR led at the call, as model/ending.ts has it. */
const isHome = (halves: Int32Array, low: number, high: number): boolean =>
  (((halves[NIA] ?? 0) ^ low) & ~3) === 0 && (((halves[NIA + 1] ?? 0) ^ high) & 0x0fffffff) === 0;

const LR = 2 * slotNamed('LR');

/** In place of the index of a step: it is to be found by NIA. */
const UNKNOWN = -2;

/** Counts the steps executed when one of hypervisor code got stuck, and leaves NIA after that step. */
function stop(context: RunContext, { next }: LinkedCode): void {
  const { base, buffer } = context;
  if (base < 0) return;
  const number = buffer.counters[counter.stuck] ?? 0;
  context.steps = (buffer.counters[counter.steps] ?? 0) + number + 1;
  const last = 2 * (base + number);
  goTo(buffer, next[last] ?? 0, next[last + 1] ?? 0);
}

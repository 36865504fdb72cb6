// The context of one run of a switch, and its turns beside the hypervisor's code: time that passes, interrupts, and the guest.
import { delayDue } from '../clock.ts';
import { hypercall } from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { elapse } from '../guest/time.ts';
import type { Compiler, StepFunction } from './compiler.ts';
import { counter, inHypervisor, type MachineBuffer, NIA } from './machine-buffer.ts';

/** The inputs of one switch: what the world does meanwhile. */
export interface CompiledInputs {
  /** In order of `after`. */
  readonly pauses: readonly { readonly after: number; readonly ticks: bigint }[];
  /** Executes the guest's action with this number; returns whether there is one. */
  act(number: number): boolean;
  readonly prompt: boolean;
}

/** The steps that hardware and guest execute by themselves. */
interface HardwareSteps {
  readonly elapse: StepFunction;
  readonly interrupt: StepFunction;
  readonly hypercall: StepFunction;
}

const hardware = new WeakMap<Compiler, HardwareSteps>();

function hardwareOf(compiler: Compiler): HardwareSteps {
  const known = hardware.get(compiler) ?? {
    elapse: compiler.templateFunction((ticks) => elapse(ticks)),
    interrupt: compiler.stepFunction(pendingInterrupt),
    hypercall: compiler.stepFunction(hypercall),
  };
  hardware.set(compiler, known);
  return known;
}

const word = new BigInt64Array(1);
const halves = new Int32Array(word.buffer);

/** A number of steps that stands for never. */
export const LONG_AGO = -1_000_000;

/** How far one run of a switch is. */
export interface RunContext {
  readonly compiler: Compiler;
  readonly inputs: CompiledInputs;
  readonly buffer: MachineBuffer;
  /** Steps executed, of host, guest and hardware. */
  steps: number;
  /** Turns of host and guest that are over. */
  turns: number;
  /** The number of turns after which code returns to the dispatch loop. */
  room: number;
  /** Steps of hypervisor code. */
  hostSteps: number;
  /** Pauses that have passed. */
  pauses: number;
  /** Steps of hypervisor code before the last pause that was cut short. */
  heldUp: number;
  /** Actions of the guest. */
  actions: number;
  /** While hypervisor code runs, the index of its block in the program; else -1. */
  base: number;
}

/** The context of a run that has not begun. */
export const runContext = (compiler: Compiler, inputs: CompiledInputs): RunContext => ({
  compiler,
  inputs,
  buffer: compiler.buffer,
  steps: 0,
  turns: 0,
  room: 0,
  hostSteps: 0,
  pauses: 0,
  heldUp: LONG_AGO,
  actions: 0,
  base: -1,
});

/** Lets the time pass that is due before the next step of hypervisor code. */
export function passTime(context: RunContext): void {
  const { inputs, buffer, compiler } = context;
  const sinceTimer = context.steps - (buffer.counters[counter.timer] ?? 0);
  const due = delayDue(inputs, context, sinceTimer);
  if (due === undefined) return;
  context.pauses++;
  context.heldUp = due.heldUp;
  word[0] = due.ticks;
  begin(context);
  hardwareOf(compiler).elapse(halves[0] ?? 0, halves[1] ?? 0, 0);
}

/** The guest's turn: an interrupt, if one is pending, or else its next action. */
export function guestTurn(context: RunContext): void {
  const { buffer, inputs, compiler } = context;
  const { halves } = buffer;
  const { interrupt, hypercall: last } = hardwareOf(compiler);
  begin(context);
  interrupt(0, 0, 0);
  if (inHypervisor(halves)) return;
  const low = ((halves[NIA] ?? 0) + 4) | 0;
  goTo(buffer, low, (halves[NIA + 1] ?? 0) + (low >= 0 && low < 4 ? 1 : 0));
  begin(context);
  if (!inputs.act(context.actions++)) last(0, 0, 0);
}

/** A step that is not the host's begins. */
function begin(context: RunContext): void {
  context.buffer.counters[counter.steps] = context.steps++;
}

/** Puts an address into NIA. */
export function goTo({ halves }: MachineBuffer, low: number, high: number): void {
  halves[NIA] = low;
  halves[NIA + 1] = high;
}

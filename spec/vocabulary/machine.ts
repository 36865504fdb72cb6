// The machine as a clause sees it: named places that hold words, and a run as the states and writes between its moments.

import type { InterruptionPlace } from './interruption.ts';
import type { RunPlace } from './kvm-run.ts';
import type { MomentPlace } from './observation.ts';
import type { Place as RegisterPlace } from './registers.ts';
import type { Field, Structure } from './structures.ts';
import type { CorePlace } from './threads.ts';
import type { VectorPlace } from './vectors.ts';
import type { VmPlace } from './vm.ts';
import type { Word } from './words.ts';

/**
 * A register, a field of a structure, a fact about cores, about the C code or about two runs, or (in writes only) an address
 * that has no name: `[0x…]`.
 */
export type Place =
  | RegisterPlace
  | Field
  | CorePlace
  | RunPlace
  | VmPlace
  | VectorPlace
  | MomentPlace
  | InterruptionPlace
  | `[0x${string}]`;

/** A state: what every place holds. */
export interface Machine {
  /** The word in a place. Narrow places hold their value in the low bits; the others are zero. */
  word(place: Place): Word;
  /** The effective address of a structure. */
  address(structure: Structure): Word;
}

/** One place that changed, with its whole value afterwards. */
export interface Write {
  readonly place: Place;
  readonly word: Word;
  /** Whether it is memory, and not a register. */
  readonly stored: boolean;
}

/** One step of a run. The site names it: routine, subject and verb, or file and line. */
export interface StepRecord {
  readonly site: string;
  /** What it does, as a reader of the path would say it. */
  readonly text: string;
  /** Hypervisor code of the thread that the span is about, its guest, the machine, or another thread of its core. */
  readonly by: 'host' | 'guest' | 'hardware' | 'sibling';
  readonly writes: readonly Write[];
  /** The place that it accessed, with translation off, by an address that leads there only with translation on. The run ends here. */
  readonly astray?: Place;
}

/**
 * A span of a run between two moments.
 * - `switch`: from the call of the entry routine to its return.
 * - `entry`: from the call to the first instruction of the guest.
 * - `guest`: from there to the interrupt that brings the hypervisor back, including the interrupt's first effects.
 * - `exit`: from the interrupt's vector to the return.
 * - `resume`: from the vector back into the guest, when the interrupt needs nothing from the host.
 * - `refusal`: from the call to the return, when no guest ran at all.
 * - `core`: a history of a core, as one of its threads sees it.
 * - `protocol`: likewise, where each thread takes the path's own steps.
 * - `run`: one KVM_RUN, from user space's call to its return.
 * - `answer`: its beginning, in which the answer to a hypercall is taken.
 * - `handling`: an exit of the guest is handled, until it is decided what becomes of it.
 * - `delivery`: interrupts that are pending for the guest are delivered, if it can take one.
 * - `absence`: from an exit of the guest, or the beginning of the history, until the guest is entered again.
 * - `two-hosts`: not a span of one run but one moment in two runs, of hosts that differ in secrets: `before` is the first run there,
 *   `after` the second, and the steps are the second's.
 * - `two-guests`: likewise, of guests that differ in secrets.
 * - `interruption`: from an interrupt that comes in hypervisor state until a handler of the host's is about to run, or the thread stops.
 * - `recovery`: not a span of one run but the end of two: `before` is that of the run without the interrupt, `after` that of the run whose
 *   interrupt was handled, and the steps are the second's.
 * - `operation`: one operation of user space on a virtual machine, from the call to its return.
 * - `configuration`: a kernel is configured: from the options that are requested to the configuration that is built.
 * - `event`: one thing that a vcpu does, or that happens to it: a hypercall that the kernel answers, an entry, an exit, an interrupt.
 * - `text`: not a span of a run but the code itself.
 */
export type SpanKind =
  | 'switch'
  | 'entry'
  | 'guest'
  | 'exit'
  | 'resume'
  | 'refusal'
  | 'core'
  | 'protocol'
  | 'run'
  | 'answer'
  | 'handling'
  | 'delivery'
  | 'absence'
  | 'two-hosts'
  | 'two-guests'
  | 'interruption'
  | 'recovery'
  | 'operation'
  | 'configuration'
  | 'event'
  | 'text';

/** A run seen from its two ends. */
interface Boundary {
  readonly before: Machine;
  readonly after: Machine;
}

/** A run seen step by step. */
export interface Span extends Boundary {
  readonly kind: SpanKind;
  /** Every step of the switch that the span is part of; its own are those from `from` up to, but not including, `to`. */
  readonly taken: readonly StepRecord[];
  readonly from: number;
  readonly to: number;
}

/** Why a run came to an end. Only a run that `returned` is complete. */
export type Ending =
  | { readonly end: 'returned' }
  | {
      readonly end: 'stuck';
      readonly at: string;
      readonly why: string;
      /** What led there, one fact each. */
      readonly way?: readonly string[];
      /** The address that it came to, if there is nothing to execute there and no caller to return to. */
      readonly nowhere?: Word;
      /** The address that it loads from, if nothing is there. */
      readonly unset?: Place;
      /** It goes round there: the machine comes to be as it was, and nothing else will happen. */
      readonly endless?: true;
    }
  | { readonly end: 'not-enough'; readonly steps: number };

/** Several switches in sequence, cut into spans; a span that was under way when the run ended is in `unfinished`. */
export interface Trace {
  readonly spans: readonly Span[];
  readonly unfinished: readonly SpanKind[];
  /** What is known of the switch that was under way when the run ended: all its steps. */
  readonly cutShort?: Span;
  readonly ending: Ending;
}

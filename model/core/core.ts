// A core and its hardware threads: where each thread is, its MSR, and the two registers that all of them share.
//
// Only what decides about partitions is here. A partition is a number: 0 is the host's, then one for each VM.
import { LPID_RSVD, MSR } from '../../spec/vocabulary/bits.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** Where a thread is: off, in the kernel with translation on, or after a micro-step of the switch. */
export type Moment =
  | 'off'
  | 'kernel'
  | 'waiting'
  | 'checked'
  | 'disabled'
  | 'real'
  | 'reserved'
  | 'table'
  | 'partition'
  | 'guest'
  | 'out'
  | 'out-reserved'
  | 'out-table'
  | 'out-partition'
  | 'back';

/** One hardware thread of a core. */
export interface Thread {
  readonly at: Moment;
  /** MSR, of which HV, EE, IR and DR are followed; 0 while the thread is off. */
  readonly msr: Word;
  /** The VM whose vcpu it runs or is about to run; 0 is none. */
  readonly vm: number;
  /** Steps since it took the vcpu, until its guest runs; from `MANY` on they are not told apart. */
  readonly steps: number;
}

/** More steps than an answer may take. */
export const MANY = 15;

/** A core: its threads, and what they share. */
export interface Core {
  readonly threads: readonly Thread[];
  /** LPIDR: a partition's number, or the reserved one (10 bits). */
  readonly lpidr: Word;
  /** SDR1, by the partition whose hashed page table it leads to. */
  readonly table: number;
}

/** MSR of the kernel with translation on and interrupts enabled. */
export const KERNEL_MSR: Word = MSR.HV | MSR.EE | MSR.IR | MSR.DR;

/** A thread that is not online. */
export const OFF: Thread = { at: 'off', msr: 0n, vm: 0, steps: 0 };

/** A thread that runs the host's kernel. */
export const IN_KERNEL: Thread = { at: 'kernel', msr: KERNEL_MSR, vm: 0, steps: 0 };

/** A core that has been started: its first thread is in the kernel, the others are off. */
export const started = (threads: number): Core => ({
  threads: Array.from({ length: threads }, (_, i) => (i === 0 ? IN_KERNEL : OFF)),
  lpidr: 0n,
  table: 0,
});

/** Whether a thread executes instructions. */
export const executes = ({ at }: Thread): boolean => at !== 'off';

/** Whether any thread but this one executes. */
export const hasSiblings = ({ threads }: Core, thread: number): boolean =>
  threads.some((one, i) => i !== thread && executes(one));

/** A thread as a short text that no other has. */
export const threadKey = ({ at, msr, vm, steps }: Thread): string => `${at} ${msr} ${vm} ${steps}`;

/** The state as a short text that no other state has. */
export const keyOf = ({ threads, lpidr, table }: Core): string =>
  `${lpidr} ${table} ${threads.map(threadKey).join(' ')}`;

/** A partition in words: a VM's number, the host's, or the reserved one. */
export const partitionText = (lpidr: Word): string =>
  lpidr === 0n ? 'host' : lpidr === LPID_RSVD ? 'reserved' : `VM ${lpidr}`;

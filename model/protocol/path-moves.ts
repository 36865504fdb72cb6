// The moves of a thread that executes the path or its guest, or naps: what it does next follows from it and from what the threads share.
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { external, hypercall } from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { Stuck } from '../memory.ts';
import type { Program } from '../program.ts';
import { withWords, wordIn } from '../state.ts';
import { type Step, step } from '../step.ts';
import { interruptWrites } from '../steps/msr.ts';
import { KERNEL_MSR, NAP_MSR } from './core.ts';
import { RETURNED } from './host-code.ts';
import { sharedIndex } from './places.ts';
import { remembering } from './remembering.ts';
import { HWTHREAD } from './secondary.ts';
import type { BufferEntry, ProtocolThread } from './thread.ts';
import {
  afterHardware,
  folded,
  inGuest,
  isPresented,
  pathStep,
  taken,
  waitsForStores,
} from './thread-steps.ts';

/** What a thread does next, as far as it and what is shared say. */
export interface ThreadMove {
  readonly site: string;
  readonly text: string;
  readonly by: 'host' | 'guest' | 'hardware';
  readonly thread: ProtocolThread;
  readonly shared: readonly Word[];
  /** A place of the virtual core that a conditional store has written: reservations of it are lost. */
  readonly committed?: string;
  /** A stray interrupt is used up. */
  readonly stray?: true;
}

const textOfShared = (shared: readonly Word[]): string => shared.join();

/** A step of the path, or of the guest that it has started. */
export const pathMoves = remembering(
  textOfShared,
  (thread, program, shared: readonly Word[]): readonly ThreadMove[] =>
    inGuest(thread) ? guestMoves(thread, program, shared) : stepMoves(thread, program, shared),
);

function stepMoves(
  thread: ProtocolThread,
  program: Program,
  shared: readonly Word[],
): readonly ThreadMove[] {
  let told = { site: 'nowhere', text: 'there is nothing to execute', by: 'host', shared } as Told;
  try {
    const pending = pathStep(thread, program);
    if (pending.next !== 'step') return [settled(thread, shared, pending.next)];
    const { placed } = pending;
    told = { ...told, site: placed.site, text: placed.step.text };
    if (waitsForStores(placed) && thread.buffer.length > 0) return [];
    const done = taken(thread, shared, placed, program);
    if (done.committed !== undefined && isPending(thread.buffer, done.committed)) return [];
    const one = done.thread.mode === 'nap' ? napping(done.thread) : folded(done.thread, program);
    const isBound = one.mode === 'path' && pathStep(one, program).next === 'kernel';
    return [{ ...told, ...done, thread: isBound ? { ...one, bound: true } : one }];
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    return [{ ...told, thread: { ...thread, mode: 'astray', next: error.message } }];
  }
}

type Told = Omit<ThreadMove, 'thread'>;

/** Whether a conditional store must wait: for an own store to the same place, or for those before a barrier. */
const isPending = (buffer: readonly BufferEntry[], place: string): boolean =>
  buffer.some((one) => one.entry === 'barrier' || one.place === place);

/** Returned to the C code, or gone on to the host's kernel. */
function settled(
  thread: ProtocolThread,
  shared: readonly Word[],
  where: 'guest' | 'returned' | 'kernel',
): ThreadMove {
  if (where === 'kernel') {
    const cells = withWords(thread.cells, [['MSR', KERNEL_MSR]]);
    const text = "the host's kernel goes on, with translation on";
    const on: ProtocolThread = { ...thread, mode: 'kernel', cells };
    return { site: 'power7_wakeup_loss', text, by: 'host', thread: on, shared };
  }
  const cells = withWords(thread.cells, [...unknown, ['MSR', KERNEL_MSR], ...called(thread)]);
  const back: ProtocolThread = { ...thread, mode: 'c', next: RETURNED, cells };
  return { site: 'return', text: 'returns to kvmppc_run_core', by: 'host', thread: back, shared };
}

/** What C code, or a nap, leaves in registers is of no concern: all of it is 0. */
const unknown: readonly (readonly [Place, Word])[] = [
  ...Array.from({ length: 32 }, (_, n) => [`r${n}` as Gpr, 0n] as const),
  ['CR', 0n],
  ['CTR', 0n],
  ['XER', 0n],
  ['RESERVE', 0n],
];

/** What a call of the path finds in registers. */
const called = ({ cells }: ProtocolThread): readonly (readonly [Place, Word])[] =>
  (
    [
      ['r1', 'caller'],
      ['r2', 'toc'],
      ['r4', 'vcpu'],
      ['r13', 'paca'],
    ] as const
  ).map(([register, structure]) => [register, cells.layout.addressOf(structure)]);

/** The guest makes a hypercall, or an interrupt for the hypervisor ends it. */
function guestMoves(
  thread: ProtocolThread,
  program: Program,
  shared: readonly Word[],
): readonly ThreadMove[] {
  const hdec = ((shared[sharedIndex('HDEC')] ?? 0n) & 0x80000000n) !== 0n;
  const ends: (readonly [string, Step, ThreadMove['by']])[] = hdec
    ? [['hdec', pendingInterrupt, 'hardware']]
    : [['sc 1', hypercall, 'guest']];
  if (isPresented(thread)) ends.push(['external', external, 'hardware']);
  return ends.map(([site, end, by]) => {
    const unsaved = wordIn(thread.cells, 'vcpu.ptid') !== 0n;
    const one = folded({ ...afterHardware(thread, shared, end, program), unsaved }, program);
    return { site, text: end.text, by, thread: one, shared };
  });
}

/** A thread that naps is woken: by an interrupt that is presented to it, or by a stray one. */
export const napMoves = remembering(
  (shared: readonly Word[], strays: boolean) => `${strays}${shared.join()}`,
  (thread, program, shared: readonly Word[], strays: boolean): readonly ThreadMove[] => {
    const presented = isPresented(thread);
    if (!presented && !strays) return [];
    const cells = withWords(thread.cells, unknown);
    const up = afterHardware({ ...thread, mode: 'path', cells }, shared, wakeUp, program);
    const woken = { by: 'hardware', thread: folded(up, program), shared } as const;
    if (presented) return [{ ...woken, site: 'wakes', text: 'its interrupt ends the nap' }];
    return [{ ...woken, site: 'stray', text: 'a stray interrupt ends the nap', stray: true }];
  },
);

/** What SRR1 says of a nap that an external interrupt ended (ISA 42:44), and from which the general registers are lost (46:47); Book III-S 6.5.1. */
const ENDED_BY_EXTERNAL = (4n << 19n) | (2n << 16n);

/** System reset, which is how a nap ends. */
const wakeUp: Step = step('a system reset interrupt ends the nap', (view, words) =>
  interruptWrites(
    view,
    words,
    { vector: VECTOR.SYSTEM_RESET, pair: 'SRR', hypervisor: true, status: ENDED_BY_EXTERNAL },
    words.literal(0n),
  ),
);

/** What a nap keeps of a thread; its general registers are lost. */
const napping = (thread: ProtocolThread): ProtocolThread => ({
  ...thread,
  mode: 'nap',
  bound: false,
  cells: withWords(thread.cells, [...unknown, ['MSR', NAP_MSR], ['NIA', 0n], ['LR', 0n]]),
});

/** The kernel has nothing to do on a thread that is offline: it naps, once its stores are visible. */
export const kernelMoves = remembering(
  textOfShared,
  (thread, _program, shared: readonly Word[]): readonly ThreadMove[] => {
    if (thread.buffer.length > 0) return [];
    const idle = napping(thread);
    const cells = withWords(idle.cells, [['hstate.hwthread_state', HWTHREAD.IN_NAP]]);
    const told = { site: 'power7_idle', text: 'the kernel lets it nap again', by: 'host' } as const;
    return [{ ...told, thread: { ...idle, cells }, shared }];
  },
);

// What may happen next in a core: a step of a thread that concerns others, a store that becomes visible, or something of the hardware.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { wordIn } from '../state.ts';
import { codeMoves } from './code-moves.ts';
import { HDEC, type Protocol, type ProtocolCore, sharedWord } from './core.ts';
import { following, RETURNED } from './host-code.ts';
import { kernelMoves, napMoves, pathMoves, type ThreadMove } from './path-moves.ts';
import { sharedIndex } from './places.ts';
import { storeMoves, withoutReservations } from './store-moves.ts';
import type { ProtocolThread } from './thread.ts';

/** A transition of a core. */
export interface ProtocolMove {
  /** The thread that moves; undefined where the machine does. */
  readonly thread: number | undefined;
  readonly site: string;
  readonly text: string;
  readonly by: 'host' | 'guest' | 'hardware';
  readonly core: ProtocolCore;
}

/** Every move of a core. */
export const protocolMoves = (core: ProtocolCore, protocol: Protocol): readonly ProtocolMove[] => [
  ...core.threads.flatMap((_, i) => movesOfThread(core, i, protocol)),
  ...passing(core),
];

/** The moves of one thread, and of the stores that it has made. */
export function movesOfThread(
  core: ProtocolCore,
  i: number,
  protocol: Protocol,
): readonly ProtocolMove[] {
  const thread = core.threads[i];
  return thread === undefined
    ? []
    : [...ownMoves(core, thread, i, protocol), ...storeMoves(core, i, protocol)];
}

function ownMoves(
  core: ProtocolCore,
  thread: ProtocolThread,
  i: number,
  protocol: Protocol,
): readonly ProtocolMove[] {
  if (thread.mode === 'c') return codeMoves(core, thread, i, protocol);
  return threadMoves(core, thread, protocol).map((move) => moved(core, move, i, protocol));
}

function threadMoves(
  { shared, strays }: ProtocolCore,
  thread: ProtocolThread,
  { program }: Protocol,
): readonly ThreadMove[] {
  switch (thread.mode) {
    case 'path':
      return pathMoves(thread, program, shared);
    case 'nap':
      return napMoves(thread, program, shared, strays > 0);
    case 'kernel':
      return kernelMoves(thread, program, shared);
    case 'c':
    case 'astray':
      return [];
  }
}

function moved(
  core: ProtocolCore,
  { site, text, by, thread, shared, committed, stray }: ThreadMove,
  i: number,
  protocol: Protocol,
): ProtocolMove {
  const next = {
    shared,
    strays: core.strays - (stray === true ? 1 : 0),
    threads: core.threads.with(i, resumed(thread, protocol)),
  };
  const then = committed === undefined ? next : withoutReservations(next, i, committed, protocol);
  return { thread: i, site, text, by, core: then };
}

/** Where the path has returned, the C code goes on behind its call. */
const resumed = (thread: ProtocolThread, { code }: Protocol): ProtocolThread =>
  thread.mode === 'c' && thread.next === RETURNED
    ? { ...thread, next: following(code, 'call').name }
    : thread;

/** HDEC counts down while the partition is a guest's. */
function passing(core: ProtocolCore): readonly ProtocolMove[] {
  const hdec = sharedWord(core, 'HDEC');
  if (sharedWord(core, 'vcore.in_guest') === 0n || (hdec & 0x80000000n) !== 0n) return [];
  const text = 'HDEC has expired';
  const next = { ...core, shared: core.shared.with(sharedIndex('HDEC'), HDEC.OVER) };
  return [{ thread: undefined, site: 'time', text, by: 'hardware', core: next }];
}

/** Whether a thread executes in hypervisor state with translation on. */
export const translates = ({ cells, mode }: ProtocolThread): boolean =>
  mode !== 'nap' &&
  mode !== 'astray' &&
  (wordIn(cells, 'MSR') & MSR.HV) !== 0n &&
  (wordIn(cells, 'MSR') & (MSR.IR | MSR.DR)) !== 0n;

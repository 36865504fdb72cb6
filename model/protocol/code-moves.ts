// The C code of the primary thread, statement by statement. What it stores waits in its buffer like every store.
import { wordIn } from '../state.ts';
import type { Protocol, ProtocolCore } from './core.ts';
import { sharedWord } from './core.ts';
import { following, type Statement, statementNamed } from './host-code.ts';
import type { ProtocolMove } from './moves.ts';
import { HWTHREAD } from './secondary.ts';
import type { BufferEntry, ProtocolThread } from './thread.ts';
import { folded, niaAt, withShared } from './thread-steps.ts';

/** The moves of a thread that is in C code. */
export function codeMoves(
  core: ProtocolCore,
  thread: ProtocolThread,
  i: number,
  protocol: Protocol,
): readonly ProtocolMove[] {
  const here = statementNamed(protocol.code, thread.next);
  const next = following(protocol.code, here.name).name;
  const told = { thread: i, site: here.at, text: here.text, by: 'host' } as const;
  const on = (change: Partial<ProtocolThread>, others = core.threads): ProtocolMove => {
    const one = { ...thread, next, ...change };
    return { ...told, core: { ...core, threads: others.with(i, one) } };
  };
  return outcomes(here, { core, thread, i, protocol, on });
}

interface Here {
  readonly core: ProtocolCore;
  readonly thread: ProtocolThread;
  readonly i: number;
  readonly protocol: Protocol;
  readonly on: (change: Partial<ProtocolThread>, others?: ProtocolCore['threads']) => ProtocolMove;
}

function outcomes({ does, name }: Statement, here: Here): readonly ProtocolMove[] {
  const { core, thread, on } = here;
  switch (does.act) {
    case 'store':
      return [on(storing(thread, [{ place: does.place, word: does.word }]))];
    case 'send':
      return [on(storing(thread, sent(does, here)))];
    case 'ipi':
      return [on(storing(thread, sent({ to: 'waking', place: 'ipi', word: 1n }, here)))];
    case 'barrier':
      return barrier(does.kind, here);
    case 'choose':
      return chosen(here);
    case 'counts-woken':
      return [on({ woken: thread.woken + 1, next: 'choose' }, withCalls(here, 'waking', 'woken'))];
    case 'awaits-kernel':
      return isOutOfKernel(core, here.i) ? [on({})] : [];
    case 'calls':
      return [called(here)];
    case 'awaits-naps':
      return waited(here);
    case 'handles':
      return [on({ rounds: thread.rounds + 1, woken: 0 }, withCalls(here, undefined, 'none'))];
    case 'rests':
      return thread.rounds < here.protocol.rounds ? [on({ next: firstOf(here.protocol) })] : [];
    default:
      return unknownAct(name, does);
  }
}

const unknownAct = (name: string, act: never): never => {
  throw new Error(`statement ${name} does nothing that is known: ${JSON.stringify(act)}`);
};

const firstOf = ({ code: [first] }: Protocol): string => first?.name ?? '';

const storing = (
  { buffer }: ProtocolThread,
  stores: readonly Omit<Extract<BufferEntry, { entry: 'store' }>, 'entry'>[],
): Partial<ProtocolThread> => ({
  buffer: [...buffer, ...stores.map((one) => ({ entry: 'store', ...one }) as const)],
});

function sent(
  {
    to,
    place,
    word,
  }: {
    readonly to: 'waking' | 'all';
    readonly place: Extract<BufferEntry, { entry: 'store' }>['place'];
    readonly word: bigint | 'vcpu' | 'vcore';
  },
  { core, i, thread }: Here,
): readonly Omit<Extract<BufferEntry, { entry: 'store' }>, 'entry'>[] {
  const value = typeof word === 'bigint' ? word : thread.cells.layout.addressOf(word);
  return core.threads.flatMap((one, target) =>
    target !== i && (to === 'all' || one.call === 'waking')
      ? [{ to: target, place, word: value }]
      : [],
  );
}

function barrier(kind: 'sync' | 'lwsync', { thread, on }: Here): readonly ProtocolMove[] {
  if (thread.buffer.length === 0) return [on({})];
  if (kind === 'sync') return [];
  return [on({ buffer: [...thread.buffer, { entry: 'barrier' }] })];
}

/** Any thread that has not been woken, or no more. */
function chosen({ core, i, on }: Here): readonly ProtocolMove[] {
  const one = core.threads.flatMap((thread, target) =>
    target !== i && thread.call === 'none'
      ? [on({}, core.threads.with(target, { ...thread, call: 'waking' }))]
      : [],
  );
  return [...one, on({ next: 'call' })];
}

const withCalls = (
  { core, i }: Here,
  from: ProtocolThread['call'] | undefined,
  to: ProtocolThread['call'],
): ProtocolCore['threads'] =>
  core.threads.map((thread, target) =>
    target !== i && (from === undefined || thread.call === from) ? { ...thread, call: to } : thread,
  );

const isOutOfKernel = ({ threads }: ProtocolCore, i: number): boolean =>
  threads.every(
    ({ cells }, target) =>
      target === i || wordIn(cells, 'hstate.hwthread_state') !== HWTHREAD.IN_KERNEL,
  );

function called({ thread, protocol: { program }, on }: Here): ProtocolMove {
  const cells = niaAt(thread.cells, program.code('__kvmppc_vcore_entry'));
  return on(folded({ ...thread, mode: 'path', next: '', cells }, program));
}

/** As many have napped as were woken; or the thread gives up. */
function waited({ core, thread, protocol, on }: Here): readonly ProtocolMove[] {
  const seen = withShared(thread, core.shared);
  const enough = wordIn(seen, 'vcore.nap_count') >= BigInt(thread.woken);
  if (enough) return [on({})];
  return protocol.givesUp ? [{ ...on({}), text: 'kvmppc_wait_for_nap timeout' }] : [];
}

export const isResting = (core: ProtocolCore, { rounds }: Protocol): boolean =>
  core.threads.every(
    (one, i) =>
      one.buffer.length === 0 &&
      (i === 0
        ? one.mode === 'c' && one.next === 'rest' && one.rounds >= rounds
        : one.mode === 'nap'),
  ) && sharedWord(core, 'LPIDR') === 0n;

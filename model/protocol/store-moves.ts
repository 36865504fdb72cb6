// Stores that wait in a thread's buffer: which of them may become visible next, and what that changes.
import type { Word } from '../../spec/vocabulary/words.ts';
import { slotNamed } from '../places.ts';
import { withWords, wordIn } from '../state.ts';
import type { Protocol, ProtocolCore } from './core.ts';
import type { ProtocolMove } from './moves.ts';
import { sharedIndex } from './places.ts';
import { remembering } from './remembering.ts';
import type { BufferEntry, ProtocolThread } from './thread.ts';
import { folded, presenting } from './thread-steps.ts';

type Store = Extract<BufferEntry, { entry: 'store' }>;

/** A move for each store that nothing holds back: no barrier before it, and no older store to the same place. */
export function storeMoves(
  core: ProtocolCore,
  i: number,
  protocol: Protocol,
): readonly ProtocolMove[] {
  const buffer = core.threads[i]?.buffer ?? [];
  const barrier = buffer.findIndex(({ entry }) => entry === 'barrier');
  const first = barrier < 0 ? buffer : buffer.slice(0, barrier);
  return first.flatMap((one, at): ProtocolMove[] => {
    if (one.entry !== 'store' || first.slice(0, at).some((other) => isSame(one, other))) return [];
    const text = `others see ${one.place} = ${one.word}`;
    const next = landed(core, i, at, protocol);
    return [{ thread: i, site: `seen.${one.place}`, text, by: 'hardware', core: next }];
  });
}

const isSame = (one: Store, other: BufferEntry): boolean =>
  other.entry === 'store' && one.place === other.place && one.to === other.to;

/** The core once a store of a thread's buffer is where it goes. */
function landed(core: ProtocolCore, i: number, at: number, protocol: Protocol): ProtocolCore {
  const { program } = protocol;
  const thread = core.threads[i];
  const store = thread?.buffer[at];
  if (thread === undefined || store?.entry !== 'store') return core;
  const own = seen(thread, program, at);
  const next = { ...core, threads: core.threads.with(i, own) };
  const place = sharedIndex(store.place);
  if (place >= 0)
    return withoutReservations(
      { ...next, shared: core.shared.with(place, store.word) },
      i,
      store.place,
      protocol,
    );
  const { to } = store;
  const target = to === undefined ? undefined : next.threads[to];
  if (to === undefined || target === undefined) return next;
  return {
    ...next,
    threads: next.threads.with(to, received(target, program, store.place, store.word)),
  };
}

/** The thread with a store out of its buffer; what it keeps of the place itself it has from now on. */
const seen = remembering(
  (at: number) => `${at}`,
  (thread, program, at: number): ProtocolThread => {
    const { buffer } = thread;
    const store = buffer[at];
    const rest = buffer.toSpliced(at, 1);
    const left = rest[0]?.entry === 'barrier' ? rest.slice(1) : rest;
    const isOwn = store?.entry === 'store' && store.place === 'hstate.hwthread_state';
    const cells = isOwn
      ? thread.cells.with([{ slot: slotNamed(store.place), word: store.word }])
      : thread.cells;
    return folded({ ...thread, buffer: left, cells }, program);
  },
);

/** The thread with what another has stored to its PACA, or presented to it. */
const received = remembering(
  (place: Store['place'], word: Word) => `${place}${word}`,
  (thread, _program, place: Store['place'], word: Word): ProtocolThread =>
    place === 'ipi'
      ? { ...thread, ipi: true, cells: presenting(thread.cells, true) }
      : { ...thread, cells: thread.cells.with([{ slot: slotNamed(place), word }]) },
);

/** Another thread's store to a place ends the reservations of it. */
export const withoutReservations = (
  core: ProtocolCore,
  by: number,
  place: string,
  { program }: Protocol,
): ProtocolCore => ({
  ...core,
  threads: core.threads.map((thread, i) =>
    i === by ? thread : unreserved(thread, program, place),
  ),
});

const unreserved = remembering(
  (place: string) => place,
  (thread, _program, place: string): ProtocolThread => {
    const held = wordIn(thread.cells, 'RESERVE');
    if (held === 0n || reservedPlace(thread, held) !== place) return thread;
    return { ...thread, cells: withWords(thread.cells, [['RESERVE', 0n]]) };
  },
);

function reservedPlace({ cells: { layout } }: ProtocolThread, held: Word): string | undefined {
  const counts = ['vcore.entry_exit_count', 'vcore.in_guest', 'vcore.nap_count'] as const;
  return counts.find((place) => layout.addressOf('vcore') + layout.distanceTo(place) + 1n === held);
}

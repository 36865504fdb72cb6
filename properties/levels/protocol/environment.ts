// One thread of a core alone with whoever else may be there: between any two of its steps others may change what is shared, as far as
// the rely lets them. Others are one thread without code, in any state that the facts about it can tell apart.
import {
  KERNEL_MSR,
  NAP_MSR,
  type Protocol,
  type ProtocolCore,
  startedCore,
} from '../../../model/protocol/core.ts';
import { movesOfThread, type ProtocolMove } from '../../../model/protocol/moves.ts';
import { type SharedPlace, sharedIndex, sharedPlaces } from '../../../model/protocol/places.ts';
import { HWTHREAD } from '../../../model/protocol/secondary.ts';
import type { ProtocolThread } from '../../../model/protocol/thread.ts';
import { withWords } from '../../../model/state.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';

/** Which thread has code: the primary one, or a secondary. */
export type Role = 'primary' | 'secondary';

/** Where each of them stands in the core. */
const OWN: Readonly<Record<Role, number>> = { primary: 0, secondary: 1 };

/** A thread and its environment. */
export interface World {
  readonly protocol: Protocol;
  readonly own: number;
  readonly other: number;
  readonly begin: ProtocolCore;
}

/** The world of a thread. */
export function worldOf(protocol: Protocol, role: Role): World {
  const own = OWN[role];
  const others = ({ mode }: ProtocolThread): Partial<ProtocolThread> => ({
    mode: mode === 'c' ? 'path' : mode,
    next: '',
  });
  const begin = withThread(startedCore(protocol, 2), 1 - own, 'others', others);
  return { protocol, own, other: 1 - own, begin };
}

const variants = new WeakMap<ProtocolThread, Map<string, ProtocolThread>>();

/** A thread with a change; the same object each time, so that what is known of it is known again. */
function changed(
  thread: ProtocolThread,
  name: string,
  change: (thread: ProtocolThread) => Partial<ProtocolThread>,
): ProtocolThread {
  const known = variants.get(thread) ?? new Map<string, ProtocolThread>();
  variants.set(thread, known);
  const made = known.get(name) ?? { ...thread, ...change(thread) };
  known.set(name, made);
  return made;
}

/** A core in which one thread is changed. */
function withThread(
  core: ProtocolCore,
  i: number,
  name: string,
  change: (thread: ProtocolThread) => Partial<ProtocolThread>,
): ProtocolCore {
  const thread = core.threads[i];
  if (thread === undefined) throw new Error(`there is no thread ${i}`);
  return { ...core, threads: core.threads.with(i, changed(thread, name, change)) };
}

const words =
  (...those: readonly (readonly [Place, Word])[]) =>
  ({ cells }: ProtocolThread): Partial<ProtocolThread> => ({ cells: withWords(cells, those) });

/** What the thread itself, and what stores of its own, may do next. */
export const ownMoves = (core: ProtocolCore, { own, protocol }: World): readonly ProtocolMove[] =>
  movesOfThread(core, own, protocol);

/** What others may change in one step, whether the rely lets them or not. */
export const foreignChanges = (core: ProtocolCore, world: World): readonly ProtocolCore[] =>
  world.own === 0
    ? [...sharedChanges(core, world), ...secondarysChanges(core, world)]
    : [...sharedChanges(core, world), ...primarysChanges(core, world)];

/** Words of the places that threads share, but for counts. */
const SHARED: Readonly<Partial<Record<SharedPlace, readonly Word[]>>> = {
  LPIDR: [0n, 1n, 0x3ffn],
  SDR1: [0x1000006n, 0x2000006n],
  HDEC: [0x7fff0000n, 0xffffffffn],
  'vcore.in_guest': [0n, 1n],
  'vcore.nap_count': [0n, 1n],
};

/** Of a core of two threads, so many may enter and leave. */
const COUNTS: readonly Word[] = [0n, 1n, 2n].flatMap((entered) =>
  [0n, 1n, 2n].filter((left) => left <= entered).map((left) => (left << 8n) | entered),
);

/** One place that is shared; a count together with what it counts, which is one step of the thread that counts itself. */
function sharedChanges(core: ProtocolCore, { other }: World): readonly ProtocolCore[] {
  const plain = sharedPlaces.flatMap((place) =>
    (SHARED[place] ?? []).flatMap((word) => withWord(core, place, word)),
  );
  const counts = COUNTS.flatMap((word) => withWord(core, 'vcore.entry_exit_count', word));
  const naps = withWord(core, 'vcore.nap_count', 1n);
  return [
    ...plain,
    ...counts,
    ...[true, false].flatMap((counted) =>
      counts.map((one) => withThread(one, other, `counted ${counted}`, () => ({ counted }))),
    ),
    ...naps.map((one) => withThread(one, other, 'back', () => ({ call: 'back' }))),
  ];
}

/** The core with another word in a place, if it had not that. A store to the virtual core ends reservations, which may be lost at any time. */
function withWord(core: ProtocolCore, place: SharedPlace, word: Word): readonly ProtocolCore[] {
  const at = sharedIndex(place);
  if (core.shared[at] === word) return [];
  const threads = place.startsWith('vcore.')
    ? core.threads.map((one) => changed(one, 'unreserved', words(['RESERVE', 0n])))
    : core.threads;
  return [{ ...core, shared: core.shared.with(at, word), threads }];
}

const GUEST = MSR.SF | MSR.ME;

/** A secondary naps, runs in real mode or in its guest, is on its way into the kernel or there, and says so or not. */
function secondarysChanges(core: ProtocolCore, { other }: World): readonly ProtocolCore[] {
  const to =
    (change: Pick<ProtocolThread, 'mode' | 'next' | 'bound'>, msr: Word) =>
    (thread: ProtocolThread): Partial<ProtocolThread> => ({
      ...change,
      ...words(['MSR', msr])(thread),
    });
  const said = ({ IN_KERNEL, IN_NAP }: typeof HWTHREAD) => [IN_KERNEL, IN_NAP];
  return [
    withThread(core, other, 'nap', to({ mode: 'nap', next: '', bound: false }, NAP_MSR)),
    withThread(core, other, 'real', to({ mode: 'path', next: '', bound: false }, NAP_MSR)),
    withThread(core, other, 'guest', to({ mode: 'path', next: '', bound: false }, GUEST)),
    withThread(core, other, 'bound', to({ mode: 'path', next: 'kernel', bound: true }, NAP_MSR)),
    withThread(core, other, 'kernel', to({ mode: 'kernel', next: '', bound: false }, KERNEL_MSR)),
    ...said(HWTHREAD).map((word) =>
      withThread(core, other, `says ${word}`, words(['hstate.hwthread_state', word])),
    ),
  ];
}

/** The primary thread asks and releases a secondary, and calls it; anybody may interrupt it. Nothing that a secondary owes speaks of more. */
function primarysChanges(core: ProtocolCore, { own }: World): readonly ProtocolCore[] {
  const calls = (thread: ProtocolThread): Partial<ProtocolThread> => {
    const at = thread.cells.layout.addressOf;
    const sent = words(['hstate.kvm_vcpu', at('vcpu')], ['hstate.kvm_vcore', at('vcore')]);
    return { ...sent(thread), call: 'woken', ipi: true };
  };
  const isCalled = core.threads[own]?.call !== 'none';
  return [
    ...[0n, 1n].map((word) =>
      withThread(core, own, `asked ${word}`, words(['hstate.hwthread_req', word])),
    ),
    ...(isCalled ? [] : [withThread(core, own, 'called', calls)]),
    withThread(core, own, 'interrupted', () => ({ ipi: true })),
  ];
}

// The places of a core by who may come to them: those that all threads share, and those of a thread's PACA that another thread writes.
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { slotNamed } from '../places.ts';

/** What all threads of a core share: registers of the core, and the virtual core. */
export const sharedPlaces = [
  'LPIDR',
  'SDR1',
  'HDEC',
  'vcore.entry_exit_count',
  'vcore.in_guest',
  'vcore.nap_count',
] as const satisfies readonly Place[];

export type SharedPlace = (typeof sharedPlaces)[number];

const names: readonly string[] = sharedPlaces;

/** Where a place stands in that order; -1 where it is not shared. */
export const sharedIndex = (place: string): number => names.indexOf(place);

/** Their slots, in that order. */
export const sharedSlots: readonly number[] = sharedPlaces.map(slotNamed);

/** Fields of a thread's PACA that the C code of another thread writes, or reads. */
const mailbox: readonly Field[] = [
  'hstate.kvm_vcpu',
  'hstate.kvm_vcore',
  'hstate.in_guest',
  'hstate.hwthread_req',
  'hstate.hwthread_state',
  'paca.cpu_start',
];

/** The last field of a vcpu that the way out stores, for all that it stores there: the C code of the primary thread reads it. */
export const LAST_SAVED = 'vcpu.vrsave';

const shared: ReadonlySet<string> = new Set(sharedPlaces);
const received: ReadonlySet<string> = new Set(mailbox);

/** What other threads read after a store by this one: the store waits in a buffer first. */
const buffered: ReadonlySet<string> = new Set([
  'vcore.entry_exit_count',
  'vcore.in_guest',
  'vcore.nap_count',
  'hstate.hwthread_state',
  LAST_SAVED,
]);

export const isShared = (place: string): place is SharedPlace => shared.has(place);

/** Whether another thread may be concerned by an access to a place. The primary thread receives nothing, and only stores to what is saved count. */
export const isSeenByOthers = (
  place: string,
  access: 'load' | 'store',
  primary: boolean,
): boolean =>
  shared.has(place) ||
  (!primary && received.has(place)) ||
  (!primary && access === 'store' && place === LAST_SAVED);

/** Whether a store to a place waits in the buffer of the thread. */
export const isBuffered = (place: string): place is Field => buffered.has(place);

// What each side can observe: a guest of the host that it runs on, and a host of the guest that it has run.
//
// It is read off the ledger and the table of registers, so that a new register is observable, or has its reason why not.
import { ledger } from './ledger.ts';
import { memoryOfOthers } from './secrets.ts';
import type { Place } from './vocabulary/machine.ts';
import { placesOf, type Register, registers } from './vocabulary/registers.ts';
import { fieldsOf } from './vocabulary/structures.ts';

const CLOCKS: readonly Register[] = ['DEC', 'PURR', 'SPURR'];
const CONTROLS: readonly Register[] = ['MMCR0', 'MMCR1', 'MMCRA', 'SIAR', 'SDAR'];

/** What has a clause of its own on either side. */
const APART: readonly Register[] = [...CLOCKS, 'TB', ...CONTROLS, 'PMC', 'SLB'];

const rows = (Object.keys(ledger) as Register[]).filter((name) => !APART.includes(name));

/** Registers that advance with time, except the timebase. */
export const clocks: readonly Place[] = CLOCKS.flatMap(placesOf);

/** The controls of the performance monitor, and what it has sampled. */
export const controls: readonly Place[] = CONTROLS.flatMap(placesOf);

/** The counters of the performance monitor. */
export const counts: readonly Place[] = placesOf('PMC');

/** What a guest may read and the hypervisor keeps for it, except what has a clause of its own. */
export const observableByGuest: readonly Place[] = rows
  .filter((name) => registers[name].privilege !== 'hypervisor')
  .filter((name) => ledger[name].guest.kind !== 'not-kept')
  .flatMap(placesOf);

/** The registers that the host gets back or finds recreated, except what has a clause of its own. Of CR and PPR only some bits count. */
export const observableByHost: readonly Place[] = rows
  .filter((name) => ledger[name].host.kind !== 'volatile' && name !== 'CR' && name !== 'PPR')
  .flatMap(placesOf);

/** Fields in which the entry notes host registers that change with time. */
export const notes: { readonly clocks: readonly Place[]; readonly counters: readonly Place[] } = {
  clocks: ['hstate.host_purr', 'hstate.host_spurr', 'hstate.dec_expires'],
  counters: fieldsOf('hstate').filter((field) => field.startsWith('hstate.host_pmc[')),
};

/** Memory of others that stays the same while time passes, except the field that keeps CR: not all of CR counts. */
export const observableMemory: readonly Place[] = memoryOfOthers.filter(
  (place) =>
    !notes.clocks.includes(place) && !notes.counters.includes(place) && place !== 'caller.cr_save',
);

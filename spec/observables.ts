// What the other side can see: of a guest's registers the host's, and behind the switch the other way round.
//
// It is read off the ledger and the table of registers, so that a new register is seen, or has its reason why not.
import { ledger } from './ledger.ts';
import { memoryOfOthers } from './secrets.ts';
import type { Place } from './vocabulary/machine.ts';
import { placesOf, type Register, registers } from './vocabulary/registers.ts';
import { fieldsOf } from './vocabulary/structures.ts';

const CLOCKS: readonly Register[] = ['DEC', 'PURR', 'SPURR'];
const CONTROLS: readonly Register[] = ['MMCR0', 'MMCR1', 'MMCRA', 'SIAR', 'SDAR'];

/** What has a clause of its own on either side. */
const APART: readonly Register[] = [...CLOCKS, ...CONTROLS, 'PMC', 'SLB'];

const rows = (Object.keys(ledger) as Register[]).filter((name) => !APART.includes(name));

/** Registers that go on with time, but for the timebase. */
export const clocks: readonly Place[] = CLOCKS.flatMap(placesOf);

/** What controls the performance monitor, and what that has sampled. */
export const controls: readonly Place[] = CONTROLS.flatMap(placesOf);

/** What the performance monitor counts. */
export const counts: readonly Place[] = placesOf('PMC');

/** What a guest may read and the hypervisor keeps for it, but for what has a clause of its own. */
export const readable: readonly Place[] = rows
  .filter((name) => registers[name].privilege !== 'hypervisor')
  .filter((name) => ledger[name].guest.fate !== 'not-kept')
  .flatMap(placesOf);

/** What the host gets back whole, one way or another, but for what has a clause of its own. */
export const owed: readonly Place[] = rows
  .filter((name) => ledger[name].host.fate !== 'volatile' && name !== 'CR')
  .flatMap(placesOf);

/** Where the entry notes, of the host, what goes on with time. */
export const noted: { readonly clocks: readonly Place[]; readonly counters: readonly Place[] } = {
  clocks: ['hstate.host_purr', 'hstate.host_spurr', 'hstate.dec_expires'],
  counters: fieldsOf('hstate').filter((field) => field.startsWith('hstate.host_pmc[')),
};

/** Memory of others that stays the same while time goes on; of a CR that is kept, not all counts. */
export const owedMemory: readonly Place[] = memoryOfOthers.filter(
  (place) =>
    !noted.clocks.includes(place) && !noted.counters.includes(place) && place !== 'caller.cr_save',
);

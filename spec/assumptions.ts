// Assumptions: facts about the caller and the environment that the switch relies on and does not check.
//
// Each is named, cited, enforced by the generators, and necessary: a clause is named that fails without it.

import { type AtCall, atCall, type Statement } from './at-call.ts';
import { isa, seed } from './cite.ts';
import type { ClauseName } from './contract.ts';

/** True of what happens during a run: how time passes. */
export interface OfRun extends Statement {
  readonly of: 'time';
}

/** The assumptions about what happens during a run. */
const ofRun: readonly OfRun[] = [
  {
    name: 'timers-are-read-together',
    of: 'time',
    says: 'In the eight instructions after a read or a write of DEC, or a read of TB, no more than one tick passes.',
    cite: [seed('101-106'), isa('III-S', 'Decrementer')],
  },
];

/** All of them. */
export const assumptions: readonly (AtCall | OfRun)[] = [...atCall, ...ofRun];

/** What fails without an assumption: a clause, which is then violated, or whose run is then stuck. */
export interface Need {
  readonly clause: ClauseName;
  readonly falls: 'violated' | 'stuck';
}

const violates = (clause: ClauseName): Need => ({ clause, falls: 'violated' });
const sticks = (clause: ClauseName): Need => ({ clause, falls: 'stuck' });

/** By the name of the assumption: the clause in which a correct switch fails without it. */
export const neededBy: Readonly<Record<string, Need>> = {
  'host-calls-in-virtual-mode': violates('hypervisor-runs-in-64-bit-mode'),
  'structures-are-where-pointers-say': sticks('host-stack-and-paca-return'),
  'caller-is-outside-the-switch': violates('host-return-address-returns'),
  'host-is-partition-zero': violates('translation-off-outside-host-partition'),
  'vm-records-the-host-partition': violates('host-partition-returns'),
  'vm-has-a-partition-of-its-own': violates('guest-runs-in-its-partition'),
  'vm-lpcr-lets-hdec-interrupt': violates('guest-ends-when-hdec-does'),
  'vm-lpcr-leaves-interrupts-to-the-guest': violates('only-hypervisor-interrupts-end-a-guest'),
  'run-latch-is-on': violates('host-ctrl-returns'),
  'slb-shadow-is-current': violates('host-slb-returns'),
  'vcpu-slb-is-well-formed': violates('guest-slb-starts-from-vcpu'),
  'cpu-has-a-record': violates('where-the-vcpu-ran-is-recorded'),
  'vcpu-id-fits-its-record': violates('where-the-vcpu-ran-is-recorded'),
  'translations-age-only-by-moving': violates('stale-translations-are-dropped'),
  'no-update-is-under-way': violates('lost-reservation-loses-no-update'),
  'host-wrote-its-breakpoint-well': violates('host-dabr-returns'),
  'no-guest-runs-yet': violates('guest-runs-without-hv'),
  'no-sibling-comes-online': violates('one-partition-per-core'),
  'paca-is-the-kernels': violates('host-return-address-returns'),
  'vcpu-is-the-primary-thread': sticks('host-stack-and-paca-return'),
  'timers-are-read-together': violates('hdec-equals-dec'),
};

// The guest that is refused: HDEC is about to expire, so the switch turns back, and the guest finds all as it left it.
//
// By then most of it is loaded, and comes back to the vcpu by the way that every exit takes.

import { clauses } from '../chapter.ts';
import { kernel } from '../cite.ts';
import { each, equal, given, literal, no, now, unchanged, was } from '../terms.ts';
import { MMCR0_FC, VECTOR } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { CONTROLS, COUNTERS, counted, guestSaves } from './counting.ts';
import { savedRegisters } from './from-ledger.ts';

const SOON = kernel('book3s_hv_rmhandlers.S', 'hdec_soon');

/** What the ledger does not say of a field, and what an exit notes. */
const OTHERS: readonly Place[] = [
  'vcpu.pc',
  'vcpu.msr',
  'vcpu.dec_expires',
  'vcpu.purr',
  'vcpu.spurr',
  'vcpu.dabr',
  'vcpu.trap',
  'vcpu.last_inst',
  'vcpu.fault_dar',
  'vcpu.fault_dsisr',
  'vcpu.slb_max',
  ...fieldsOf('vcpu').filter((field) => field.startsWith('vcpu.slb[')),
];

const controls = CONTROLS.map((_, i): Place => `vcpu.mmcr[${i}]`);
const counters = COUNTERS.map((i): Place => `vcpu.pmc[${i}]`);

/** In reading order. */
export const earlyExit = clauses({
  'early-exit-runs-no-guest': {
    says: 'Where no guest is entered, r12 is 0x980 and the vcpu holds every register of the guest as it did, with pc, msr, dec_expires, purr, spurr, dabr and the list of the SLB; so it does trap, last_inst, fault_dar and fault_dsisr of the last exit. vcpu.dec is only a note of the entry.',
    cite: [SOON],
    over: 'refusal',
    claim: each(
      ...savedRegisters.map(({ field }) => unchanged(field)),
      ...OTHERS.map(unchanged),
      equal(now('r12'), literal(VECTOR.HV_DECREMENTER)),
    ),
  },
  'early-exit-keeps-the-counters': {
    says: 'Where no guest is entered, the vcpu holds MMCR0, MMCR1, MMCRA and PMC1 to PMC6 as it did, but for what a counter counted meanwhile: one event a tick at most, and none if MMCR0[FC] is 1; if its VPA says that it does not use them, only MMCR0 changes, to FC.',
    cite: [SOON, kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
    over: 'refusal',
    claim: each(
      ...controls.slice(1).map(unchanged),
      given(
        guestSaves,
        each(
          unchanged('vcpu.mmcr[0]'),
          ...counters.map((counter) => counted(counter, was(counter), was('vcpu.mmcr[0]'))),
        ),
      ),
      given(
        no(guestSaves),
        each(equal(now('vcpu.mmcr[0]'), literal(MMCR0_FC)), ...counters.map(unchanged)),
      ),
    ),
  },
});

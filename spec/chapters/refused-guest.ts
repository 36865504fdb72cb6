// The guest that is refused: HDEC is about to expire, so the switch returns without entering it, and it loses nothing.
//
// By then most of its state is loaded, and is saved to the vcpu again on the same path as at every exit.

import { clauses } from '../chapter.ts';
import { kernel } from '../cite.ts';
import { each, equal, given, literal, no, now, unchanged, was } from '../terms.ts';
import { MMCR0_FC, VECTOR } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { CONTROLS, COUNTERS, counted, guestSaves } from './counting.ts';

const SOON = kernel('book3s_hv_rmhandlers.S', 'hdec_soon');

/** All that is recorded of the guest, except what has another clause, vcpu.dec, and where a store of VSCR puts zeros. */
export const kept: readonly Place[] = [
  ...fieldsOf('vcpu').filter((field) => !/^vcpu\.(?:dec$|mmcr\[|pmc\[|vscr\[[0-2]\])/u.test(field)),
  ...fieldsOf('kvm').filter((field) => field.startsWith('kvm.last_vcpu')),
];

const controls = CONTROLS.map((_, i): Place => `vcpu.mmcr[${i}]`);
const counters = COUNTERS.map((i): Place => `vcpu.pmc[${i}]`);

/** In reading order. */
export const earlyExit = clauses({
  'early-exit-runs-no-guest': {
    says: 'When no guest is entered, r12 is 0x980, and every field of the vcpu holds what it held before, as does the record of which vcpu ran where: every register of the guest, what the last exit recorded, and what C code keeps there. Not included are vcpu.dec, a note of the entry, the words of vcpu.vscr that VSCR does not have, and the counters, which have a clause of their own.',
    cite: [SOON],
    over: 'refusal',
    claim: each(...kept.map(unchanged), equal(now('r12'), literal(VECTOR.HV_DECREMENTER))),
  },
  'early-exit-keeps-the-counters': {
    says: "When no guest is entered, the vcpu holds MMCR0, MMCR1, MMCRA and PMC1 to PMC6 as it did before, except for what a counter counted meanwhile: at most one event a tick, and none if MMCR0[FC] is 1. If the guest's VPA says that the guest does not use the counters, only MMCR0 changes, to FC.",
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

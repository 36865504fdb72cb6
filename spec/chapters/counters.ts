// Counters: the performance monitor changes hands frozen, and is saved for the host only when the host uses it.
//
// "In use" is what the host says in its own processor area (pmcregs_in_use). If it does not use them, the guest's counters
// may stay in the registers, frozen. POWER7 may corrupt DABR if it is written while SDAR may be updated.

import { chapter } from '../chapter.ts';
import { isa, kernel, seed } from '../cite.ts';
import type { Claim } from '../clause.ts';
import {
  each,
  equal,
  given,
  has,
  holds,
  literal,
  neverWrites,
  no,
  now,
  prior,
  unchanged,
  was,
  whenWritten,
} from '../terms.ts';
import { MMCR0_FC, MMCR0_PMAE, UNSYNCED } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { placesOf } from '../vocabulary/registers.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { CONTROLS, COUNTERS, counted, guestSaves, pmc } from './counting.ts';

const SAMPLES = ['siar', 'sdar'] as const;
const inUse = was('lppaca.pmcregs_in_use');
const unlessInUse = no(inUse);

const kept = (i: number): Place => `hstate.host_pmc[${i}]`;
const guests = (i: number): Place => `vcpu.pmc[${i}]`;

/** FC stops the counters. The processor may alter SIAR and SDAR only while PMAE is 1 (a bit of TB can alert even if the counters are stopped). */
const isFrozen: Claim = each(
  equal(now('MMCR0'), literal(MMCR0_FC), { mask: MMCR0_FC | MMCR0_PMAE }),
  holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.COUNTERS))),
);

/** The saved value of a register is the one that it holds while it is frozen. */
const keptAsFrozen = (field: Place, register: Place): Claim =>
  whenWritten([field], each(isFrozen, equal(now(field), now(register))));

export const counters = chapter(
  'Counters',
  'The performance monitor changes hands frozen; the host gets its own state back if it uses it.',
  {
    'pmu-saved-only-when-in-use': {
      says: "When the host does not use the PMU, nothing is stored to the fields of hstate for the host's counters, controls and samples.",
      cite: [seed('74-77, 80-82, 89-94')],
      over: 'switch',
      claim: given(
        unlessInUse,
        neverWrites(
          fieldsOf('hstate').filter((field) => /^hstate\.host_(?:mmcr|pmc|siar|sdar)/u.test(field)),
        ),
      ),
    },
    'pmu-saved-whole-when-in-use': {
      says: 'When the host uses the PMU, hstate holds MMCR0 from before the freeze, MMCR1, MMCRA and PMC1 to PMC6 as they were at the call, except for what a counter counted until it was stored: at most one event a tick, and none if MMCR0[FC] was 1.',
      cite: [seed('71, 74-94')],
      over: 'switch',
      claim: given(
        inUse,
        each(
          ...CONTROLS.map((control, i) => equal(now(`hstate.host_mmcr[${i}]`), was(control))),
          ...COUNTERS.map((i) => counted(kept(i), was(pmc(i)), was('MMCR0'))),
          ...COUNTERS.map((i) =>
            whenWritten([kept(i)], counted(kept(i), was(pmc(i)), was('MMCR0'))),
          ),
        ),
      ),
    },
    'host-pmu-returns-when-in-use': {
      says: 'If the host uses the PMU, after the switch MMCR0, MMCR1, MMCRA and PMC1 to PMC6 hold the values that they held at the call, except for what a counter has counted since: at most one event a tick, and none if MMCR0[FC] is 1.',
      cite: [seed('71-94'), kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
      over: 'switch',
      claim: given(
        inUse,
        each(
          ...CONTROLS.map(unchanged),
          ...COUNTERS.map((i) => counted(pmc(i), was(pmc(i)), was('MMCR0'))),
        ),
      ),
    },
    'host-samples-return-when-in-use': {
      says: 'If the host uses the PMU, after the switch SIAR and SDAR hold the values that they held at the call.',
      cite: [isa('III-S', 'Sampled Instruction Address Register'), seed('74-77')],
      over: 'switch',
      claim: given(inUse, each(unchanged('SIAR'), unchanged('SDAR'))),
    },
    'host-pmu-is-stopped-when-not-in-use': {
      says: 'If the host does not use the PMU, after the switch MMCR0 is FC: it freezes the counters, and no other bit is set.',
      cite: [seed('69-72, 74-77')],
      over: 'switch',
      claim: given(unlessInUse, equal(now('MMCR0'), literal(MMCR0_FC))),
    },
    'counters-are-frozen-while-switched': {
      says: 'Whenever a counter, MMCR1, MMCRA, SIAR or SDAR is loaded or saved, MMCR0[FC] is 1, MMCR0[PMAE] is 0 and both have taken effect; a counter, SIAR or SDAR is saved with the value that it holds then, not with one read before the freeze.',
      cite: [seed('69-73, 78-94'), isa('III-S', 'Monitor Mode Control Register 0')],
      over: 'switch',
      claim: each(
        whenWritten(
          [
            ...[1, 2].flatMap((i): Place[] => [`hstate.host_mmcr[${i}]`, `vcpu.mmcr[${i}]`]),
            ...placesOf('PMC'),
            'MMCR1',
            'MMCRA',
            'SIAR',
            'SDAR',
          ],
          isFrozen,
        ),
        ...COUNTERS.flatMap((i) => [
          keptAsFrozen(kept(i), pmc(i)),
          keptAsFrozen(guests(i), pmc(i)),
        ]),
        ...SAMPLES.flatMap((sample) => [
          keptAsFrozen(`hstate.host_${sample}`, sample === 'siar' ? 'SIAR' : 'SDAR'),
          keptAsFrozen(`vcpu.${sample}`, sample === 'siar' ? 'SIAR' : 'SDAR'),
        ]),
      ),
    },
    'counters-are-read-once-frozen': {
      says: 'A counter, SIAR or SDAR is read only when every change of MMCR0 has taken effect: what is read earlier may be from before the freeze.',
      cite: [seed('73'), isa('III-S', 'Synchronization Requirements for Context Alterations')],
      over: 'switch',
      claim: whenWritten(
        ['UNSYNCED'],
        given(
          no(has(prior('UNSYNCED'), UNSYNCED.READ_EARLY)),
          holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.READ_EARLY))),
        ),
      ),
    },
    'dabr-written-only-while-frozen': {
      says: 'DABR is written only while MMCR0[FC] is 1 and MMCRA is 0; or else, before a guest runs or the switch returns, it is read back, and written again until the read has found what was written.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'SPRN_DABR'),
        isa('III-S', 'Data Address Breakpoint Register'),
      ],
      over: ['entry', 'resume', 'switch'],
      claim: holds('DABR', no(has(now('UNSYNCED'), UNSYNCED.DABR_UNREAD | UNSYNCED.DABR_WRONG))),
    },
    'guest-pmu-starts-from-vcpu': {
      says: "The guest starts with the vcpu's MMCR0, MMCR1, MMCRA and PMC1 to PMC6, except for what a counter has counted since the call: at most one event a tick, and none if the guest's MMCR0[FC] is 1.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry')],
      over: 'entry',
      claim: each(
        ...CONTROLS.map((control, i) => equal(now(control), was(`vcpu.mmcr[${i}]`))),
        ...COUNTERS.map((i) => counted(pmc(i), was(guests(i)), was('vcpu.mmcr[0]'))),
      ),
    },
    'guest-pmu-survives': {
      says: "After the exit, the vcpu holds MMCR0, MMCR1, MMCRA and PMC1 to PMC6 as they were at the interrupt, except for what a counter counted until the freeze: at most one event a tick, and none if MMCR0[FC] was 1. If the guest's VPA says that the guest does not use the PMU, MMCR0 is saved as FC instead.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
      over: 'exit',
      claim: each(
        given(
          guestSaves,
          each(
            ...CONTROLS.map((control, i) => equal(now(`vcpu.mmcr[${i}]`), was(control))),
            ...COUNTERS.map((i) => counted(guests(i), was(pmc(i)), was('MMCR0'))),
          ),
        ),
        given(no(guestSaves), equal(now('vcpu.mmcr[0]'), literal(MMCR0_FC))),
      ),
    },
  },
);

// Counters: the performance monitor changes hands frozen, and is saved for the host only when the host uses it.
//
// "In use" is what the host says in its own processor area (pmcregs_in_use). When it is not in use, the guest's
// counters may stay behind, frozen. POWER7 may corrupt DABR when it is written while SDAR may be updated.
import { MMCR0_FC, UNSYNCED } from '../bits.ts';
import { isa, kernel, seed } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import type { Place } from '../machine.ts';
import { placesOf } from '../registers.ts';
import {
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  neverWrites,
  no,
  now,
  or,
  unchanged,
  was,
  whenWritten,
} from '../terms.ts';
import { lowBits } from '../words.ts';

const COUNTERS = [0, 1, 2, 3, 4, 5] as const;
const CONTROLS = ['MMCR0', 'MMCR1', 'MMCRA'] as const;
const inUse = was('lppaca.pmcregs_in_use');
const unlessInUse = no(inUse);
const guestSaves: Term = or(no(was('vcpu.vpa')), was('vpa.pmcregs_in_use'));

/** A counter agrees with another, but for the events of the time that passed. */
const counted = (left: Term, right: Term): Claim =>
  equal(left, right, { mask: lowBits(32), within: elapsed });

const pmc = (i: number): Place => placesOf('PMC')[i] ?? 'PMC1';

const savedOnly: Clause = {
  name: 'pmu-saved-only-when-in-use',
  says: "Nothing is stored to the host's counter fields when the host does not use the PMU.",
  cite: [seed('74-77, 80-82, 89-94')],
  over: 'switch',
  claim: given(
    unlessInUse,
    neverWrites([
      ...CONTROLS.map((_, i): Place => `hstate.host_mmcr[${i}]`),
      ...COUNTERS.map((i): Place => `hstate.host_pmc[${i}]`),
    ]),
  ),
};

const savedWhole: Clause = {
  name: 'pmu-saved-whole-when-in-use',
  says: 'When the host uses the PMU, its fields hold the MMCR0 from before the freeze, MMCR1, MMCRA and PMC1 to PMC6.',
  cite: [seed('71, 74-94')],
  over: 'switch',
  claim: given(
    inUse,
    each(
      ...CONTROLS.map((control, i) => equal(now(`hstate.host_mmcr[${i}]`), was(control))),
      ...COUNTERS.map((i) => counted(now(`hstate.host_pmc[${i}]`), was(pmc(i)))),
    ),
  ),
};

const hostReturns: Clause = {
  name: 'host-pmu-returns-when-in-use',
  says: 'Behind the switch, MMCR0, MMCR1, MMCRA and PMC1 to PMC6 hold what they held before, if the host uses the PMU.',
  cite: [seed('71-94'), kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
  over: 'switch',
  claim: given(
    inUse,
    each(...CONTROLS.map(unchanged), ...COUNTERS.map((i) => counted(now(pmc(i)), was(pmc(i))))),
  ),
};

const samplesReturn: Clause = {
  name: 'host-samples-return-when-in-use',
  says: 'Behind the switch, SIAR and SDAR hold what they held before, if the host uses the PMU.',
  cite: [isa('III-S', 'Sampled Instruction Address Register'), seed('74-77')],
  over: 'switch',
  claim: given(inUse, each(unchanged('SIAR'), unchanged('SDAR'))),
};

const stopped: Clause = {
  name: 'host-pmu-is-stopped-when-not-in-use',
  says: 'Behind the switch, MMCR0 only freezes the counters, if the host does not use the PMU.',
  cite: [seed('69-72, 74-77')],
  over: 'switch',
  claim: given(unlessInUse, equal(now('MMCR0'), literal(MMCR0_FC))),
};

const frozen: Clause = {
  name: 'counters-are-frozen-while-switched',
  says: 'Whenever a counter, MMCR1, MMCRA, SIAR or SDAR is loaded or saved, MMCR0[FC] is 1 and has taken effect.',
  cite: [seed('69-73, 78-94'), isa('III-S', 'Monitor Mode Control Register 0')],
  over: 'switch',
  claim: whenWritten(
    [
      ...COUNTERS.flatMap((i): Place[] => [`hstate.host_pmc[${i}]`, `vcpu.pmc[${i}]`]),
      ...[1, 2].flatMap((i): Place[] => [`hstate.host_mmcr[${i}]`, `vcpu.mmcr[${i}]`]),
      ...placesOf('PMC'),
      'MMCR1',
      'MMCRA',
      ...(['siar', 'sdar'] as const).flatMap((sample): Place[] => [
        `hstate.host_${sample}`,
        `vcpu.${sample}`,
      ]),
      'SIAR',
      'SDAR',
    ],
    each(
      holds('MMCR0', has(now('MMCR0'), MMCR0_FC)),
      holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.COUNTERS))),
    ),
  ),
};

const breakpointFrozen: Clause = {
  name: 'dabr-written-only-while-frozen',
  says: 'DABR is written only while MMCR0[FC] is 1 and MMCRA is 0.',
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'SPRN_DABR'),
    isa('III-S', 'Data Address Breakpoint Register'),
  ],
  over: 'switch',
  claim: whenWritten(
    ['DABR'],
    each(holds('MMCR0', has(now('MMCR0'), MMCR0_FC)), equal(now('MMCRA'), literal(0n))),
  ),
};

const guestStarts: Clause = {
  name: 'guest-pmu-starts-from-vcpu',
  says: "The guest starts with the vcpu's MMCR0, MMCR1, MMCRA and PMC1 to PMC6.",
  cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry')],
  over: 'entry',
  claim: each(
    ...CONTROLS.map((control, i) => equal(now(control), was(`vcpu.mmcr[${i}]`))),
    ...COUNTERS.map((i) => counted(now(pmc(i)), was(`vcpu.pmc[${i}]`))),
  ),
};

const guestSurvives: Clause = {
  name: 'guest-pmu-survives',
  says: 'When the guest is out, the vcpu holds its MMCR0, MMCR1, MMCRA and PMC1 to PMC6; if its VPA says that it does not use the PMU, MMCR0 is kept as FC.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
  over: 'exit',
  claim: each(
    given(
      guestSaves,
      each(
        ...CONTROLS.map((control, i) => equal(now(`vcpu.mmcr[${i}]`), was(control))),
        ...COUNTERS.map((i) => counted(now(`vcpu.pmc[${i}]`), was(pmc(i)))),
      ),
    ),
    given(no(guestSaves), equal(now('vcpu.mmcr[0]'), literal(MMCR0_FC))),
  ),
};

export const counters: Chapter = {
  title: 'Counters',
  about:
    'The performance monitor changes hands frozen; the host gets its own back when it uses it.',
  clauses: [
    savedOnly,
    savedWhole,
    hostReturns,
    samplesReturn,
    stopped,
    frozen,
    breakpointFrozen,
    guestStarts,
    guestSurvives,
  ],
};

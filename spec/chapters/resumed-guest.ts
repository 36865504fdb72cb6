// What a guest finds that is resumed after an interrupt: its own state as it was, except for what the interrupt was about.
// Part of the chapter on resumption.
//
// On this path only registers that are saved in the vcpu are saved and loaded; the others must be left alone.

import { clauses } from '../chapter.ts';
import { isa, kernel } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  at,
  atMost,
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  now,
  or,
  same,
  sub,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { MSR, PPR, SLB_VALID, SRR1_STATUS, VECTOR } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { lowBits } from '../vocabulary/words.ts';
import { CONTROLS, COUNTERS, counted, pmc } from './counting.ts';
import { type GuestRegister, savedRegisters } from './from-ledger.ts';
import { hypercall, tooHard } from './real-mode-hypercalls.ts';

const ALL = lowBits(64);
const MEDIUM = literal(PPR.MEDIUM);
const priority = (word: Term): Term => has(word, PPR.PRIORITY);
const SRR: readonly Place[] = ['SRR0', 'SRR1'];
const RETURN = kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt, fast_guest_return');

/** In reading order. */
export const resumedGuest = clauses({
  'resumed-guest-keeps-its-registers': {
    says: 'A guest that is resumed after an interrupt finds every register that is saved in the vcpu as it was, except those that PAPR lets a hypercall change, if the hypercall came from supervisor state and no handler returned H_TOO_HARD. After a hypercall its address and MSR are those of SRR0 and SRR1, except the status bits. Only a mediated interrupt moves it to 0x500, with SF and ME alone in MSR, and SRR0 and SRR1 say where it was.',
    cite: [RETURN, kernel('book3s_hv_rmhandlers.S', 'hcall_try_real_mode')],
    over: 'resume',
    claim: each(
      ...savedRegisters.filter(({ place }) => !SRR.includes(place)).map(staysBut),
      given(no(at('EXTERNAL')), each(...SRR.map(unchanged))),
      given(
        at('SYSTEM_CALL'),
        each(equal(now('NIA'), was('SRR0')), equal(now('MSR'), without(was('SRR1'), SRR1_STATUS))),
      ),
      given(
        at('EXTERNAL'),
        each(
          equal(now('NIA'), literal(VECTOR.EXTERNAL)),
          equal(now('MSR'), literal(MSR.SF | MSR.ME)),
          equal(now('SRR0'), was('HSRR0')),
          equal(now('SRR1'), was('HSRR1')),
        ),
      ),
    ),
  },
  'resumed-guest-keeps-its-breakpoint': {
    says: 'A guest that is resumed after an interrupt runs with the breakpoint in vcpu.dabr, which it may have set by a hypercall, and with DABRX = 3.',
    cite: [
      kernel('book3s_hv_rmhandlers.S', 'kvmppc_h_set_dabr'),
      isa('III-S', 'Data Address Breakpoint Register'),
    ],
    over: 'resume',
    claim: each(equal(now('DABR'), now('vcpu.dabr')), equal(now('DABRX'), literal(3n))),
  },
  'resumed-guest-keeps-its-counters': {
    says: 'A guest that is resumed after an interrupt finds MMCR0, MMCR1 and MMCRA as they were, and PMC1 to PMC6 too, except for what these have counted: at most one event a tick, and none if MMCR0[FC] is 1.',
    cite: [RETURN, isa('III-S', 'Performance Monitor Facility')],
    over: 'resume',
    claim: each(
      ...CONTROLS.map(unchanged),
      ...COUNTERS.map((i) => counted(pmc(i), was(pmc(i)), was('MMCR0'))),
    ),
  },
  'resumed-guest-keeps-its-time': {
    says: 'A guest that is resumed after an interrupt finds DEC reduced by the ticks that have passed, PURR increased by as many, and SPURR increased by at most as many: nothing was loaded into them, and the timebase was not set.',
    cite: [RETURN, isa('III-S', 'Decrementer')],
    over: 'resume',
    claim: each(
      equal(now('DEC'), sub(was('DEC'), elapsed), { mask: lowBits(32) }),
      equal(now('PURR'), add(was('PURR'), elapsed)),
      holds('SPURR', atMost(sub(now('SPURR'), was('SPURR')), elapsed)),
      unchanged('TB_OFFSET'),
    ),
  },
  'resumed-guest-has-its-priority-or-medium': {
    says: 'A guest that is resumed after an interrupt runs at the program priority that it had, or at medium, which the vector sets.',
    cite: [kernel('exception-64s.h', 'HMT_MEDIUM'), isa('III-S', 'Program Priority Register')],
    over: 'resume',
    claim: holds(
      'PPR',
      or(same(priority(now('PPR')), priority(was('PPR'))), same(priority(now('PPR')), MEDIUM)),
    ),
  },
  'resumed-guest-keeps-its-segments': {
    says: 'A guest that is resumed after an interrupt finds the SLB entries that were valid as they were, and no others valid.',
    cite: [RETURN, isa('III-S', 'SLB Management Instructions')],
    over: 'resume',
    claim: each(...Array.from({ length: 32 }, (_, i) => segmentStays(i)).flat()),
  },
  'resumed-guest-keeps-its-partition': {
    says: 'A guest that is resumed after an interrupt runs with LPIDR, SDR1, LPCR, RMOR, AMOR and PCR as they were.',
    cite: [RETURN, isa('III-S', 'Logical Partitioning Control Register')],
    over: 'resume',
    claim: each(...(['LPIDR', 'SDR1', 'LPCR', 'RMOR', 'AMOR', 'PCR'] as const).map(unchanged)),
  },
});

/** As it was, except for what a hypercall may change. */
function staysBut({ place, hypercallKeeps }: GuestRegister): Claim {
  if (hypercallKeeps === ALL) return unchanged(place);
  const kept = equal(now(place), was(place), { mask: hypercallKeeps });
  const whole = given(no(and(hypercall, no(tooHard))), unchanged(place));
  return hypercallKeeps === 0n ? whole : each(whole, kept);
}

/** Valid or not as before; what an entry holds means nothing if it is not valid. */
function segmentStays(i: number): readonly Claim[] {
  const [esid, vsid]: readonly [Place, Place] = [`SLB[${i}].esid`, `SLB[${i}].vsid`];
  return [
    equal(now(esid), was(esid), { mask: SLB_VALID }),
    given(has(was(esid), SLB_VALID), each(unchanged(esid), unchanged(vsid))),
  ];
}

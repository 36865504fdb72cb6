// Resumption: interrupts that need nothing of the hypervisor, behind which the guest goes on at once.
//
// A hypervisor decrementer interrupt whose HDEC is positive again is nobody's; a mediated external interrupt is the
// guest's own, and the hypervisor hands it on as the hardware would have delivered it; a hypercall may be answered at once.
import { LPCR, MSR, SRR1_STATUS, VECTOR } from '../bits.ts';
import { isa, kernel } from '../cite.ts';
import type { Chapter, Claim, Clause } from '../clause.ts';
import type { Place } from '../machine.ts';
import {
  and,
  at,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { lowBits } from '../words.ts';
import { type Waiting, waiting } from './from-ledger.ts';

const ALL = lowBits(64);

const SRR: readonly Place[] = ['SRR0', 'SRR1'];

const leftover: Clause = {
  name: 'leftover-hdec-returns-to-guest',
  says: 'After a hypervisor decrementer interrupt with HDEC positive again, the guest goes on where it was, with the MSR that it had.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
  over: 'resume',
  claim: given(
    at('HV_DECREMENTER'),
    each(
      equal(now('NIA'), without(was('HSRR0'), 3n)),
      equal(without(now('MSR'), MSR.ME), without(was('HSRR1'), MSR.ME | SRR1_STATUS)),
    ),
  ),
};

const leftoverOnly: Clause = {
  name: 'expired-hdec-ends-the-guest',
  says: 'No guest goes on behind a hypervisor decrementer interrupt if HDEC had run out when it came.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
  over: 'resume',
  claim: given(at('HV_DECREMENTER'), holds('HDEC', no(has(was('HDEC'), 0x80000000n)))),
};

const leftoverNever: Clause = {
  name: 'leftover-hdec-never-ends-the-guest',
  says: 'A hypervisor decrementer interrupt that comes while HDEC is positive, and stays so, does not end the guest.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
  over: 'exit',
  claim: given(at('HV_DECREMENTER'), holds('HDEC', has(was('HDEC'), 0x80000000n))),
};

const mediated: Clause = {
  name: 'mediated-interrupt-goes-to-guest',
  says: 'An external interrupt that LPCR[MER] raised while the guest had EE on does not end the guest.',
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt'),
    isa('III-S', 'External Interrupt'),
  ],
  over: 'exit',
  claim: given(
    and(at('EXTERNAL'), nonzero(has(was('LPCR'), LPCR.MER))),
    holds('HSRR1', no(has(was('HSRR1'), MSR.EE))),
  ),
};

const onlyMediated: Clause = {
  name: 'only-mediated-interrupts-resume',
  says: "A guest goes on behind an external interrupt only if LPCR[MER] raised it and the guest had EE on: the host's own are the host's. Behind others it goes on only if it was a hypercall from supervisor state, or nobody's.",
  cite: [kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt')],
  over: 'resume',
  claim: each(
    holds('NIA', or(at('HV_DECREMENTER'), or(at('EXTERNAL'), at('SYSTEM_CALL')))),
    given(at('SYSTEM_CALL'), holds('SRR1', no(has(was('SRR1'), MSR.PR)))),
    given(
      at('EXTERNAL'),
      holds('LPCR', and(nonzero(has(was('LPCR'), LPCR.MER)), nonzero(has(was('HSRR1'), MSR.EE)))),
    ),
  ),
};

const resumed: Clause = {
  name: 'resumed-guest-keeps-its-registers',
  says: 'A guest that goes on behind an interrupt finds every register as it was, but for those that PAPR lets a hypercall change; only a mediated interrupt moves it to 0x500 with EE off, and SRR0 and SRR1 say where it was.',
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt, fast_guest_return'),
    kernel('book3s_hv_rmhandlers.S', 'hcall_try_real_mode'),
  ],
  over: 'resume',
  claim: each(
    ...waiting.filter(({ place }) => !SRR.includes(place)).map(staysBut),
    given(no(at('EXTERNAL')), each(...SRR.map(unchanged))),
    given(
      at('SYSTEM_CALL'),
      each(
        equal(now('NIA'), without(was('SRR0'), 3n)),
        equal(without(now('MSR'), MSR.ME), without(was('SRR1'), MSR.ME | SRR1_STATUS)),
      ),
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
};

const breakpoint: Clause = {
  name: 'resumed-guest-keeps-its-breakpoint',
  says: 'A guest that goes on behind an interrupt runs with the breakpoint in vcpu.dabr, which it may have set by a hypercall, and DABRX = 3.',
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'kvmppc_h_set_dabr'),
    isa('III-S', 'Data Address Breakpoint Register'),
  ],
  over: 'resume',
  claim: each(equal(now('DABR'), now('vcpu.dabr')), equal(now('DABRX'), literal(3n))),
};

/** As it was, but for what a hypercall may change. */
function staysBut({ place, hypercallKeeps }: Waiting): Claim {
  if (hypercallKeeps === ALL) return unchanged(place);
  const kept = equal(now(place), was(place), { mask: hypercallKeeps });
  const whole = given(no(at('SYSTEM_CALL')), unchanged(place));
  return hypercallKeeps === 0n ? whole : each(whole, kept);
}

export const resumption: Chapter = {
  title: 'Resumption',
  about: 'Interrupts that need nothing of the hypervisor, behind which the guest goes on at once.',
  clauses: [leftover, leftoverOnly, leftoverNever, mediated, onlyMediated, resumed, breakpoint],
};

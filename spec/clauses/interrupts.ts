// Interrupts: off while the switch is under way, and each one delivered to whom it is meant for.
import { LPCR, MSR, SRR1_STATUS, VECTOR } from '../bits.ts';
import { isa, kernel, seed } from '../cite.ts';
import type { Chapter, Clause, Term } from '../clause.ts';
import type { Place } from '../machine.ts';
import {
  and,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  now,
  or,
  precedes,
  same,
  throughout,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { waiting } from './from-ledger.ts';

const SRR: readonly Place[] = ['SRR0', 'SRR1'];
const hypervisor = has(now('MSR'), MSR.HV);
const realMode = no(has(now('MSR'), MSR.IR));

const hardDisabled: Clause = {
  name: 'interrupts-stay-hard-disabled',
  says: 'MSR[EE] goes off before the counters are touched, and is 0 in hypervisor state from there until translation comes back on.',
  cite: [seed('58-62'), isa('III-S', 'External Interrupt')],
  over: 'switch',
  claim: each(
    precedes('MSR', 'MMCR0'),
    precedes('hstate.host_msr', 'MSR'),
    throughout(holds('MSR', no(has(now('MSR'), MSR.EE))), {
      while: and(nonzero(hypervisor), realMode),
    }),
  ),
};

const disabledOnEntry: Clause = {
  name: 'interrupts-are-off-before-real-mode',
  says: 'On the way in, from the freeze of the counters until the guest runs, MSR[EE] is 0.',
  cite: [seed('58-62')],
  over: 'entry',
  claim: throughout(holds('MSR', no(has(now('MSR'), MSR.EE))), {
    while: nonzero(hypervisor),
    since: 'MMCR0',
  }),
};

const guestFlag: Clause = {
  name: 'vectors-know-that-a-guest-runs',
  says: 'When the guest starts, hstate.in_guest is 1, so the vectors hand its interrupts to KVM.',
  cite: [kernel('exception-64s.h', 'KVMTEST')],
  over: 'entry',
  claim: equal(now('hstate.in_guest'), literal(1n)),
};

const hostFlag: Clause = {
  name: 'vectors-know-that-no-guest-runs',
  says: 'Behind the switch, hstate.in_guest is 0, so the vectors leave interrupts to the host.',
  cite: [kernel('exception-64s.h', 'KVMTEST')],
  over: 'switch',
  claim: equal(now('hstate.in_guest'), literal(0n)),
};

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

const endsInTime: Clause = {
  name: 'guest-ends-when-hdec-does',
  says: 'A guest that is ended by anything else than the hypervisor decrementer leaves HDEC with time to go.',
  cite: [seed('96-102'), isa('III-S', 'Hypervisor Decrementer Interrupt')],
  over: 'guest',
  claim: given(
    no(same(now('NIA'), literal(VECTOR.HV_DECREMENTER))),
    holds('HDEC', no(has(now('HDEC'), 0x80000000n))),
  ),
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
  says: "A guest goes on behind an external interrupt only if LPCR[MER] raised it and the guest had EE on: the host's own are the host's.",
  cite: [kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt')],
  over: 'resume',
  claim: each(
    holds('NIA', or(at('HV_DECREMENTER'), at('EXTERNAL'))),
    given(
      at('EXTERNAL'),
      holds('LPCR', and(nonzero(has(was('LPCR'), LPCR.MER)), nonzero(has(was('HSRR1'), MSR.EE)))),
    ),
  ),
};

const hostVector: Clause = {
  name: 'host-vector-runs-for-its-interrupts',
  says: "Behind an external interrupt or a machine check the host's own vector is entered, and sets r13 aside in HSPRG1 once more; behind the others it is not.",
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'HSTATE_VMHANDLER'),
    kernel('exception-64s.h', 'SET_SCRATCH0'),
  ],
  over: 'exit',
  claim: equal(
    now('HSPRG1'),
    choose(or(at('EXTERNAL'), at('MACHINE_CHECK')), now('r13'), was('r13')),
  ),
};

const resumed: Clause = {
  name: 'resumed-guest-keeps-its-registers',
  says: 'A guest that goes on behind an interrupt finds every register as it was; only a mediated interrupt moves it to 0x500 with EE off, and SRR0 and SRR1 say where it was.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt, fast_guest_return')],
  over: 'resume',
  claim: each(
    ...waiting.filter(({ place }) => !SRR.includes(place)).map(({ place }) => unchanged(place)),
    given(at('HV_DECREMENTER'), each(...SRR.map(unchanged))),
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

export const interrupts: Chapter = {
  title: 'Interrupts',
  about: 'Off while the switch is under way, and each delivered to whom it is meant for.',
  clauses: [
    hardDisabled,
    disabledOnEntry,
    guestFlag,
    hostFlag,
    leftover,
    leftoverOnly,
    leftoverNever,
    endsInTime,
    mediated,
    onlyMediated,
    resumed,
    hostVector,
  ],
};

/** 1 when the span begins at this interrupt. */
function at(vector: keyof typeof VECTOR): Term {
  return same(was('NIA'), literal(VECTOR[vector]));
}

/** 1 or 0. */
function nonzero(term: Term): Term {
  return no(no(term));
}

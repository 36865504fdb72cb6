// Interrupts: off while the switch is under way, and each one delivered to the side that it is meant for.

import { chapter } from '../chapter.ts';
import { isa, kernel, message, seed } from '../cite.ts';
import {
  and,
  at,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  oneOf,
  or,
  precedes,
  same,
  throughout,
  was,
} from '../terms.ts';
import { MSR, VECTOR } from '../vocabulary/bits.ts';
import { recoverability } from './recoverability.ts';

const hypervisor = has(now('MSR'), MSR.HV);
const realMode = no(has(now('MSR'), MSR.IR));

/** Keys that are neither the host's as it called, nor those that it goes on with. */
const foreignKeys = and(nonzero(now('AMR')), no(same(now('AMR'), was('AMR'))));

export const interrupts = chapter(
  'Interrupts',
  'Off while the switch is under way, and each delivered to the side that it is meant for.',
  {
    'interrupts-stay-hard-disabled': {
      says: 'hstate.host_msr is stored before MSR is first written, and MSR is written before MMCR0 is; in hypervisor state MSR[EE] is 0 while MSR[IR] is off.',
      cite: [seed('61-65, 72'), isa('III-S', 'External Interrupt')],
      over: 'switch',
      claim: each(
        precedes('MSR', 'MMCR0'),
        precedes('hstate.host_msr', 'MSR'),
        throughout(holds('MSR', no(has(now('MSR'), MSR.EE))), {
          while: and(nonzero(hypervisor), realMode),
        }),
      ),
    },
    'interrupts-are-off-before-real-mode': {
      says: 'On entry, in hypervisor state, MSR[EE] is 0 from the first write of MMCR0 until the guest runs.',
      cite: [seed('61-65, 72')],
      over: 'entry',
      claim: throughout(holds('MSR', no(has(now('MSR'), MSR.EE))), {
        while: nonzero(hypervisor),
        since: 'MMCR0',
      }),
    },
    ...recoverability,
    'hypervisor-runs-in-64-bit-mode': {
      says: 'In hypervisor state, MSR[SF] is always on, and MSR[LE] and MSR[PR] are always off.',
      cite: [isa('III-S', 'Machine State Register'), kernel('reg.h', 'MSR_KERNEL')],
      over: 'switch',
      claim: throughout(equal(now('MSR'), literal(MSR.SF), { mask: MSR.SF | MSR.LE | MSR.PR }), {
        while: nonzero(hypervisor),
      }),
    },
    'vectors-know-that-a-guest-runs': {
      says: 'When the guest starts, hstate.in_guest is 1, so the vectors hand its interrupts to KVM.',
      cite: [kernel('exception-64s.h', 'KVMTEST')],
      over: 'entry',
      claim: equal(now('hstate.in_guest'), literal(1n)),
    },
    'vectors-know-that-no-guest-runs': {
      says: 'After the switch, hstate.in_guest is 0, so the vectors leave interrupts to the host.',
      cite: [kernel('exception-64s.h', 'KVMTEST')],
      over: 'switch',
      claim: equal(now('hstate.in_guest'), literal(0n)),
    },
    'vectors-know-when-translation-is-not-the-hosts': {
      says: "In hypervisor state with MSR[IR] off, hstate.in_guest is not 0 whenever LPIDR is not what it was at the call, or AMR is neither 0 nor what it was at the call: so no vector enters a handler of the host's, which would turn translation on.",
      cite: [kernel('exception-64s.h', 'KVMTEST'), message('partition-zero')],
      over: 'switch',
      claim: throughout(holds('hstate.in_guest', nonzero(now('hstate.in_guest'))), {
        while: and(
          and(nonzero(hypervisor), realMode),
          or(no(same(now('LPIDR'), was('LPIDR'))), foreignKeys),
        ),
      }),
    },
    'guest-ends-when-hdec-does': {
      says: 'A guest that is ended by any interrupt other than the hypervisor decrementer leaves HDEC with time left.',
      cite: [seed('101-103'), isa('III-S', 'Hypervisor Decrementer Interrupt')],
      over: 'guest',
      claim: given(
        no(same(now('NIA'), literal(VECTOR.HV_DECREMENTER))),
        holds('HDEC', no(has(now('HDEC'), 0x80000000n))),
      ),
    },
    'host-vector-runs-for-its-interrupts': {
      says: "After an external interrupt or a machine check the exit enters the host's vector of that interrupt, which saves r13 in HSPRG1 again; after any other interrupt it enters no vector.",
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'HSTATE_VMHANDLER'),
        kernel('exception-64s.h', 'SET_SCRATCH0'),
      ],
      over: 'exit',
      claim: each(
        equal(now('LAST_VECTOR'), was('NIA')),
        equal(
          now('HSPRG1'),
          choose(or(at('EXTERNAL'), at('MACHINE_CHECK')), now('r13'), was('r13')),
        ),
      ),
    },
    'only-hypervisor-interrupts-end-a-guest': {
      says: "Only these take a guest to hypervisor state: a system reset, a machine check, an external interrupt, the hypervisor decrementer, a hypercall, hypervisor data or instruction storage, emulation assistance, and hypervisor maintenance; never the guest's own storage, segment, alignment, program, decrementer or trace interrupts, and no access to a privileged register.",
      cite: [
        message('most-interrupts-are-the-guests'),
        message('never-from-a-guest'),
        message('privileged-without-trap'),
        isa('III-S', 'Interrupt Definitions'),
      ],
      over: 'guest',
      claim: oneOf(now('NIA'), Object.values(VECTOR)),
    },
    'interrupts-from-a-guest-go-to-kvm': {
      says: 'An interrupt after which the guest is resumed has been handed to KVM too: vcpu.trap holds its vector. For interrupts that end the guest, see trap-names-the-interrupt.',
      cite: [message('hypervisor-interrupts'), kernel('exception-64s.h', 'KVMTEST')],
      over: 'resume',
      claim: equal(now('vcpu.trap'), was('NIA')),
    },
  },
);

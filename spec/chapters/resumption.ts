// Resumption: interrupts that need nothing of the hypervisor, after which the guest goes on at once.
//
// A hypervisor decrementer interrupt whose HDEC is positive again is nobody's; a mediated external interrupt is the
// guest's own, and the hypervisor hands it on as the hardware would have delivered it; a hypercall may be answered at once.
// What the guest then finds is in resumed-guest.ts.

import { chapter } from '../chapter.ts';
import { isa, kernel } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  and,
  at,
  below,
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  signed,
  sub,
  was,
  without,
} from '../terms.ts';
import { LPCR, MSR, SRR1_STATUS } from '../vocabulary/bits.ts';
import { resumedGuest } from './resumed-guest.ts';

const none = literal(0n);

/** HDEC as the interrupt found it. */
const found: Term = signed(was('HDEC'), 32);

/** What is left of that in the state judged. It is no register: only what passed is taken off, and nothing wraps. */
const left: Term = sub(found, elapsed);

/** The least signed number of 32 bits: HDEC below it would have wrapped to a positive one. */
const leastOf32 = literal(0xffffffff80000000n);

export const resumption = chapter(
  'Resumption',
  'Interrupts that need nothing of the hypervisor, after which the guest goes on at once.',
  {
    'leftover-hdec-returns-to-guest': {
      says: 'A guest that goes on after a hypervisor decrementer interrupt goes on where it was, with the MSR that it had: HSRR0 and HSRR1 as the interrupt left them, but for the status bits.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
      over: 'resume',
      claim: given(
        at('HV_DECREMENTER'),
        each(
          equal(now('NIA'), was('HSRR0')),
          equal(now('MSR'), without(was('HSRR1'), SRR1_STATUS)),
        ),
      ),
    },
    'expired-hdec-ends-the-guest': {
      says: 'No guest goes on after a hypervisor decrementer interrupt that came with HDEC negative, unless so many ticks passed that HDEC has wrapped since.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
      over: 'resume',
      claim: given(
        at('HV_DECREMENTER'),
        holds('HDEC', no(and(below(found, none), no(below(left, leastOf32))))),
      ),
    },
    'leftover-hdec-never-ends-the-guest': {
      says: 'A hypervisor decrementer interrupt does not end the guest if HDEC was not negative when it came and, by the ticks that passed, had not run out when the switch returned: whenever the exit looked at it, there was time left.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
      over: 'exit',
      claim: given(at('HV_DECREMENTER'), holds('HDEC', below(left, none))),
    },
    'mediated-interrupt-goes-to-guest': {
      says: 'An external interrupt that comes while LPCR[MER] is 1 and the guest has EE on does not end the guest.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt'),
        isa('III-S', 'External Interrupt'),
      ],
      over: 'exit',
      claim: given(
        and(at('EXTERNAL'), nonzero(has(was('LPCR'), LPCR.MER))),
        holds('HSRR1', no(has(was('HSRR1'), MSR.EE))),
      ),
    },
    'only-mediated-interrupts-resume': {
      says: "A guest goes on after an external interrupt only if LPCR[MER] is 1 and it had EE on: the host's own are the host's. It goes on after a system call only if that was a hypercall from supervisor state, after a hypervisor decrementer interrupt, and after no other.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'bounce_ext_interrupt')],
      over: 'resume',
      claim: each(
        holds('NIA', or(at('HV_DECREMENTER'), or(at('EXTERNAL'), at('SYSTEM_CALL')))),
        given(at('SYSTEM_CALL'), holds('SRR1', no(has(was('SRR1'), MSR.PR)))),
        given(
          at('EXTERNAL'),
          holds(
            'LPCR',
            and(nonzero(has(was('LPCR'), LPCR.MER)), nonzero(has(was('HSRR1'), MSR.EE))),
          ),
        ),
      ),
    },
    ...resumedGuest,
  },
);

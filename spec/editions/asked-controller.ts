// External interrupts asked of the interrupt controller in real mode: what is not for the host does not end the guest, and machine checks
// that the host need not see are handed on.
import { isa } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  at,
  below,
  choose,
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
  same,
  shifted,
  signed,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { LPCR, MSR, SRR1_STATUS, VECTOR } from '../vocabulary/bits.ts';
import { CONTROLLER, HOST_IPI, XICS_IPI, XIRR_SOURCE } from '../vocabulary/controller.ts';
import type { Word } from '../vocabulary/words.ts';
import {
  answeredWith,
  answers,
  asByInterrupt,
  goesTo,
  isWhereItWas,
  type Resuming,
} from './answered-interrupts.ts';
import { type Edition, edition, since } from './edition.ts';

const REAL_MODE = 'book3s_hv_rmhandlers.S';

const source = has(was(CONTROLLER), XIRR_SOURCE);
const isIpi = same(source, literal(XICS_IPI));

/** 1 if the host is wanted: it has sent an interrupt of its own, or the controller presents one that is not between processors. */
const isForHost = or(nonzero(shifted(was(HOST_IPI), 56)), and(nonzero(source), no(isIpi)));

/** 1 if another thread of the core is on its way to the host. */
const isExiting = no(below(signed(was('vcore.entry_exit_count'), 32), literal(0x100n)));

const isWanted = or(isForHost, isExiting);

/** 1 if DEC is negative, or has been since the interrupt: of so many ticks it was, before it wrapped. */
const HALF = 0x80000000n;
const dec = signed(now('DEC'), 32);
const hasRunOut = or(nonzero(has(now('DEC'), HALF)), no(below(add(dec, elapsed), literal(HALF))));

/** What differs between the kernels that ask the controller. */
interface Kernel {
  /** The bit of vcpu.pending_exceptions that is a level-triggered external interrupt. */
  readonly pending: Word;
  /** Whether a decrementer interrupt that is due is delivered too, and a machine check that C code has mended hidden. */
  readonly isLater: boolean;
}

function resuming({ pending, isLater }: Kernel): Resuming {
  const isPending = nonzero(has(was('vcpu.pending_exceptions'), pending));
  const isOn = nonzero(has(was('HSRR1'), MSR.EE));
  const isDue = isLater ? and(no(isPending), hasRunOut) : literal(0n);
  const isDelivered = and(
    and(isOn, asByInterrupt),
    or(and(isPending, goesTo(VECTOR.EXTERNAL)), and(isDue, goesTo(DECREMENTER))),
  );
  const isLetOn = and(isWhereItWas, or(no(isOn), no(isPending)));
  const isMended = and(
    same(now('NIA'), was('SRR0')),
    same(now('MSR'), without(was('SRR1'), SRR1_STATUS)),
  );
  const atMachineCheck = and(goesTo(VECTOR.MACHINE_CHECK), asByInterrupt);
  return {
    says: {
      when: `after an external interrupt only if the host is not wanted: the controller presents nothing, or an interrupt between processors, while hstate.host_ipi is 0, and no thread is on its way to the host. It is resumed after a machine check ${isLater ? 'where it was, or ' : ''}at 0x200,`,
      finds: `After an external interrupt LPCR[MER] says whether a level-triggered one is pending, and nothing else in LPCR changes; if one is and EE was on, it moves to 0x500,${isLater ? ' or to 0x900 if there is none and its decrementer has run out,' : ''} else it is where it was; a machine check moves it to 0x200${isLater ? ' or leaves it where it was' : ''},`,
    },
    when: [
      holds('NIA', or(no(at('EXTERNAL')), no(isWanted))),
      holds('NIA', or(no(isMachineCheck), isLater ? or(atMachineCheck, isMended) : atMachineCheck)),
    ],
    finds: [
      given(
        at('EXTERNAL'),
        each(
          holds('NIA', or(isDelivered, isLetOn)),
          equal(
            now('LPCR'),
            or(without(was('LPCR'), LPCR.MER), choose(isPending, literal(LPCR.MER), literal(0n))),
          ),
          given(isDelivered, saysWhere),
          given(no(isDelivered), each(unchanged('SRR0'), unchanged('SRR1'))),
        ),
      ),
    ],
    savesWhere: at('EXTERNAL'),
  };
}

const DECREMENTER = 0x900n;
const isMachineCheck: Term = same(was('NIA'), literal(VECTOR.MACHINE_CHECK));

/** SRR0 and SRR1 say where the guest was; ME is on in every guest. */
const saysWhere: Claim = each(
  equal(now('SRR0'), was('HSRR0')),
  equal(or(now('SRR1'), literal(MSR.ME)), or(was('HSRR1'), literal(MSR.ME))),
);

/** What is owed where the controller is asked. */
const owedBy = (kernel: Kernel): Edition['clauses'] => ({
  ...answeredWith(resuming(kernel)),
  'mediated-interrupt-goes-to-guest': {
    says: 'An external interrupt ends the guest only if the host is wanted: hstate.host_ipi is not 0, the controller presents an interrupt that is not between processors, or another thread of the core is on its way to the host.',
    claim: given(at('EXTERNAL'), holds(CONTROLLER, isWanted)),
  },
});

/** What is true of both editions. */
const asks = {
  ...answers,
  says: `${answers.says} After an external interrupt the interrupt controller is asked: where it has nothing for the host, the guest goes on, and is told what is pending for it. A machine check that the host need not see is handed on to the guest.`,
  why: `${answers.why} An interrupt between processors that came to tell the guest of another is no matter of the host's.`,
  follows: [
    ...answers.follows,
    isa('III-S', 'External Interrupt'),
    isa('III-S', 'Machine Check Interrupt'),
  ],
  unsaid: [
    {
      clause: 'only-mediated-interrupts-resume',
      why: 'that an interrupt of the host comes in while the controller is asked is not modelled: the note of the host and the controller hold what they held',
    },
  ],
} as const;

/** Where the controller is asked. */
const isAsked = [
  { sign: 'names', name: 'HSTATE_HOST_IPI' },
  { sign: 'names', name: 'HSTATE_XICS_PHYS' },
] as const;

const ANSWERED = 'interrupts-answered-in-real-mode';
const ASKED = 'interrupt-controller-asked-in-real-mode';

export const askedController = edition({
  ...asks,
  name: ASKED,
  seenIn: '3.12.9',
  instead: [ANSWERED],
  cite: [
    ...answers.cite,
    since('3.12', REAL_MODE, 'do_ext_interrupt'),
    since('3.12', REAL_MODE, 'machine_check_realmode'),
  ],
  also: [isAsked, [{ sign: 'takes-bit', bit: 16 }]],
  clauses: owedBy({ pending: 1n << 16n, isLater: false }),
});

export const askedRenumbered = edition({
  ...asks,
  name: 'interrupt-controller-asked-in-real-mode-as-renumbered',
  instead: [ANSWERED, ASKED],
  says: `${asks.says} A level-triggered external interrupt is bit 17 of vcpu.pending_exceptions; a decrementer interrupt that is due is delivered too, and a machine check that C code has mended is hidden.`,
  seenIn: '4.1.18',
  cite: [
    ...answers.cite,
    since('4.1', REAL_MODE, 'kvmppc_read_intr'),
    since('4.1', REAL_MODE, 'machine_check_realmode'),
  ],
  also: [isAsked, [{ sign: 'takes-bit', bit: 17 }]],
  clauses: owedBy({ pending: 1n << 17n, isLater: true }),
});

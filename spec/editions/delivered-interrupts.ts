// Interrupts delivered on entry: a guest for which one is due starts at its vector, as if it had been interrupted at its first instruction.
import { savedRegisters } from '../chapters/from-ledger.ts';
import { isa } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  below,
  choose,
  each,
  elapsed,
  equal,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  same,
  signed,
  was,
  whenWritten,
  without,
} from '../terms.ts';
import { MSR, PENDING_EXTERNAL, SRR1_STATUS } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { edition, since } from './edition.ts';

const REAL_MODE = 'book3s_hv_rmhandlers.S';

/** MSR as a return from interrupt makes it: without the status bits, and with the bits that problem state implies. */
const returned = (saved: Term): Term =>
  or(
    without(saved, SRR1_STATUS),
    choose(has(saved, MSR.PR), literal(MSR.EE | MSR.IR | MSR.DR), literal(0n)),
  );

/** Where the guest starts if nothing is delivered, and with which MSR. */
const start = without(was('vcpu.pc'), 3n);
const startMsr = or(without(returned(was('vcpu.msr')), MSR.HV), literal(MSR.ME));

/** Ticks after which a decrementer is negative again. */
const HALF = 0x80000000n;
const dec = signed(now('DEC'), 32);

/** 1 if DEC is negative, or has been since the call: of so many ticks it was, before it wrapped. */
const hasRunOut = or(nonzero(has(now('DEC'), HALF)), no(below(add(dec, elapsed), literal(HALF))));
const isPending = nonzero(has(was('vcpu.pending_exceptions'), PENDING_EXTERNAL));
const isOn = nonzero(has(was('vcpu.msr'), MSR.EE));

/** 1 if the guest starts at the vector of an interrupt that it lets in and that is due. */
const isDelivered = and(
  isOn,
  or(and(isPending, startsAt(0x500n)), and(hasRunOut, startsAt(0x900n))),
);
/** 1 if that may as well be where the vcpu stood, with nothing delivered. */
const maybeNot = or(no(isDelivered), same(now('NIA'), start));

/** What an interrupt leaves of where it came: rfid with these takes the guest to where it would have started. */
const isReturn: Readonly<Record<'SRR0' | 'SRR1', Term>> = {
  SRR0: same(without(now('SRR0'), 3n), start),
  SRR1: same(returned(now('SRR1')), startMsr),
};

/** 1 if SRR0 or SRR1 is right: as an interrupt leaves it if one is delivered, else as the vcpu had it. */
const saved = (register: 'SRR0' | 'SRR1', field: Place): Term =>
  or(and(isDelivered, isReturn[register]), and(maybeNot, same(now(register), was(field))));

export const deliveredInterrupts = edition({
  name: 'interrupts-delivered-on-entry',
  says: 'The entry delivers an external or decrementer interrupt that is due and that the guest has enabled: the guest starts at 0x500 or 0x900, and SRR0 and SRR1 say where it would have started.',
  since: '3.2',
  why: 'A vcpu that was asleep, or that an interrupt was raised for while it was out, need not be entered only to be interrupted at its first instruction.',
  cite: [
    since('3.4', REAL_MODE, 'kvmppc_cede_reentry'),
    since('4.1', REAL_MODE, 'deliver_guest_interrupt'),
  ],
  follows: [
    isa('III-S', 'External Interrupt'),
    isa('III-S', 'Decrementer Interrupt'),
    isa('III-S', 'Interrupt Processing'),
  ],
  signs: [
    { sign: 'reads', register: 'DEC' },
    { sign: 'puts', word: 0x900n },
  ],
  clauses: {
    'guest-resumes-at-pc': {
      says: 'The guest starts at the address in vcpu.pc, of which hrfid ignores the two low bits; or, if EE is on in vcpu.msr, at 0x500 while an external interrupt is pending in vcpu.pending_exceptions, or at 0x900 if its DEC has run out.',
      claim: holds('NIA', or(same(now('NIA'), start), isDelivered)),
    },
    'guest-msr-is-the-vcpus': {
      says: 'The guest starts with the MSR in vcpu.msr, without HV and the status bits that hrfid does not copy, and with ME, where problem state implies EE, IR and DR; if an interrupt is delivered, with SF and ME alone.',
      claim: holds(
        'MSR',
        or(
          and(isDelivered, same(now('MSR'), literal(MSR.SF | MSR.ME))),
          and(maybeNot, same(now('MSR'), startMsr)),
        ),
      ),
    },
    'guest-starts-from-vcpu': {
      says: "At the guest's first instruction, every guest register that is saved in a field of the vcpu holds the value that the field held at the call; of CTRL only the run latch counts. If an interrupt is delivered, SRR0 and SRR1 are instead such that rfid would take the guest to where it would have started, with the MSR that it would have had. MSR, the address, the clocks, the SLB and the counters have clauses of their own.",
      claim: each(
        ...savedRegisters.map(
          ({ place, field, bits }): Claim =>
            place === 'SRR0' || place === 'SRR1'
              ? holds(place, saved(place, field))
              : equal(now(place), was(field), { mask: bits }),
        ),
      ),
    },
    'real-mode-entry-is-recoverable': {
      says: "On entry, with MSR[IR] off and MSR[RI] on, hypervisor code writes only the guest's values to SRR0 and SRR1: vcpu.srr0 and vcpu.srr1, or, where an interrupt is due that the guest has enabled, what rfid needs to take the guest to where it would have started.",
      claim: each(onlyTheGuests('SRR0', 'vcpu.srr0'), onlyTheGuests('SRR1', 'vcpu.srr1')),
    },
  },
  unsaid: [],
});

function startsAt(vector: bigint): Term {
  return same(now('NIA'), literal(vector));
}

/** The value written here in real mode is one of the guest's, unless RI is 0. */
function onlyTheGuests(register: 'SRR0' | 'SRR1', field: Place): Claim {
  const due = and(isOn, or(isPending, hasRunOut));
  const guests = or(same(now(register), was(field)), and(due, isReturn[register]));
  const elsewhere = or(nonzero(has(now('MSR'), MSR.IR)), no(has(now('MSR'), MSR.RI)));
  return whenWritten([register], holds(register, or(guests, elsewhere)));
}

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
import { LPCR, LPID_RSVD, MSR, PENDING_EXTERNAL, SRR1_STATUS } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import type { Signs } from '../vocabulary/signs.ts';
import type { Word } from '../vocabulary/words.ts';
import { type Edition, edition, since, TRANSACTION } from './edition.ts';

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
const isOn = nonzero(has(was('vcpu.msr'), MSR.EE));

/** What an interrupt leaves of where it came: rfid with these takes the guest to where it would have started. */
const isReturn: Readonly<Record<'SRR0' | 'SRR1', Term>> = {
  SRR0: same(without(now('SRR0'), 3n), start),
  SRR1: same(returned(now('SRR1')), startMsr),
};

const startsAt = (vector: Word): Term => same(now('NIA'), literal(vector));
const isPending = (bits: Word): Term => nonzero(has(was('vcpu.pending_exceptions'), bits));

type Owed = Edition['clauses'];

/** What is owed where external interrupts have these bits in vcpu.pending_exceptions. */
function owedWith(bits: Word): Owed {
  const due = and(isOn, or(isPending(bits), hasRunOut));
  /** 1 if the guest starts at the vector of an interrupt that it lets in and that is due. */
  const isDelivered = and(
    isOn,
    or(and(isPending(bits), startsAt(0x500n)), and(hasRunOut, startsAt(0x900n))),
  );
  /** 1 if that may as well be where the vcpu stood, with nothing delivered. */
  const maybeNot = or(no(isDelivered), same(now('NIA'), start));
  return {
    'guest-resumes-at-pc': {
      says: 'The guest starts at the address in vcpu.pc, of which hrfid ignores the two low bits; or, if EE is on in vcpu.msr, at 0x500 while an external interrupt is pending in vcpu.pending_exceptions, or at 0x900 if its DEC has run out.',
      claim: holds('NIA', or(same(now('NIA'), start), isDelivered)),
    },
    'guest-msr-is-the-vcpus': {
      says: 'The guest starts with the MSR in vcpu.msr, without HV and the status bits that hrfid does not copy, and with ME, where problem state implies EE, IR and DR; if an interrupt is delivered, with SF and ME alone.',
      claim: holds(
        'MSR',
        or(
          and(isDelivered, same(without(now('MSR'), TRANSACTION), literal(MSR.SF | MSR.ME))),
          and(maybeNot, same(now('MSR'), startMsr)),
        ),
      ),
    },
    'guest-starts-from-vcpu': {
      says: "At the guest's first instruction, every guest register that is saved in a field of the vcpu holds the value that the field held at the call; of CTRL only the run latch counts. If an interrupt is delivered, SRR0 and SRR1 are instead such that rfid would take the guest to where it would have started, with the MSR that it would have had. MSR, the address, the clocks, the SLB and the counters have clauses of their own.",
      claim: each(...savedRegisters.map((one) => startOf(one, isDelivered, maybeNot))),
    },
    'real-mode-entry-is-recoverable': {
      says: "On entry, with MSR[IR] off and MSR[RI] on, hypervisor code writes only the guest's values to SRR0 and SRR1: vcpu.srr0 and vcpu.srr1, or, where an interrupt is due that the guest has enabled, what rfid needs to take the guest to where it would have started.",
      claim: each(onlyTheGuests('SRR0', 'vcpu.srr0', due), onlyTheGuests('SRR1', 'vcpu.srr1', due)),
    },
  };
}

/** A register holds what its field held; SRR0 and SRR1 may hold what an interrupt leaves in them. */
function startOf(
  { place, field, bits }: (typeof savedRegisters)[number],
  isDelivered: Term,
  maybeNot: Term,
): Claim {
  if (place !== 'SRR0' && place !== 'SRR1') return equal(now(place), was(field), { mask: bits });
  const asBefore = and(maybeNot, same(now(place), was(field)));
  return holds(place, or(and(isDelivered, isReturn[place]), asBefore));
}

/** The value written here in real mode is one of the guest's, unless RI is 0. */
function onlyTheGuests(register: 'SRR0' | 'SRR1', field: Place, due: Term): Claim {
  const guests = or(same(now(register), was(field)), and(due, isReturn[register]));
  const elsewhere = or(nonzero(has(now('MSR'), MSR.IR)), no(has(now('MSR'), MSR.RI)));
  return whenWritten([register], holds(register, or(guests, elsewhere)));
}

/** LPCR[MER] is on if the bit is, and what else is in LPCR is the VM's; RMOR may be one of the VM's. */
function partitionWith(bit: Word, { hasRmor }: { readonly hasRmor: boolean }): Owed {
  const raised = choose(isPending(bit), literal(LPCR.MER), literal(0n));
  const rmor = hasRmor ? [equal(now('RMOR'), was('kvm.rmor'))] : [];
  return {
    'guest-runs-in-its-partition': {
      says: `The guest starts with the SDR1${hasRmor ? ', RMOR' : ''} and LPIDR of its VM, where LPIDR is neither the host's nor the reserved one, and with the LPCR of its VM, in which MER is set if and only if a level-triggered external interrupt is pending; AMOR is all ones.`,
      claim: each(
        equal(now('SDR1'), was('kvm.sdr1')),
        equal(now('LPIDR'), was('kvm.lpid')),
        holds(
          'LPIDR',
          no(or(same(now('LPIDR'), literal(0n)), same(now('LPIDR'), literal(LPID_RSVD)))),
        ),
        ...rmor,
        equal(now('LPCR'), or(without(was('kvm.lpcr'), LPCR.MER), raised)),
        equal(now('AMOR'), literal(0xffffffffffffffffn)),
      ),
    },
  };
}

/** What is true of each of these editions. */
const delivers = {
  says: 'The entry delivers an external or decrementer interrupt that is due and that the guest has enabled: the guest starts at 0x500 or 0x900, and SRR0 and SRR1 say where it would have started.',
  why: 'A vcpu that was asleep, or that an interrupt was raised for while it was out, need not be entered only to be interrupted at its first instruction.',
  follows: [
    isa('III-S', 'External Interrupt'),
    isa('III-S', 'Decrementer Interrupt'),
    isa('III-S', 'Interrupt Processing'),
  ],
  openOfGuests: {
    'vcpu.dec_expires':
      'whether the decrementer has run out decides where a guest with EE on starts',
  },
  unsaid: [],
} as const;

const ON_ENTRY = 'interrupts-delivered-on-entry';
const IF_LEVEL = 'interrupts-delivered-on-entry-if-level-triggered';
const RENUMBERED = 'interrupts-delivered-on-entry-as-renumbered';

/** Where the decrementer's interrupt is delivered. */
const decrementer: Signs = [
  { sign: 'reads', register: 'DEC' },
  { sign: 'puts', word: 0x900n },
];

export const deliveredInterrupts = edition({
  ...delivers,
  name: ON_ENTRY,
  seenIn: '3.4.10',
  cite: [since('3.4', REAL_MODE, 'kvmppc_cede_reentry')],
  signs: decrementer,
  clauses: owedWith(PENDING_EXTERNAL),
});

/** BOOK3S_IRQPRIO_EXTERNAL_LEVEL, as 3.1 has it and as it is since there is an interrupt for facilities that are not available. */
const LEVEL = 1n << 16n;
const LEVEL_RENUMBERED = 1n << 17n;

export const deliveredIfLevel = edition({
  ...delivers,
  name: IF_LEVEL,
  says: `${delivers.says} Of external interrupts only a level-triggered one counts, which is bit 16 of vcpu.pending_exceptions: it alone raises LPCR[MER].`,
  seenIn: '3.12.9',
  why: `${delivers.why} The interrupt controller that the kernel emulates raises level-triggered external interrupts only.`,
  cite: [
    since('3.12', REAL_MODE, 'kvmppc_cede_reentry'),
    since('3.12', 'book3s_xics.c', 'BOOK3S_INTERRUPT_EXTERNAL_LEVEL'),
  ],
  signs: [
    { sign: 'names', name: 'VCPU_PENDING_EXC' },
    { sign: 'puts', word: LEVEL },
  ],
  also: [decrementer],
  instead: [ON_ENTRY],
  clauses: { ...owedWith(LEVEL), ...partitionWith(LEVEL, { hasRmor: true }) },
});

/** Where the bit that is level-triggered since then is put into LPCR. */
const renumbered: Signs = [
  { sign: 'takes-bit', bit: 17 },
  { sign: 'reads', register: 'LPCR' },
];

export const deliveredRenumbered = edition({
  ...delivers,
  name: RENUMBERED,
  says: `${delivers.says} A level-triggered external interrupt is bit 17 of vcpu.pending_exceptions; it alone counts, and raises LPCR[MER].`,
  seenIn: '4.1.18',
  cite: [
    since('4.1', REAL_MODE, 'deliver_guest_interrupt'),
    since('4.1', 'kvm_asm.h', 'BOOK3S_IRQPRIO_EXTERNAL_LEVEL'),
  ],
  signs: renumbered,
  instead: [ON_ENTRY, IF_LEVEL],
  clauses: {
    ...owedWith(LEVEL_RENUMBERED),
    ...partitionWith(LEVEL_RENUMBERED, { hasRmor: true }),
  },
});

export const deliveredToVrmaGuests = edition({
  ...delivers,
  name: 'interrupts-delivered-on-entry-to-vrma-guests',
  says: `${delivers.says} A level-triggered external interrupt is bit 17 of vcpu.pending_exceptions; it alone counts, and raises LPCR[MER]. RMOR is left as it is: what a guest addresses in real mode is translated.`,
  seenIn: '4.1.18',
  why: `${delivers.why} Real mode areas are gone: LPCR[VPM0] is on for every guest, and RMOR is then not used.`,
  cite: [
    since('4.1', REAL_MODE, 'deliver_guest_interrupt'),
    since('4.1', 'book3s_hv.c', 'LPCR_VPM0'),
  ],
  follows: [...delivers.follows, isa('III-S', 'Virtual Real Mode Addressing Mechanism')],
  signs: renumbered,
  also: [[{ sign: 'never-writes', register: 'RMOR' }]],
  instead: [ON_ENTRY, IF_LEVEL, RENUMBERED],
  clauses: {
    ...owedWith(LEVEL_RENUMBERED),
    ...partitionWith(LEVEL_RENUMBERED, { hasRmor: false }),
  },
});

// A value of hstate.in_guest for guests of HV: 1 is left to guests of PR, of which the same kernel may have some.
import { isa } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  and,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  now,
  or,
  same,
  whenWritten,
} from '../terms.ts';
import { MSR, VECTOR } from '../vocabulary/bits.ts';
import { edition, since } from './edition.ts';

/** KVM_GUEST_MODE_GUEST and KVM_GUEST_MODE_GUEST_HV. */
const GUEST = 1n;
const GUEST_HV = 3n;
const mode = now('hstate.in_guest');

const owed = {
  'vectors-know-that-a-guest-runs': {
    says: 'When the guest starts, hstate.in_guest is 3, so the vectors hand its interrupts to KVM, which takes them for those of a guest of HV.',
    claim: equal(mode, literal(GUEST_HV)),
  },
  'guest-runs-without-hv': {
    says: 'While hstate.in_guest is 1 or 3, which says that a guest runs, hypervisor code writes no MSR value with HV set.',
    claim: whileAGuestRuns(no(has(now('MSR'), MSR.HV))),
  },
} as const;

/** What holds of every MSR that is written while hstate.in_guest says that a guest runs. */
function whileAGuestRuns(term: Term): Claim {
  const runs = or(same(mode, literal(GUEST)), same(mode, literal(GUEST_HV)));
  return whenWritten(['MSR'], given(runs, holds('MSR', term)));
}

export const guestModes = edition({
  name: 'a-mode-for-hv-guests',
  says: 'hstate.in_guest is 3 while a guest of HV runs; 1 says that a guest of PR does.',
  seenIn: '4.1.18',
  why: 'One kernel may have guests of both kinds, whose interrupts come to the same vectors: these hand over what either brings, and the code that they go to asks of which kind it was.',
  cite: [
    since('4.1', 'kvm_asm.h', 'KVM_GUEST_MODE_GUEST_HV'),
    since('4.1', 'book3s_hv_rmhandlers.S', 'kvmppc_interrupt_hv'),
  ],
  follows: [],
  signs: [
    { sign: 'puts', word: GUEST_HV },
    { sign: 'stores', field: 'hstate.in_guest' },
  ],
  clauses: owed,
  unsaid: [],
});

/** 1 if the last vector that was entered is that of machine checks. */
const inMachineCheck = same(now('LAST_VECTOR'), literal(VECTOR.MACHINE_CHECK));

export const earlyMachineChecks = edition({
  name: 'machine-checks-looked-into-early',
  says: 'hstate.in_guest is 3 while a guest of HV runs; 1 says that a guest of PR does. A machine check, of a guest too, is looked into in real mode before anybody asks whose it is, on a stack of its own and with RI on.',
  seenIn: '4.1.18',
  why: 'What can be mended must be mended before anything else is touched; whether a guest ran is asked when that is done.',
  cite: [
    since('4.1', 'exceptions-64s.S', 'machine_check_pSeries_early'),
    since('4.1', 'kvm_asm.h', 'KVM_GUEST_MODE_GUEST_HV'),
  ],
  follows: [isa('III-S', 'Machine Check Interrupt')],
  signs: [{ sign: 'names', name: 'PACAMCEMERGSP' }],
  also: [guestModes.signs],
  instead: [guestModes.name],
  clauses: {
    ...owed,
    'guest-runs-without-hv': {
      says: 'While hstate.in_guest is 1 or 3, which says that a guest runs, hypervisor code writes no MSR value with HV set, except that after a machine check it may with IR and DR off.',
      claim: whileAGuestRuns(
        or(no(has(now('MSR'), MSR.HV)), and(inMachineCheck, no(has(now('MSR'), MSR.IR | MSR.DR)))),
      ),
    },
  },
  unsaid: (
    [
      'interrupted-hypervisor-is-no-guest',
      'interrupt-of-the-hypervisor-is-handled-or-stops-it',
      'interrupt-enters-the-handler-of-its-vector',
    ] as const
  ).map((clause) => ({
    clause,
    why: 'what real-mode code does with a machine check or a maintenance interrupt of the hypervisor before the handler of the host runs is not described: a stack of its own, and going on where the interrupt came, are judged as in the contract',
  })),
});

// Recoverability: MSR[RI] and MSR[ME], by which a machine check or a system reset in the switch is survived.
//
// What the guest has in SRR0 and SRR1 is loaded with RI on by 3.1, and may be: with the guest's partition in LPIDR no handler of
// the host can return there, whatever RI says.

import { clauses } from '../chapter.ts';
import { isa, kernel } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  and,
  each,
  given,
  has,
  holds,
  no,
  nonzero,
  now,
  or,
  prior,
  same,
  throughout,
  was,
  whenWritten,
} from '../terms.ts';
import { MSR } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';

const RECOVERABLE = isa('III-S', 'Machine Check Interrupt');
const recoverableOff = holds('MSR', no(has(now('MSR'), MSR.RI)));
const virtualMode = nonzero(has(now('MSR'), MSR.IR));

/** Clauses of the chapter on interrupts. */
export const recoverability = clauses({
  'entry-is-unrecoverable-while-srr-is-live': {
    says: 'On the way in, with MSR[IR] still on, MSR[RI] is 0 from the first write of SRR0 or SRR1: an interrupt would overwrite what rfid is to take from them.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry_trampoline'), RECOVERABLE],
    over: 'entry',
    claim: unrecoverable(virtualMode),
  },
  'real-mode-entry-is-recoverable': {
    says: "On the way in, with MSR[IR] off and MSR[RI] on, hypervisor code writes SRR0 and SRR1 only with the guest's, vcpu.srr0 and vcpu.srr1: an interrupt loses nothing that the hypervisor still needs. It may clear RI as early as it likes.",
    cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry_trampoline'), RECOVERABLE],
    over: 'entry',
    claim: each(onlyTheGuests('SRR0', 'vcpu.srr0'), onlyTheGuests('SRR1', 'vcpu.srr1')),
  },
  'exit-is-unrecoverable-while-srr-is-live': {
    says: 'On the way out, with MSR[IR] still off, MSR[RI] is 0 from the first write of SRR0 or SRR1.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_VMHANDLER'), RECOVERABLE],
    over: 'exit',
    claim: unrecoverable(no(virtualMode)),
  },
  'machine-checks-stay-enabled': {
    says: 'Hypervisor code never turns MSR[ME] off: only a machine check does, when it is taken.',
    cite: [RECOVERABLE, kernel('book3s_hv_rmhandlers.S', 'MSR_ME')],
    over: 'switch',
    claim: whenWritten(
      ['MSR'],
      given(has(prior('MSR'), MSR.ME), holds('MSR', has(now('MSR'), MSR.ME))),
    ),
  },
});

/** In hypervisor state and where this is not 0, RI is 0 from the first write of either. */
function unrecoverable(where: Term): Claim {
  const since = (place: Place) =>
    throughout(recoverableOff, {
      while: and(nonzero(has(now('MSR'), MSR.HV)), where),
      since: place,
    });
  return each(since('SRR0'), since('SRR1'));
}

/** What is written here in real mode is the guest's, unless RI is 0. */
function onlyTheGuests(register: Place, kept: Place): Claim {
  const guests = same(now(register), was(kept));
  const cleared = no(has(now('MSR'), MSR.RI));
  return whenWritten([register], holds(register, or(guests, or(virtualMode, cleared))));
}

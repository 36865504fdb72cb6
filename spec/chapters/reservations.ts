// Reservations: what load and reserve leaves, and that a store conditional may fail. Part of the chapter on stores.
//
// Linux 3.1 does not clear the reservation when an interrupt of the host returns on POWER7: it moves it to the stack (entry_64.S). So a
// guest may be entered with one; it must not be on memory that the guest reaches, which in the model is the VPA.
import { clauses } from '../chapter.ts';
import { isa, kernel } from '../cite.ts';
import { inVpa } from '../tables.ts';
import { equal, holds, literal, no, now, or, same, was } from '../terms.ts';

const ATOMIC = isa('II', 'Load and Reserve and Store Conditional Instructions');

export const reservations = clauses({
  'guest-starts-without-a-reservation-on-its-memory': {
    says: 'When the guest starts, no reservation is held on a granule (128 bytes) of its VPA: a store conditional of its own would store over a value that another processor has changed since the guest loaded it.',
    cite: [ATOMIC, kernel('entry_64.S', 'CPU_FTR_STCX_CHECKS_ADDRESS')],
    over: 'entry',
    claim: holds('RESERVE', no(inVpa(now('RESERVE')))),
  },
  'guest-resumes-with-no-reservation-but-its-own': {
    says: 'A guest that is resumed finds on the granules of its VPA no reservation but the one that was held at the interrupt.',
    cite: [ATOMIC, kernel('book3s_hv_rmhandlers.S', 'fast_guest_return')],
    over: 'resume',
    claim: holds('RESERVE', or(no(inVpa(now('RESERVE'))), same(now('RESERVE'), was('RESERVE')))),
  },
  'lost-reservation-loses-no-update': {
    says: 'No store conditional of hypervisor code that did not store is left without one to the same address that did, whenever the guest is entered or resumed, and when the switch returns.',
    cite: [ATOMIC, kernel('book3s_hv_rmhandlers.S', 'VCORE_ENTRY_EXIT')],
    over: ['entry', 'resume', 'exit', 'refusal'],
    claim: equal(now('UNDONE'), literal(0n)),
  },
});

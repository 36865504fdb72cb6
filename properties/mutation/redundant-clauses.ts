// Clauses that kill no fault alone, and why each is kept all the same.
//
// With which clauses each falls is in the matrix (`faults --kill --json`, fallsWith); a clause listed here that does kill a
// fault alone fails the run, so that the list cannot rot.

import type { ClauseName } from '../../spec/contract.ts';

/** Clauses by name. Witnesses need no reason: they say that runs reach what the others speak of. */
export const kept: Readonly<Partial<Record<ClauseName, string>>> = {
  'guest-runs-without-hv':
    'what runs with HV is no guest: it goes on as hypervisor code, and breaks other clauses too; this one names the cause',
  'guest-breakpoint-is-the-vcpus':
    'a breakpoint that is wrong from the start is still wrong when the guest is resumed; this one says since when',
  'real-mode-reaches-what-it-touches':
    'whoever goes astray goes no further, so all else that speaks of the switch is stuck; this one names the address',
  'loads-find-something':
    'who has no word to go on with goes no further, so all else that speaks of the switch is stuck; this one names the address',
  'only-the-guests-kernel-is-answered':
    'an answer to problem state resumes it, and what the handler used is lost; this one says what should not have been asked',
  'too-hard-is-no-answer':
    'a guest that is resumed so finds registers that the handler used, or the number of the refusal; this one says why',
  'only-hypervisor-interrupts-end-a-guest':
    "which interrupts are the guest's is a bit of LPCR, and LPCR is part of the guest's partition; this one says what the bit is for",
  'vcpu-breakpoint-changes-by-hypercall-only':
    'a store to vcpu.dabr on the way in is a store astray too; this one says what it costs',
  'guest-ends-when-hdec-does':
    "HDEC ends a guest by a bit of LPCR, and LPCR is part of the guest's partition; this one says what the bit is for",
};

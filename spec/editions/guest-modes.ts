// A value of hstate.in_guest for guests of HV: 1 is left to guests of PR, of which the same kernel may have some.
import { equal, given, has, holds, literal, no, now, or, same, whenWritten } from '../terms.ts';
import { MSR } from '../vocabulary/bits.ts';
import { edition, since } from './edition.ts';

/** KVM_GUEST_MODE_GUEST and KVM_GUEST_MODE_GUEST_HV. */
const GUEST = 1n;
const GUEST_HV = 3n;
const mode = now('hstate.in_guest');

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
  clauses: {
    'vectors-know-that-a-guest-runs': {
      says: 'When the guest starts, hstate.in_guest is 3, so the vectors hand its interrupts to KVM, which takes them for those of a guest of HV.',
      claim: equal(mode, literal(GUEST_HV)),
    },
    'guest-runs-without-hv': {
      says: 'While hstate.in_guest is 1 or 3, which says that a guest runs, hypervisor code writes no MSR value with HV set.',
      claim: whenWritten(
        ['MSR'],
        given(
          or(same(mode, literal(GUEST)), same(mode, literal(GUEST_HV))),
          holds('MSR', no(has(now('MSR'), MSR.HV))),
        ),
      ),
    },
  },
  unsaid: [],
});

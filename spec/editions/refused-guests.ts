// A guest that is refused leaves like all others: most of its state is loaded by then, and the whole way out saves it again.
import { kept } from '../chapters/refused-guest.ts';
import { isa } from '../cite.ts';
import {
  atMost,
  each,
  elapsed,
  equal,
  holds,
  literal,
  now,
  or,
  same,
  sub,
  unchanged,
  was,
} from '../terms.ts';
import { VECTOR } from '../vocabulary/bits.ts';
import { lowBits } from '../vocabulary/words.ts';
import { edition, since } from './edition.ts';

const expired = literal(VECTOR.HV_DECREMENTER);

/** What the way out writes for a guest that did not run, each said below. */
const SAVED = /^vcpu\.(?:trap|dec_expires|ctrl|purr|spurr|fault_dar|fault_dsisr|last_inst|slb\[)/u;

/** vcpu.trap says that HDEC is about to expire, or what it said. */
const holdsTrap = holds(
  'vcpu.trap',
  or(same(now('vcpu.trap'), expired), same(now('vcpu.trap'), was('vcpu.trap'))),
);

export const refusedGuests = edition({
  name: 'refused-guests-leave-as-others',
  says: 'Whether HDEC is about to expire is looked at when the guest is loaded, and a guest that is refused takes the whole way out: vcpu.trap is 0x980, and its state is saved as after an interrupt.',
  seenIn: '4.1.18',
  why: 'One way out is easier to keep right than two; nothing of the guest is lost by saving what was loaded.',
  cite: [
    since('4.1', 'book3s_hv_rmhandlers.S', 'hdec_soon'),
    since('4.1', 'book3s_hv_rmhandlers.S', 'guest_exit_cont'),
  ],
  follows: [isa('III-S', 'Hypervisor Decrementer')],
  signs: [
    { sign: 'puts', word: VECTOR.HV_DECREMENTER },
    { sign: 'names', name: 'VCPU_TRAP' },
  ],
  clauses: {
    'early-exit-runs-no-guest': {
      says: 'When no guest is entered, r12 and vcpu.trap are 0x980, or vcpu.trap is as it was; vcpu.dec_expires is as it was in its low 32 bits, which are those of the decrementer, and vcpu.ctrl in its run latch; vcpu.purr and vcpu.spurr have grown by no more than the ticks that passed; every other field of the vcpu holds what it held before, except the list of segments, the notes of a fault, and what is excepted in the contract.',
      claim: each(
        ...kept.filter((place) => !SAVED.test(place)).map(unchanged),
        equal(now('vcpu.dec_expires'), was('vcpu.dec_expires'), { mask: lowBits(32) }),
        equal(now('vcpu.ctrl'), was('vcpu.ctrl'), { mask: 1n }),
        ...(['vcpu.purr', 'vcpu.spurr'] as const).map((account) =>
          holds(account, atMost(sub(now(account), was(account)), elapsed)),
        ),
        equal(now('r12'), expired),
        holdsTrap,
      ),
    },
  },
  unsaid: [
    {
      clause: 'early-exit-runs-no-guest',
      why: 'the list of segments is written anew from the SLB, in its order: that it holds the same segments is not said; nor is what vcpu.fault_dar, fault_dsisr and last_inst hold',
    },
  ],
});

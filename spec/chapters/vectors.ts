// Vectors: the code at each asks whether a guest was running (hstate.in_guest) just where a guest's interrupt can come.
import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Claim } from '../clause.ts';
import { each, equal, given, literal, now } from '../terms.ts';
import { type VectorPlace, vectorsThatGo } from '../vocabulary/vectors.ts';

const is = (place: VectorPlace, word: bigint): Claim => equal(now(place), literal(word));

export const vectors = chapter(
  'Vectors',
  'Which interrupts of a guest reach the hypervisor, and which vectors ask for them.',
  {
    'hypervisor-vectors-ask-for-a-guest': {
      says: "The code at every vector that an interrupt of a guest can reach in the hypervisor asks whether a guest was running, on every way to a handler of the host, to KVM or to another vector, and hands a guest's interrupt to KVM.",
      cite: [message('hypervisor-interrupts'), kernel('exception-64s.h', 'KVMTEST')],
      over: 'text',
      claim: each(
        ...vectorsThatGo('to the hypervisor').map((address) =>
          given(
            now(`vector[${address}].there`),
            each(is(`vector[${address}].asks`, 1n), is(`vector[${address}].untested`, 0n)),
          ),
        ),
      ),
    },
    'guests-own-vectors-ask-nothing': {
      says: 'The code at a vector whose interrupts stay in the guest makes no such test on any way.',
      cite: [
        message('untested-vectors'),
        message('never-from-a-guest'),
        message('most-interrupts-are-the-guests'),
        kernel('exception-64s.h', 'KVMTEST_PR'),
        isa('III-S', 'Interrupt Definitions'),
      ],
      over: 'text',
      claim: each(
        ...vectorsThatGo('to the guest').map((address) =>
          given(now(`vector[${address}].there`), is(`vector[${address}].asks`, 0n)),
        ),
      ),
    },
  },
);

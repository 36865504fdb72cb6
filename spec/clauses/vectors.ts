// Vectors: the code at each asks whether a guest was running (hstate.in_guest) just where a guest's interrupt can come.
import { isa, kernel, message } from '../cite.ts';
import type { Chapter, Clause } from '../clause.ts';
import { each, equal, given, literal, now } from '../terms.ts';
import { vectorsThatGo } from '../vectors.ts';

const asking = (goes: Parameters<typeof vectorsThatGo>[0], asks: bigint): Clause['claim'] =>
  each(
    ...vectorsThatGo(goes).map((address) =>
      given(now(`vector[${address}].there`), equal(now(`vector[${address}].asks`), literal(asks))),
    ),
  );

export const vectors: Chapter = {
  title: 'Vectors',
  about: 'Which interrupts of a guest reach the hypervisor, and which vectors ask for them.',
  clauses: [
    {
      name: 'hypervisor-vectors-ask-for-a-guest',
      says: 'The code at every vector that an interrupt of a guest can reach in the hypervisor asks whether a guest was running.',
      cite: [message('hypervisor-interrupts'), kernel('exception-64s.h', 'KVMTEST')],
      over: 'text',
      claim: asking('to the hypervisor', 1n),
    },
    {
      name: 'guests-own-vectors-ask-nothing',
      says: 'The code at a vector whose interrupts stay in the guest makes no such test.',
      cite: [
        message('untested-vectors'),
        message('never-from-a-guest'),
        message('most-interrupts-are-the-guests'),
        kernel('exception-64s.h', 'KVMTEST_PR'),
        isa('III-S', 'Interrupt Definitions'),
      ],
      over: 'text',
      claim: asking('to the guest', 0n),
    },
  ],
};

// What comes for a vcpu from outside, and when it is entered: interrupts and signals wait, and a signal keeps it out. Part of the chapter on
// ceding and prodding.
import { clauses } from '../chapter.ts';
import { kernel } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  and,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  neverWrites,
  no,
  nonzero,
  now,
  unchanged,
  was,
} from '../terms.ts';
import { ERROR, PENDING } from '../vocabulary/kvm-run.ts';
import type { Place } from '../vocabulary/machine.ts';
import { callFieldsOf, type EVENT, RESUMES } from '../vocabulary/vcpu-calls.ts';
import { happens, isOf, vcpuNumbers } from './vcpu-events.ts';

/** What each event from outside adds, and where. */
const ARRIVALS = [
  ['INTERRUPT', 'pending_exceptions', PENDING.EXTERNAL_LEVEL],
  ['TIMER', 'pending_exceptions', PENDING.DECREMENTER],
  ['SIGNAL', 'signal', 1n],
] as const satisfies readonly (readonly [keyof typeof EVENT, string, bigint])[];

/** All of a vcpu stays as it is, but for one place. */
const othersStay = (i: number, but?: Place): Claim =>
  each(
    ...callFieldsOf(i)
      .filter((place) => place !== but)
      .map(unchanged),
  );

/** What comes is there after the event, and unless it wakes the vcpu nothing else changes. */
function arrives(i: number, part: 'pending_exceptions' | 'signal', bit: bigint): Claim {
  const place: Place = `vm.vcpu[${i}].${part}`;
  return each(
    given(
      isOf(i),
      each(
        holds(place, nonzero(has(now(place), bit))),
        given(no(was(`vm.vcpu[${i}].asleep`)), othersStay(i, place)),
      ),
    ),
    given(no(isOf(i)), othersStay(i)),
  );
}

const isEntering = (i: number): Term => and(happens('ENTER'), isOf(i));

export const arrivals = clauses({
  'what-arrives-waits': {
    says: 'After an external interrupt of user space, the end of its decrementer or a signal that interrupt (BOOK3S_IRQPRIO_EXTERNAL_LEVEL, _DECREMENTER) or that signal waits for the vcpu; of one that was not asleep nothing else changes, and of the others nothing.',
    cite: [
      kernel('powerpc.c', 'kvm_vcpu_ioctl_interrupt, kvmppc_decrementer_func'),
      kernel('kvm_main.c', 'kvm_vcpu_block'),
    ],
    over: 'event',
    claim: each(
      ...ARRIVALS.map(([kind, part, bit]) =>
        given(happens(kind), each(...vcpuNumbers.map((i) => arrives(i, part, bit)))),
      ),
    ),
  },
  'vcpu-is-entered-unless-a-signal-waits': {
    says: 'A vcpu whose task has a signal waiting is not entered, which returns −EINTR; any other is in the guest after it is entered.',
    cite: [kernel('book3s_hv.c', 'kvmppc_run_core, kvmppc_run_vcpu')],
    over: 'event',
    claim: each(
      ...vcpuNumbers.map((i) => {
        const signalled = was(`vm.vcpu[${i}].signal`);
        return given(
          isEntering(i),
          each(
            equal(now(`vm.vcpu[${i}].in_guest`), no(signalled)),
            given(signalled, equal(now('event.ret'), literal(ERROR.EINTR))),
            given(no(signalled), equal(now('event.ret'), literal(RESUMES.GUEST))),
          ),
        );
      }),
    ),
  },
  'nobody-is-no-target': {
    says: 'Where no vcpu has the id that a hypercall names, nothing is stored as if one had.',
    cite: [kernel('book3s_hv.c', 'kvmppc_find_vcpu, kvmppc_pseries_do_hcall, do_h_register_vpa')],
    over: 'event',
    claim: given(happens('HYPERCALL'), neverWrites(callFieldsOf(-1))),
  },
});

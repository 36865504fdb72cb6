// Faults of the C code, each in one rule of what is right otherwise.

import { type KvmRules, repairedRules as right } from '../../../model/kvm/rules.ts';
import { PENDING } from '../../../spec/vocabulary/kvm-run.ts';
import { fault, type KvmFault } from './fault.ts';
import { hypercallFaults } from './hypercall-faults.ts';

/** The interrupts that wait, with one of them changed. */
const waitingBut = (
  bit: bigint,
  change: Partial<KvmRules['waiting'][number]>,
): KvmRules['waiting'] =>
  right.waiting.map((one) => (one.bit === bit ? { ...one, ...change } : one));

const swapped: KvmRules['waiting'] = right.waiting.toSorted(
  (a, b) => Number(b.bit === PENDING.DECREMENTER) - Number(a.bit === PENDING.DECREMENTER),
);

export const kvmFaults = {
  ...hypercallFaults,
  'mmio-goes-to-user-space': fault(
    'a data storage interrupt ends KVM_RUN, for user space to emulate the access',
    { emulatesMmio: true },
    'only-hypercalls-reach-user-space',
    'data-storage-becomes-the-guests',
    'run-says-why-it-returns',
  ),
  'dar-not-handed-over': fault(
    "the guest's DAR does not say which access failed",
    { handsDar: false },
    'data-storage-becomes-the-guests',
  ),
  'dsisr-not-handed-over': fault(
    "the guest's DSISR does not say why an access failed",
    { handsDsisr: false },
    'data-storage-becomes-the-guests',
  ),
  'inst-storage-without-cause': fault(
    'SRR1 does not say why a fetch failed',
    { noHpte: 0n },
    'inst-storage-becomes-the-guests',
  ),
  'illegal-instruction-without-cause': fault(
    'SRR1 does not say illegal instruction',
    { illegal: 0n },
    'illegal-instruction-becomes-a-program-interrupt',
  ),
  'program-cause-invented': fault(
    'a program interrupt that is handed back says trap, whatever it was',
    { programCause: () => 0x20000n },
    'program-interrupt-goes-back',
  ),
  'inject-loses-pc': fault(
    'SRR0 is the vector, not where the guest was',
    { injected: { ...right.injected, srr0: (_pc, vector) => vector } },
    'data-storage-becomes-the-guests',
    'inst-storage-becomes-the-guests',
    'illegal-instruction-becomes-a-program-interrupt',
    'program-interrupt-goes-back',
    'highest-pending-interrupt-is-delivered',
  ),
  'injects-with-old-msr': fault(
    'an interrupt of the guest begins with the MSR that the guest had',
    { injected: { ...right.injected, msr: (msr) => msr } },
    'data-storage-becomes-the-guests',
    'inst-storage-becomes-the-guests',
    'illegal-instruction-becomes-a-program-interrupt',
    'program-interrupt-goes-back',
    'highest-pending-interrupt-is-delivered',
    'guest-resumes-where-it-was',
  ),
  'decrementer-before-external': fault(
    'the decrementer is delivered before all others',
    { waiting: swapped },
    'highest-pending-interrupt-is-delivered',
    'delivered-interrupts-wait-no-more',
  ),
  'external-in-spite-of-ee': fault(
    'an external interrupt is delivered to a guest with EE off',
    { waiting: waitingBut(PENDING.EXTERNAL, { needsEe: false }) },
    'nothing-is-delivered-untimely',
  ),
  'external-never-cleared': fault(
    'an external interrupt waits on once it is delivered',
    { waiting: waitingBut(PENDING.EXTERNAL, { stays: true }) },
    'delivered-interrupts-wait-no-more',
  ),
  'trap-handled-twice': fault(
    'each exit is handled a second time',
    { handledTimes: 2 },
    'each-exit-is-handled-once',
    'attention-is-counted',
    'data-storage-becomes-the-guests',
    'inst-storage-becomes-the-guests',
    'illegal-instruction-becomes-a-program-interrupt',
    'program-interrupt-goes-back',
  ),
  'trap-left-over': fault(
    'vcpu.trap keeps the last exit, which is handled again when no guest ran',
    { clearsTrap: false },
    'each-exit-is-handled-once',
  ),
  'resume-flag-returned': fault(
    'with a hypercall KVM_RUN returns 2, a flag that the handlers of exits have among themselves',
    { handedOn: 2n },
    'run-says-why-it-returns',
  ),
  'reason-left-over': fault(
    'the page keeps the reason of the last KVM_RUN, and -EBUSY returns with it',
    { clearsReason: false },
    'run-says-why-it-returns',
  ),
  'trap-lost': fault(
    'exits are not handled',
    { handledTimes: 0 },
    'each-exit-is-handled-once',
    'attention-is-counted',
    'data-storage-becomes-the-guests',
    'inst-storage-becomes-the-guests',
    'illegal-instruction-becomes-a-program-interrupt',
    'program-interrupt-goes-back',
    'unknown-trap-is-a-bug',
    'hypercall-carries-its-arguments',
    'problem-state-calls-stay-inside',
    'run-says-why-it-returns',
  ),
  'hdec-exits-not-counted': fault(
    'exits by the hypervisor decrementer are not counted',
    { countsDecrementer: false },
    'attention-is-counted',
  ),
  'external-exits-not-counted': fault(
    'exits by an external interrupt are not counted',
    { countsExternal: false },
    'attention-is-counted',
  ),
  'decrementer-not-cancelled': fault(
    'a decrementer exception waits on although the guest has set its decrementer ahead',
    { cancelsDecrementer: false },
    'unexpired-decrementer-is-not-pending',
  ),
  'decrementer-lost-when-long-gone': fault(
    'a decrementer that expired long ago is not queued, and has wrapped when it is loaded',
    { queuesDecrementer: false },
    'expired-decrementer-is-pending',
  ),
  'signal-ignored': fault(
    'a guest is entered although a signal is pending',
    { looksForSignals: { first: false, later: false } },
    'signal-refuses-entry',
    'pending-signal-ends-the-run',
  ),
  'signal-looked-for-once': fault(
    'a signal that comes while the guest runs does not end KVM_RUN',
    { looksForSignals: { first: true, later: false } },
    'pending-signal-ends-the-run',
  ),
  'busy-check-skipped': fault(
    'a guest is entered whatever the other threads do',
    { mayRun: () => true },
    'siblings-refuse-entry',
  ),
  'unknown-trap-ignored': fault(
    'an exit that nothing is known of is passed over',
    { stopsAtUnknown: false },
    'unknown-trap-is-a-bug',
  ),
} as const satisfies Readonly<Record<string, KvmFault>>;

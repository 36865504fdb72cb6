// Faults of the C code, each in one rule of what is right otherwise.
import { PENDING } from '../../spec/run-state.ts';
import { type KvmRules, repairedRules as right } from './rules.ts';

interface KvmFault {
  readonly text: string;
  readonly breaks: readonly [string, ...string[]];
  readonly rules: KvmRules;
}

const fault = (
  text: string,
  change: Partial<KvmRules>,
  ...breaks: readonly [string, ...string[]]
): KvmFault => ({ text, breaks, rules: { ...right, ...change } });

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
  'hcall-args-off-by-one': fault(
    'the arguments of a hypercall are taken from r3 to r11',
    { carriedOut: (argument) => 3 + argument },
    'hypercall-carries-its-arguments',
  ),
  'hcall-args-not-carried-back': fault(
    'r12 stays as it was behind a hypercall',
    { carriedBack: (argument) => (argument === 8 ? 11 : 4 + argument) },
    'hypercall-brings-its-answer-back',
  ),
  'hcall-answer-in-r13': fault(
    'the last argument of an answer goes to r13',
    { carriedBack: (argument) => (argument === 8 ? 13 : 4 + argument) },
    'hypercall-brings-its-answer-back',
    'hypercall-changes-nothing-else',
  ),
  'hcall-answered-again': fault(
    'an answer is taken again by the next KVM_RUN',
    { answeredOnce: false },
    'hypercall-brings-its-answer-back',
  ),
  'hcall-answer-unasked': fault(
    'every KVM_RUN takes an answer, asked or not',
    { answeredWhenAsked: false },
    'answers-come-only-when-asked',
  ),
  'sc1-from-problem-state-exits': fault(
    'a system call of level 1 from problem state goes to user space',
    { reflectsProblemState: false },
    'problem-state-calls-stay-inside',
    'only-hypercalls-reach-user-space',
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
    { looksForSignals: false },
    'signal-refuses-entry',
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

// Hypercalls: what a guest asks goes out to user space whole, what user space answers comes back whole, and nothing else changes.
import { MSR, VECTOR } from '../bits.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Chapter, Clause, Term } from '../clause.ts';
import type { Place } from '../machine.ts';
import { ARGUMENTS, KVM_EXIT, PENDING } from '../run-state.ts';
import {
  and,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  reachable,
  same,
  unchanged,
  was,
} from '../terms.ts';

const HANDLED = kernel('book3s_hv.c', 'kvmppc_handle_exit');
const ANSWERED = kernel('powerpc.c', 'kvm_arch_vcpu_ioctl_run');
const PAPR = message('papr-guest');

const isSystemCall = same(was('vcpu.trap'), literal(VECTOR.SYSTEM_CALL));
const fromProblemState = nonzero(has(was('vcpu.msr'), MSR.PR));
const isHypercall = and(isSystemCall, no(fromProblemState));
const waited = nonzero(was('vcpu.hcall_needed'));
const pending = (bit: bigint): Term => nonzero(has(now('vcpu.pending_exceptions'), bit));

const argument = (i: number): Place => `run.papr_hcall.args[${i}]`;
const carrier = (i: number): Place => `vcpu.gpr[${4 + i}]`;
const eachArgument = Array.from({ length: ARGUMENTS }, (_, i) => i);

const carriedOut: Clause = {
  name: 'hypercall-carries-its-arguments',
  says: 'A hypercall from supervisor state goes to user space as KVM_EXIT_PAPR_HCALL, with r3 as its number and r4 to r12 as its arguments.',
  cite: [message('hypercalls-exit'), HANDLED],
  over: 'handling',
  claim: given(
    isHypercall,
    each(
      equal(now('run.exit_reason'), literal(KVM_EXIT.PAPR_HCALL)),
      equal(now('vcpu.hcall_needed'), literal(1n)),
      equal(now('run.papr_hcall.nr'), was('vcpu.gpr[3]')),
      ...eachArgument.map((i) => equal(now(argument(i)), was(carrier(i)))),
    ),
  ),
};

const carriedBack: Clause = {
  name: 'hypercall-brings-its-answer-back',
  says: "The next KVM_RUN puts user space's result into r3 and its arguments into r4 to r12, once.",
  cite: [message('hypercalls-exit'), ANSWERED],
  over: 'answer',
  claim: given(
    waited,
    each(
      equal(now('vcpu.hcall_needed'), literal(0n)),
      equal(now('vcpu.gpr[3]'), was('run.papr_hcall.ret')),
      ...eachArgument.map((i) => equal(now(carrier(i)), was(argument(i)))),
    ),
  ),
};

/** The registers that a hypercall has no business with. */
const others: readonly Place[] = [
  ...[0, 1, 2].map((i): Place => `vcpu.gpr[${i}]`),
  ...Array.from({ length: 19 }, (_, i): Place => `vcpu.gpr[${13 + i}]`),
  'vcpu.dar',
  'vcpu.dsisr',
];

const nothingElse: Clause = {
  name: 'hypercall-changes-nothing-else',
  says: 'A guest that is entered again behind a hypercall finds r0 to r2, r13 to r31, DAR and DSISR as they were.',
  cite: [PAPR, HANDLED],
  over: 'absence',
  claim: given(isHypercall, each(...others.map(unchanged))),
};

const unasked: Clause = {
  name: 'answers-come-only-when-asked',
  says: 'A KVM_RUN for which no hypercall waits leaves every general register as it is.',
  cite: [ANSWERED],
  over: 'answer',
  claim: given(
    no(waited),
    each(...Array.from({ length: 32 }, (_, i) => unchanged(`vcpu.gpr[${i}]`))),
  ),
};

const inside: Clause = {
  name: 'problem-state-calls-stay-inside',
  says: "A system call of level 1 from problem state never reaches user space: it waits as the guest's own system call.",
  cite: [HANDLED, isa('III-S', 'System Call Interrupt')],
  over: 'handling',
  claim: given(
    and(isSystemCall, fromProblemState),
    each(
      equal(now('vcpu.hcall_needed'), was('vcpu.hcall_needed')),
      holds('run.exit_reason', no(same(now('run.exit_reason'), literal(KVM_EXIT.PAPR_HCALL)))),
      holds('vcpu.pending_exceptions', pending(PENDING.SYSCALL)),
    ),
  ),
};

const onlyHypercalls: Clause = {
  name: 'only-hypercalls-reach-user-space',
  says: 'No exit but a hypercall from supervisor state asks user space for an answer.',
  cite: [message('hypercalls-exit'), HANDLED],
  over: 'handling',
  claim: given(
    no(isHypercall),
    holds('run.exit_reason', no(same(now('run.exit_reason'), literal(KVM_EXIT.PAPR_HCALL)))),
  ),
};

const witness = (name: string, says: string, over: Clause['over'], when: Term): Clause => ({
  name,
  says,
  cite: [HANDLED],
  over,
  claim: reachable(when),
});

export const hypercalls: Chapter = {
  title: 'Hypercalls',
  about: 'What a guest asks goes out whole, what user space answers comes back whole.',
  clauses: [
    carriedOut,
    carriedBack,
    nothingElse,
    unasked,
    inside,
    onlyHypercalls,
    witness('some-hypercall-is-answered', 'Some hypercall is answered.', 'answer', waited),
    witness(
      'some-call-comes-from-problem-state',
      'Some system call of level 1 comes from problem state.',
      'handling',
      and(isSystemCall, fromProblemState),
    ),
    witness(
      'some-guest-goes-on-behind-a-hypercall',
      'Some guest is entered again behind a hypercall.',
      'absence',
      isHypercall,
    ),
  ],
};

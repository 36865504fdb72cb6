// Hypercalls: what a guest asks goes out to user space whole, what user space answers comes back whole, and nothing else changes.
//
// The page that user space maps is read at the offsets of KVM's interface. Left out: the few hypercalls that 3.1 answers in C code (ceding.ts).

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
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
import { MSR, VECTOR } from '../vocabulary/bits.ts';
import { ARGUMENTS, KVM_EXIT, PENDING } from '../vocabulary/kvm-run.ts';
import type { Place } from '../vocabulary/machine.ts';

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

/** The registers that take no part in a hypercall. */
const others: readonly Place[] = [
  ...[0, 1, 2].map((i): Place => `vcpu.gpr[${i}]`),
  ...Array.from({ length: 19 }, (_, i): Place => `vcpu.gpr[${13 + i}]`),
  'vcpu.dar',
  'vcpu.dsisr',
];

export const hypercalls = chapter(
  'Hypercalls',
  'What a guest asks goes out whole, what user space answers comes back whole.',
  {
    'hypercall-carries-its-arguments': {
      says: 'A hypercall from supervisor state goes to user space and waits for an answer: in the page that user space maps, the exit reason (32 bits at byte 8) is 19, KVM_EXIT_PAPR_HCALL, the number (64 bits at byte 32) is r3, and the arguments (64 bits each, from byte 48 on) are r4 to r12.',
      cite: [
        message('hypercalls-exit'),
        message('papr-guest'),
        HANDLED,
        kernel('linux/kvm.h', 'papr_hcall'),
      ],
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
    },
    'hypercall-brings-its-answer-back': {
      says: "The next KVM_RUN after a hypercall puts user space's result (64 bits at byte 40 of the page) into r3 and the arguments as user space left them (from byte 48 on) into r4 to r12, and the hypercall no longer waits.",
      cite: [message('hypercalls-exit'), PAPR, ANSWERED, kernel('linux/kvm.h', 'papr_hcall')],
      over: 'answer',
      claim: given(
        waited,
        each(
          equal(now('vcpu.hcall_needed'), literal(0n)),
          equal(now('vcpu.gpr[3]'), was('run.papr_hcall.ret')),
          ...eachArgument.map((i) => equal(now(carrier(i)), was(argument(i)))),
        ),
      ),
    },
    'hypercall-changes-nothing-else': {
      says: 'A guest that is entered again after a hypercall from supervisor state finds r0 to r2, r13 to r31, DAR and DSISR as they were.',
      cite: [PAPR, HANDLED],
      over: 'absence',
      claim: given(isHypercall, each(...others.map(unchanged))),
    },
    'answers-come-only-when-asked': {
      says: 'A KVM_RUN that begins with no hypercall waiting for an answer takes no answer: every general register stays as it is.',
      cite: [ANSWERED],
      over: 'answer',
      claim: given(
        no(waited),
        each(...Array.from({ length: 32 }, (_, i) => unchanged(`vcpu.gpr[${i}]`))),
      ),
    },
    'problem-state-calls-stay-inside': {
      says: "A system call of level 1 from problem state is no hypercall: KVM waits for no answer from user space, and the guest's own system call interrupt is pending.",
      cite: [HANDLED, isa('III-S', 'System Call Interrupt')],
      over: 'handling',
      claim: given(
        and(isSystemCall, fromProblemState),
        each(
          unchanged('vcpu.hcall_needed'),
          holds('vcpu.pending_exceptions', pending(PENDING.SYSCALL)),
        ),
      ),
    },
    'only-hypercalls-reach-user-space': {
      says: 'No exit other than a hypercall from supervisor state asks anything of user space: the exit reason stays KVM_EXIT_UNKNOWN, and KVM waits for no answer.',
      cite: [message('hypercalls-exit'), message('no-mmio'), HANDLED],
      over: 'handling',
      claim: given(
        no(isHypercall),
        each(
          equal(now('run.exit_reason'), literal(KVM_EXIT.UNKNOWN)),
          unchanged('vcpu.hcall_needed'),
        ),
      ),
    },
    'some-hypercall-is-answered': {
      says: 'Some hypercall is answered.',
      cite: [HANDLED],
      over: 'answer',
      claim: reachable(waited),
    },
    'some-call-comes-from-problem-state': {
      says: 'Some system call of level 1 comes from problem state.',
      cite: [HANDLED],
      over: 'handling',
      claim: reachable(and(isSystemCall, fromProblemState)),
    },
    'some-guest-goes-on-after-a-hypercall': {
      says: 'Some guest is entered again after a hypercall.',
      cite: [HANDLED],
      over: 'absence',
      claim: reachable(isHypercall),
    },
  },
);

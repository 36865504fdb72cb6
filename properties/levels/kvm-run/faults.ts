// Faults of the C code of KVM_RUN, each an edit of what is right otherwise.

import { isTrap, RESUME, storeReason } from '../../../model/kvm/exits.ts';
import { injectedWith, waits } from '../../../model/kvm/interrupts.ts';
import { runKernels } from '../../../model/kvm/run-loop.ts';
import { kvmEdits, returns, step, when } from '../../../model/kvm/state.ts';
import { GUEST_VECTOR, PENDING } from '../../../spec/vocabulary/kvm-run.ts';
import { planted } from '../code-faults.ts';
import type { KvmFault } from './fault.ts';
import { hypercallFaults } from './hypercall-faults.ts';

const { drop, guard, idle, move, replace, twice } = kvmEdits;

/** KVM_EXIT_MMIO (linux/kvm.h), which this kernel has no use for. */
const MMIO = 6n;

const rows = {
  ...hypercallFaults,
  'mmio-goes-to-user-space': {
    text: 'a data storage interrupt ends KVM_RUN, for user space to emulate the access',
    breaks: [
      'only-hypercalls-reach-user-space',
      'data-storage-becomes-the-guests',
      'run-says-why-it-returns',
    ],
    edits: [
      replace(
        'kvmppc_handle_exit.h-data-storage',
        when(isTrap('h-data-storage'), {
          reason: storeReason(MMIO, 'user space is to emulate the access'),
          host: returns(RESUME.HOST),
        }),
      ),
    ],
  },
  'dar-not-handed-over': {
    text: "the guest's DAR does not say which access failed",
    breaks: ['data-storage-becomes-the-guests'],
    edits: [drop('kvmppc_handle_exit.h-data-storage.dar')],
  },
  'dsisr-not-handed-over': {
    text: "the guest's DSISR does not say why an access failed",
    breaks: ['data-storage-becomes-the-guests'],
    edits: [drop('kvmppc_handle_exit.h-data-storage.dsisr')],
  },
  'inst-storage-without-cause': {
    text: 'SRR1 does not say why a fetch failed',
    breaks: ['inst-storage-becomes-the-guests'],
    edits: [
      replace('kvmppc_handle_exit.h-inst-storage.args', injectedWith(GUEST_VECTOR.INST_STORAGE)),
    ],
  },
  'illegal-instruction-without-cause': {
    text: 'SRR1 does not say illegal instruction',
    breaks: ['illegal-instruction-becomes-a-program-interrupt'],
    edits: [replace('kvmppc_handle_exit.h-emul-assist.args', injectedWith(GUEST_VECTOR.PROGRAM))],
  },
  'program-cause-invented': {
    text: 'a program interrupt that is handed back says trap, whatever it was',
    breaks: ['program-interrupt-goes-back'],
    edits: [
      replace(
        'kvmppc_handle_exit.program.args',
        injectedWith(GUEST_VECTOR.PROGRAM, () => 0x20000n),
      ),
    ],
  },
  'inject-loses-pc': {
    text: 'SRR0 is the vector, not where the guest was',
    breaks: [
      'data-storage-becomes-the-guests',
      'inst-storage-becomes-the-guests',
      'illegal-instruction-becomes-a-program-interrupt',
      'program-interrupt-goes-back',
      'highest-pending-interrupt-is-delivered',
    ],
    edits: [
      replace(
        'kvmppc_inject_interrupt.srr0',
        step('SRR0: the vector', (at) => [['vcpu.srr0', at('vec')]]),
      ),
    ],
  },
  'injects-with-old-msr': {
    text: 'an interrupt of the guest begins with the MSR that the guest had',
    breaks: [
      'data-storage-becomes-the-guests',
      'inst-storage-becomes-the-guests',
      'illegal-instruction-becomes-a-program-interrupt',
      'program-interrupt-goes-back',
      'highest-pending-interrupt-is-delivered',
      'guest-resumes-where-it-was',
    ],
    edits: [drop('kvmppc_inject_interrupt.msr')],
  },
  'decrementer-before-external': {
    text: 'the decrementer is delivered before all others',
    breaks: ['highest-pending-interrupt-is-delivered', 'delivered-interrupts-wait-no-more'],
    edits: [
      move('kvmppc_core_deliver_interrupts.decrementer', 'kvmppc_core_deliver_interrupts.syscall'),
    ],
  },
  'external-in-spite-of-ee': {
    text: 'an external interrupt is delivered to a guest with EE off',
    breaks: ['nothing-is-delivered-untimely'],
    edits: [guard('kvmppc_core_deliver_interrupts.external', waits(PENDING.EXTERNAL))],
  },
  'external-never-cleared': {
    text: 'an external interrupt waits on once it is delivered',
    breaks: ['delivered-interrupts-wait-no-more'],
    edits: [drop('kvmppc_core_deliver_interrupts.external.clear')],
  },
  'trap-handled-twice': {
    text: 'each exit is handled a second time',
    breaks: [
      'each-exit-is-handled-once',
      'attention-is-counted',
      'data-storage-becomes-the-guests',
      'inst-storage-becomes-the-guests',
      'illegal-instruction-becomes-a-program-interrupt',
      'program-interrupt-goes-back',
    ],
    edits: [twice('kvmppc_run_vcpu.exit.handle')],
  },
  'trap-left-over': {
    text: 'vcpu.trap keeps the last exit, which is handled again when no guest ran',
    breaks: ['each-exit-is-handled-once'],
    edits: [drop('kvmppc_run_vcpu.trap')],
  },
  'resume-flag-returned': {
    text: 'with a hypercall KVM_RUN returns 2, a flag that the handlers of exits have among themselves',
    breaks: ['run-says-why-it-returns'],
    defect: 'resume-flag-returned',
  },
  'reason-left-over': {
    text: 'the page keeps the reason of the last KVM_RUN, and -EBUSY returns with it',
    breaks: ['run-says-why-it-returns'],
    edits: [drop('kvmppc_run_vcpu.reason')],
  },
  'trap-lost': {
    text: 'exits are not handled',
    breaks: [
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
    ],
    edits: [idle('kvmppc_handle_exit')],
  },
  'hdec-exits-not-counted': {
    text: 'exits by the hypervisor decrementer are not counted',
    breaks: ['attention-is-counted'],
    edits: [drop('kvmppc_handle_exit.hv-decrementer.count')],
  },
  'external-exits-not-counted': {
    text: 'exits by an external interrupt are not counted',
    breaks: ['attention-is-counted'],
    edits: [drop('kvmppc_handle_exit.external.count')],
  },
  'decrementer-not-cancelled': {
    text: 'a decrementer exception waits on although the guest has set its decrementer ahead',
    breaks: ['unexpired-decrementer-is-not-pending'],
    edits: [drop('kvmppc_run_vcpu.dec-ahead')],
  },
  'decrementer-lost-when-long-gone': {
    text: 'a decrementer that expired long ago is not queued, and has wrapped when it is loaded',
    breaks: ['expired-decrementer-is-pending'],
    defect: 'decrementer-lost-when-long-gone',
  },
  'signal-ignored': {
    text: 'a guest is entered although a signal is pending',
    breaks: ['signal-refuses-entry', 'pending-signal-ends-the-run'],
    edits: [drop('kvmppc_run_vcpu.signal'), drop('kvmppc_run_vcpu.signal-came')],
  },
  'signal-looked-for-once': {
    text: 'a signal that comes while the guest runs does not end KVM_RUN',
    breaks: ['pending-signal-ends-the-run'],
    edits: [
      move('kvmppc_run_vcpu.signal', 'kvmppc_vcpu_run.rounds'),
      drop('kvmppc_run_vcpu.signal-came'),
    ],
  },
  'busy-check-skipped': {
    text: 'a guest is entered whatever the other threads do',
    breaks: ['siblings-refuse-entry'],
    edits: [drop('kvmppc_run_vcpu.busy')],
  },
  'unknown-trap-ignored': {
    text: 'an exit that nothing is known of is passed over',
    breaks: ['unknown-trap-is-a-bug'],
    edits: [drop('kvmppc_handle_exit.unknown')],
  },
} as const satisfies Readonly<Record<string, KvmFault>>;

/** Every fault, by name, with the code that has it. */
export const kvmFaults = planted(runKernels, rows);

// Faults of hypercalls: what goes out to user space, in which page, and what comes back.
import {
  loadArguments,
  loadResult,
  storeArguments,
  storeNumber,
  storeReason,
} from '../../../model/kvm/exits.ts';
import { NARROW_NUMBER, RESULT_LAST } from '../../../model/kvm/run-page.ts';
import { kvmEdits } from '../../../model/kvm/state.ts';
import type { KvmFault } from './fault.ts';

const { drop, guard, replace } = kvmEdits;

/** Where a hypercall goes out, and where its answer comes in. */
const OUT = 'kvmppc_handle_exit.system-call';
const BACK = 'kvm_arch_vcpu_ioctl_run.answer.hcall';

export const hypercallFaults = {
  'hcall-args-off-by-one': {
    text: 'the arguments of a hypercall are taken from r3 to r11',
    breaks: ['hypercall-carries-its-arguments'],
    edits: [
      replace(
        `${OUT}.args`,
        storeArguments(undefined, (argument) => 3 + argument),
      ),
    ],
  },
  'hcall-args-not-carried-back': {
    text: 'r12 stays as it was after a hypercall',
    breaks: ['hypercall-brings-its-answer-back'],
    edits: [
      replace(
        `${BACK}.args`,
        loadArguments(undefined, (argument) => (argument === 8 ? 11 : 4 + argument)),
      ),
    ],
  },
  'hcall-answer-in-r13': {
    text: 'the last argument of an answer goes to r13',
    breaks: ['hypercall-brings-its-answer-back', 'hypercall-changes-nothing-else'],
    edits: [
      replace(
        `${BACK}.args`,
        loadArguments(undefined, (argument) => (argument === 8 ? 13 : 4 + argument)),
      ),
    ],
  },
  'hcall-exit-misnumbered': {
    text: 'a hypercall ends KVM_RUN with reason 18, which is that of another interface',
    breaks: ['hypercall-carries-its-arguments', 'run-says-why-it-returns'],
    edits: [replace(`${OUT}.reason`, storeReason(18n, 'a hypercall: user space is to answer'))],
  },
  'hcall-result-laid-out-last': {
    text: 'the page has the result of a hypercall after its arguments',
    breaks: ['hypercall-carries-its-arguments', 'hypercall-brings-its-answer-back'],
    edits: [
      replace(`${OUT}.args`, storeArguments(RESULT_LAST)),
      replace(`${BACK}.ret`, loadResult(RESULT_LAST)),
      replace(`${BACK}.args`, loadArguments(RESULT_LAST)),
    ],
  },
  'hcall-number-of-32-bits': {
    text: 'the page has 32 bits for the number of a hypercall, and so its upper half',
    breaks: ['hypercall-carries-its-arguments'],
    edits: [replace(`${OUT}.nr`, storeNumber(NARROW_NUMBER))],
  },
  'hcall-answered-again': {
    text: 'an answer is taken again by the next KVM_RUN',
    breaks: ['hypercall-brings-its-answer-back'],
    edits: [drop(`${BACK}.done`)],
  },
  'hcall-answer-unasked': {
    text: 'every KVM_RUN takes an answer, asked or not',
    breaks: ['answers-come-only-when-asked'],
    edits: [guard(BACK, () => true)],
  },
  'sc1-from-problem-state-exits': {
    text: 'a system call of level 1 from problem state goes to user space',
    breaks: ['problem-state-calls-stay-inside', 'only-hypercalls-reach-user-space'],
    edits: [drop(`${OUT}.problem-state`)],
  },
} as const satisfies Readonly<Record<string, KvmFault>>;

// Faults of hypercalls: what goes out to user space, in which page, and what comes back.

import { repairedRules as right } from '../../../model/kvm/rules.ts';
import { NARROW_NUMBER, RESULT_LAST } from '../../../model/kvm/run-page.ts';
import { fault } from './fault.ts';

export const hypercallFaults = {
  'hcall-args-off-by-one': fault(
    'the arguments of a hypercall are taken from r3 to r11',
    { carriedOut: (argument) => 3 + argument },
    'hypercall-carries-its-arguments',
  ),
  'hcall-args-not-carried-back': fault(
    'r12 stays as it was after a hypercall',
    { carriedBack: (argument) => (argument === 8 ? 11 : 4 + argument) },
    'hypercall-brings-its-answer-back',
  ),
  'hcall-answer-in-r13': fault(
    'the last argument of an answer goes to r13',
    { carriedBack: (argument) => (argument === 8 ? 13 : 4 + argument) },
    'hypercall-brings-its-answer-back',
    'hypercall-changes-nothing-else',
  ),
  'hcall-exit-misnumbered': fault(
    'a hypercall ends KVM_RUN with reason 18, which is that of another interface',
    { page: { ...right.page, reasons: { ...right.page.reasons, hcall: 18n } } },
    'hypercall-carries-its-arguments',
    'run-says-why-it-returns',
  ),
  'hcall-result-laid-out-last': fault(
    'the page has the result of a hypercall after its arguments',
    { page: { ...right.page, hcall: RESULT_LAST } },
    'hypercall-carries-its-arguments',
    'hypercall-brings-its-answer-back',
  ),
  'hcall-number-of-32-bits': fault(
    'the page has 32 bits for the number of a hypercall, and so its upper half',
    { page: { ...right.page, hcall: NARROW_NUMBER } },
    'hypercall-carries-its-arguments',
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
} as const;

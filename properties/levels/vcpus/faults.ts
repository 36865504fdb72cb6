// Faults of how vcpus sleep and wake each other, each an edit of what is right otherwise; those of areas stand beside this.
import { set, woken, word } from '../../../model/kvm/hcalls.ts';
import { vcpusKernels } from '../../../model/kvm/vcpus-kernels.ts';
import { assign, step, type VmAt, vmEdits } from '../../../model/kvm/vm-state.ts';
import { ANSWERS, HCALL } from '../../../spec/vocabulary/vcpu-calls.ts';
import { VCPUS } from '../../../spec/vocabulary/vm.ts';
import { planted } from '../code-faults.ts';
import { areaFaults } from './area-faults.ts';
import type { VcpusFault } from './fault.ts';

const { drop, guard, insertAfter, insertBefore, replace } = vmEdits;

const CALL = 'kvmppc_pseries_do_hcall';
const CEDE = `${CALL}.cede`;
const PROD = `${CALL}.prod`;

const everyVcpu: readonly number[] = Array.from({ length: VCPUS }, (_, i) => i);

/** The number of a hypercall by its low 32 bits. */
const isNarrowly = (hypercall: keyof typeof HCALL) => (at: VmAt) =>
  BigInt.asUintN(32, at('nr')) === HCALL[hypercall];

const answer = (ret: bigint) => ({ wrong: assign(() => [['ret', ret]]) });

const up = set('its thread leaves the wait queue', woken, 'asleep', 0n);

/** Who is found, and what is said to whom. */
const targets = {
  'confer-to-nobody': {
    text: 'H_CONFER takes any id.',
    breaks: ['id-of-no-vcpu-is-refused'],
    defect: 'confer-to-nobody',
  },
  'confer-refuses-everyone': {
    text: 'H_CONFER takes −1 for the id of a vcpu, and finds none.',
    breaks: ['prod-and-confer-succeed'],
    edits: [guard(`${CALL}.confer`, (at) => at('nr') === HCALL.H_CONFER)],
  },
  'confer-prods': {
    text: 'H_CONFER prods the vcpu that it names.',
    breaks: ['hypercall-leaves-other-vcpus-alone', 'no-vcpu-sleeps-through-its-wake-up'],
    edits: [
      insertAfter(`${CALL}.confer.nobody`, {
        prod: step('the target is prodded', (at) =>
          at('tvcpu') === 0n ? [] : [[`vm.vcpu[${Number(at('tvcpu')) - 1}].prodded`, 1n]],
        ),
      }),
    ],
  },
  'vcpu-id-cut-to-32-bits': {
    text: 'Of the id of a target the low 32 bits count.',
    breaks: ['id-of-no-vcpu-is-refused', 'hypercall-leaves-other-vcpus-alone'],
    defect: 'vcpu-id-cut-to-32-bits',
  },
  'prod-of-nobody-succeeds': {
    text: 'H_PROD of an id that no vcpu has returns H_SUCCESS.',
    breaks: ['id-of-no-vcpu-is-refused'],
    edits: [drop(`${PROD}.nobody`)],
  },
  'prod-answers-h-resource': {
    text: 'H_PROD returns H_RESOURCE, and prods all the same.',
    breaks: ['prod-and-confer-succeed', 'refused-hypercall-changes-nothing'],
    edits: [insertAfter(`${PROD}.somebody.wake`, answer(ANSWERS.H_RESOURCE))],
  },
  'prod-of-everyone': {
    text: 'H_PROD prods every vcpu.',
    breaks: ['hypercall-leaves-other-vcpus-alone', 'no-vcpu-sleeps-through-its-wake-up'],
    edits: [
      replace(
        `${PROD}.somebody.prodded`,
        step('every vcpu is prodded', () =>
          everyVcpu.map((i) => [`vm.vcpu[${i}].prodded`, 1n] as const),
        ),
      ),
    ],
  },
  'hypercall-number-of-its-low-half': {
    text: 'Of the number of a hypercall the low 32 bits say whether it is H_CEDE.',
    breaks: ['kernel-answers-four-hypercalls'],
    edits: [
      guard(CEDE, isNarrowly('H_CEDE')),
      guard(
        `${CALL}.other`,
        (at) => !Object.values(HCALL).some((one) => (at('nr') & 0xffff_ffffn) === one),
      ),
    ],
  },
  'every-hypercall-succeeds': {
    text: 'A hypercall that the kernel does not know returns H_SUCCESS to the guest.',
    breaks: ['kernel-answers-four-hypercalls'],
    edits: [drop(`${CALL}.other`)],
  },
} as const satisfies Readonly<Record<string, VcpusFault>>;

/** Sleep, and what ends it. */
const sleep = {
  'prod-wakes-the-caller': {
    text: 'H_PROD looks whether the vcpu that makes it has ceded, and would wake that one.',
    breaks: ['prod-wakes-its-target', 'no-vcpu-sleeps-through-its-wake-up'],
    defect: 'prod-wakes-the-caller',
  },
  'prodded-vcpu-sleeps-on': {
    text: 'A vcpu in the wait queue looks for interrupts and signals, not for a prod.',
    breaks: ['no-vcpu-sleeps-through-its-wake-up', 'prod-wakes-its-target'],
    defect: 'prodded-vcpu-sleeps-on',
  },
  'prod-not-noted': {
    text: 'H_PROD wakes its target, if that sleeps, and notes nothing.',
    breaks: ['prod-is-remembered', 'prod-wakes-its-target'],
    edits: [drop(`${PROD}.somebody.prodded`)],
  },
  'cede-without-ee': {
    text: 'H_CEDE leaves MSR[EE] as the guest has it.',
    breaks: ['cede-turns-interrupts-on'],
    edits: [drop(`${CEDE}.ee`)],
  },
  'cede-returns-at-once': {
    text: 'H_CEDE puts no vcpu to sleep.',
    breaks: ['ceded-vcpu-sleeps'],
    edits: [drop(`${CEDE}.block`)],
  },
  'prod-outlives-its-cede': {
    text: 'H_CEDE of a vcpu that was prodded returns at once, and so do all that follow.',
    breaks: ['prodded-vcpu-does-not-sleep'],
    edits: [drop(`${CEDE}.clear`)],
  },
  'cede-forgets-the-prod-first': {
    text: 'H_CEDE clears an earlier prod, and sleeps all the same.',
    breaks: ['prodded-vcpu-does-not-sleep'],
    edits: [
      insertBefore(`${CEDE}.look`, {
        forget: set('no prod', (at) => Number(at('i')), 'prodded', 0n),
      }),
    ],
  },
  'interrupt-overlooked': {
    text: 'H_CEDE sleeps although an interrupt waits, and an interrupt ends no sleep.',
    breaks: ['no-vcpu-sleeps-through-its-wake-up'],
    edits: [
      drop('kvmppc_vcpu_block.pending'),
      guard(
        'kvm_vcpu_block.runnable',
        (at) => word(at, woken(at), 'ceded') === 0n || word(at, woken(at), 'prodded') !== 0n,
      ),
    ],
  },
  'signal-overlooked': {
    text: 'A vcpu in the wait queue looks for no signal.',
    breaks: ['no-vcpu-sleeps-through-its-wake-up'],
    edits: [drop('kvm_vcpu_block.signal')],
  },
  'interrupt-wakes-nobody': {
    text: 'An interrupt of user space wakes no vcpu.',
    breaks: ['no-vcpu-sleeps-through-its-wake-up'],
    edits: [drop('kvm_vcpu_ioctl_interrupt.wake')],
  },
  'decrementer-wakes-nobody': {
    text: 'A decrementer that expires wakes no vcpu.',
    breaks: ['no-vcpu-sleeps-through-its-wake-up'],
    edits: [drop('kvmppc_decrementer_func.wake')],
  },
  'woken-for-nothing': {
    text: 'A decrementer that expires wakes its vcpu, and no interrupt waits.',
    breaks: ['sleeping-vcpu-wakes-for-a-reason', 'what-arrives-waits'],
    edits: [drop('kvmppc_decrementer_func.queue'), replace('wake_up_interruptible.again', up)],
  },
  'prod-answers-a-vcpu-that-is-awake': {
    text: 'H_PROD puts H_SUCCESS into r3 of its target though that has not ceded.',
    breaks: ['prod-is-remembered'],
    edits: [guard(`${PROD}.somebody.wake`, () => true)],
  },
  'interrupt-lost': {
    text: 'An interrupt of user space wakes its vcpu if that sleeps, and does not wait.',
    breaks: ['what-arrives-waits'],
    edits: [drop('kvm_vcpu_ioctl_interrupt.queue')],
  },
  'signal-wakes-a-vcpu-that-is-awake': {
    text: 'A signal ends a sleep that there was none of.',
    breaks: ['what-arrives-waits'],
    edits: [guard('signal_wake_up.wake', () => true)],
  },
  'signal-overlooked-at-entry': {
    text: 'A vcpu is entered though a signal waits for its task.',
    breaks: ['vcpu-is-entered-unless-a-signal-waits'],
    edits: [drop('kvmppc_run_core.signal')],
  },
  'prod-of-everyone-by-cede': {
    text: 'H_CEDE uses the prods of every vcpu up.',
    breaks: ['hypercall-leaves-other-vcpus-alone'],
    edits: [
      replace(
        `${CEDE}.clear`,
        step('every prod is used', () =>
          everyVcpu.map((i) => [`vm.vcpu[${i}].prodded`, 0n] as const),
        ),
      ),
    ],
  },
  'awake-and-still-ceded': {
    text: 'A vcpu that is woken is still noted as ceded.',
    breaks: ['ceded-means-asleep'],
    edits: [drop('wake_up_interruptible.back.over')],
  },
  'never-slept-and-still-ceded': {
    text: 'A vcpu that need not sleep is still noted as ceded.',
    breaks: ['ceded-means-asleep'],
    edits: [drop(`${CEDE}.over`)],
  },
  'woken-without-its-answer': {
    text: 'A vcpu that is woken finds the number of its hypercall in r3.',
    breaks: ['cede-succeeds'],
    edits: [drop('wake_up_interruptible.back.r3')],
  },
} as const satisfies Readonly<Record<string, VcpusFault>>;

/** Every fault, by name, with the code that has it. */
export const vcpusFaults = planted(vcpusKernels, { ...areaFaults, ...targets, ...sleep });

// Hypercalls that 3.1 answers in C code (kvmppc_pseries_do_hcall): areas are registered, and a vcpu sleeps until something is there
// for it, be it another's prod.
//
// Threads take turns: one that is woken goes on at once, and one that sleeps is where the call of `kvm_vcpu_block` does not return.
// What is left out: time, by which the decrementer is an event of its own; other threads of the core; statistics.

import { PENDING } from '../../spec/vocabulary/kvm-run.ts';
import { ANSWERS, HCALL, RESUMES } from '../../spec/vocabulary/vcpu-calls.ts';
import { VCPUS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { target } from './areas.ts';
import { assign, call, returns, step, type VmAt, when } from './vm-state.ts';

type Part = 'ceded' | 'prodded' | 'pending_exceptions' | 'signal' | 'ee' | 'r3' | 'asleep';

/** The vcpu that a routine runs for, and the one whose thread has the CPU once it is woken. */
const self = (at: VmAt): number => Number(at('i'));
export const woken = (at: VmAt): number => Number(at('woken'));

/** A word of a vcpu, and a step that sets it. */
export const word = (at: VmAt, vcpu: number, part: Part): Word => at(`vm.vcpu[${vcpu}].${part}`);
export const set = (
  text: string,
  vcpu: (at: VmAt) => number,
  part: Part,
  value: Word | ((at: VmAt) => Word),
) =>
  step(text, (at) => [
    [`vm.vcpu[${vcpu(at)}].${part}`, typeof value === 'bigint' ? value : value(at)],
  ]);

const isAsked =
  (hypercall: keyof typeof HCALL) =>
  (at: VmAt): boolean =>
    at('nr') === HCALL[hypercall];

/** Whether none of those that the kernel answers is asked. */
const isOther = (at: VmAt): boolean => !Object.values(HCALL).includes(at('nr') as never);

/** What is looked for is the vcpu that the guest names in r4. */
export const namedInR4 = assign((at) => [['id', at('r4')]]);

/** Nobody has that id. */
export const nobody = when((at) => at('tvcpu') === 0n, {
  parameter: assign(() => [['ret', ANSWERS.H_PARAMETER]]),
});

/** Whose thread H_PROD is to wake. */
export const wakes = (vcpu: (at: VmAt) => Word) => assign((at) => [['woken', vcpu(at)]]);

/** H_CEDE, up to where the vcpu sleeps, or all of it where it does not. */
const cede = {
  ee: set('MSR[EE] on', self, 'ee', 1n),
  ceded: set('it has ceded', self, 'ceded', 1n),
  look: assign((at) => [['prodded', word(at, self(at), 'prodded')]]),
  block: when((at) => at('prodded') === 0n, { block: call('kvmppc_vcpu_block') }),
  clear: when((at) => at('prodded') !== 0n, {
    prodded: set('the prod is used', self, 'prodded', 0n),
  }),
  sleeps: when((at) => word(at, self(at), 'asleep') !== 0n, { later: returns(RESUMES.GUEST) }),
  over: set('it cedes no more', self, 'ceded', 0n),
};

/** H_PROD, of a vcpu that there is. */
const prod = {
  prodded: set('the target is prodded', target, 'prodded', 1n),
  who: wakes((at) => at('i')),
  wake: when((at) => word(at, woken(at), 'ceded') !== 0n && word(at, woken(at), 'asleep') !== 0n, {
    wake: call('wake_up_interruptible'),
  }),
};

const kvmppc_pseries_do_hcall = {
  success: assign(() => [['ret', ANSWERS.H_SUCCESS]]),
  cede: when(isAsked('H_CEDE'), cede),
  prod: when(isAsked('H_PROD'), {
    whom: namedInR4,
    find: call('kvmppc_find_vcpu'),
    nobody,
    somebody: when((at) => at('tvcpu') !== 0n, prod),
  }),
  /** Nothing is done: the CPU is not handed on. */
  confer: when(isAsked('H_CONFER'), {}),
  register: when(isAsked('H_REGISTER_VPA'), {
    register: call('do_h_register_vpa'),
    ret: assign((at) => [['ret', at('r')]]),
  }),
  other: when(isOther, { host: returns(RESUMES.HOST) }),
  r3: set('the answer', self, 'r3', (at) => at('ret')),
  guest: returns(RESUMES.GUEST),
};

/** The vcpu whose id this is, by these bits of it; 0 where none is. */
export const findVcpu = (bits: number) =>
  assign((at) => {
    const id = BigInt.asUintN(bits, at('id'));
    const found = Array.from({ length: VCPUS }, (_, i) => i).find(
      (i) => at(`vm.vcpu[${i}].exists`) === 1n && at(`vm.vcpu[${i}].id`) === id,
    );
    return [['tvcpu', found === undefined ? 0n : BigInt(found + 1)]];
  });

/** An id is an `int`. */
const kvmppc_find_vcpu = { find: findVcpu(32) };

const kvmppc_vcpu_block = {
  pending: when((at) => word(at, self(at), 'pending_exceptions') !== 0n, { on: returns() }),
  /** Here another vcpu may run, and prod this one. */
  meanwhile: when((at) => at('event.prod_by') !== 0n, {
    args: assign((at) => [
      ['nr', HCALL.H_PROD],
      ['r4', at(`vm.vcpu[${self(at)}].id`)],
      ['i', at('event.prod_by') - 1n],
    ]),
    prod: call('kvmppc_pseries_do_hcall'),
    back: assign((at) => [
      ['nr', HCALL.H_CEDE],
      ['r4', at('event.r4')],
      ['i', at('event.vcpu')],
      ['ret', ANSWERS.H_SUCCESS],
    ]),
  }),
  who: wakes((at) => at('i')),
  block: call('kvm_vcpu_block'),
};

/** Whether the vcpu whose thread has the CPU is runnable, which is what the loop of `kvm_vcpu_block` asks. */
const isRunnable = (at: VmAt): boolean =>
  word(at, woken(at), 'ceded') === 0n || word(at, woken(at), 'pending_exceptions') !== 0n;
export const isRunnableOrProdded = (at: VmAt): boolean =>
  isRunnable(at) || word(at, woken(at), 'prodded') !== 0n;

const up = {
  up: set('its thread leaves the wait queue', woken, 'asleep', 0n),
  done: returns(),
};

/** Once round, until its thread gives the CPU away. */
const kvm_vcpu_block = {
  asleep: set('its thread is in the wait queue', woken, 'asleep', 1n),
  runnable: when(isRunnable, up),
  signal: when((at) => word(at, woken(at), 'signal') !== 0n, up),
};

/** A thread in the wait queue gets the CPU: round again, and if it comes out, back into H_CEDE. */
const wake_up_interruptible = {
  again: call('kvm_vcpu_block'),
  back: when((at) => word(at, woken(at), 'asleep') === 0n, {
    over: set('it cedes no more', woken, 'ceded', 0n),
    r3: set('the answer of H_CEDE', woken, 'r3', ANSWERS.H_SUCCESS),
  }),
};

/** Something comes for a vcpu: an interrupt of user space or of its decrementer, or a signal. */
const arrive = (part: 'pending_exceptions' | 'signal', bit: Word, text: string) =>
  step(text, (at) => [[`vm.vcpu[${self(at)}].${part}`, word(at, self(at), part) | bit]]);

/** Its thread is woken, if it is in the wait queue. */
const wake = {
  who: wakes((at) => at('i')),
  wake: when((at) => word(at, woken(at), 'asleep') !== 0n, { wake: call('wake_up_interruptible') }),
};

const kvm_vcpu_ioctl_interrupt = {
  queue: arrive('pending_exceptions', PENDING.EXTERNAL_LEVEL, 'an external interrupt waits'),
  ...wake,
  ok: returns(0n),
};
const kvmppc_decrementer_func = {
  queue: arrive('pending_exceptions', PENDING.DECREMENTER, 'a decrementer interrupt waits'),
  ...wake,
};
const signal_wake_up = { pending: arrive('signal', 1n, 'a signal waits for the task'), ...wake };

export const hcallRoutines = {
  kvmppc_pseries_do_hcall,
  kvmppc_find_vcpu,
  kvmppc_vcpu_block,
  kvm_vcpu_block,
  wake_up_interruptible,
  kvm_vcpu_ioctl_interrupt,
  kvmppc_decrementer_func,
  signal_wake_up,
};

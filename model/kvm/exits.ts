// What becomes of each exit of the guest: the guest goes on, user space is asked, or the kernel stops (book3s_hv.c).
import { MSR } from '../../spec/vocabulary/bits.ts';
import {
  ARGUMENTS,
  CAUSE,
  GUEST_VECTOR,
  KVM_EXIT,
  PENDING,
} from '../../spec/vocabulary/kvm-run.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { inject, queue } from './interrupts.ts';
import { kernelField, type Member } from './run-page.ts';
import { assign, type KvmCell, returns, step, stop, when } from './state.ts';
import type { At } from './statements.ts';

/** The traps that the loop knows, by vcpu.trap. */
export const TRAPS = {
  external: 0x500n,
  program: 0x700n,
  'hv-decrementer': 0x980n,
  'system-call': 0xc00n,
  'h-data-storage': 0xe00n,
  'h-inst-storage': 0xe20n,
  'h-emul-assist': 0xe40n,
  perfmon: 0xf00n,
} as const;

/** Where the run goes on: back into the guest, or to user space (kvm_asm.h). */
export const RESUME = { GUEST: 0n, HOST: 2n } as const;

/** Whether the guest stopped with a trap, by its name. */
export const isTrap =
  (name: keyof typeof TRAPS) =>
  (at: At<KvmCell>): boolean =>
    at('vcpu.trap') === TRAPS[name];

const known: ReadonlySet<Word> = new Set(Object.values(TRAPS));

/** What the host wanted of the guest was attention: count it. */
const counted = (place: 'vcpu.stat.dec_exits' | 'vcpu.stat.ext_intr_exits') =>
  step('the host wanted attention: count it', (at) => [[place, at(place) + 1n]]);

/** Why KVM_RUN returns, as a store to the page. */
export function storeReason(reason: Word, text: string) {
  const { store } = kernelField('exit_reason');
  return step(text, (at) => [store(at, reason)]);
}

/** The number of a hypercall, from r3. */
export function storeNumber(hcall?: readonly Member[]) {
  const { store } = kernelField('nr', hcall);
  return step('the number of the hypercall', (at) => [store(at, at('vcpu.gpr[3]'))]);
}

/** Its arguments, each from a register: from r4 on. */
export function storeArguments(hcall?: readonly Member[], from = (i: number): number => 4 + i) {
  const { store } = kernelField('args', hcall);
  return step('its arguments', (at) =>
    ARGUMENT_NUMBERS.map((i) => store(at, at(`vcpu.gpr[${from(i)}]`), i)),
  );
}

/** The result of a hypercall, into r3. */
export function loadResult(hcall?: readonly Member[]) {
  const { load } = kernelField('ret', hcall);
  return step('the result of the hypercall', (at) => [['vcpu.gpr[3]', load(at)]]);
}

/** What user space put in place of the arguments, each into a register: from r4 on. */
export function loadArguments(hcall?: readonly Member[], to = (i: number): number => 4 + i) {
  const { load } = kernelField('args', hcall);
  return step('what came back in place of its arguments', (at) =>
    ARGUMENT_NUMBERS.map((i) => [`vcpu.gpr[${to(i)}]`, load(at, i)]),
  );
}

const ARGUMENT_NUMBERS: readonly number[] = Array.from({ length: ARGUMENTS }, (_, i) => i);

/** Where a routine of this chapter leads: r is RESUME_GUEST unless user space is wanted. */
const kvmppc_handle_exit = {
  count: step('an exit of the guest', (at) => [
    ['vcpu.stat.sum_exits', at('vcpu.stat.sum_exits') + 1n],
  ]),
  reason: storeReason(KVM_EXIT.UNKNOWN, 'no reason for user space so far'),
  guest: assign(() => [['r', RESUME.GUEST]]),
  'hv-decrementer': when(isTrap('hv-decrementer'), { count: counted('vcpu.stat.dec_exits') }),
  external: when(isTrap('external'), { count: counted('vcpu.stat.ext_intr_exits') }),
  perfmon: when(isTrap('perfmon'), {}),
  /** It goes back to the guest, with the causes that MSR holds. */
  program: when(
    isTrap('program'),
    inject(GUEST_VECTOR.PROGRAM, (at) => at('vcpu.msr') & CAUSE.PROGRAM),
  ),
  'system-call': when(isTrap('system-call'), {
    'problem-state': when((at) => (at('vcpu.msr') & MSR.PR) !== 0n, {
      queue: queue(PENDING.SYSCALL, "from problem state: the guest's own system call"),
      guest: returns(RESUME.GUEST),
    }),
    nr: storeNumber(),
    args: storeArguments(),
    reason: storeReason(KVM_EXIT.PAPR_HCALL, 'a hypercall: user space is to answer'),
    needed: step('an answer is waited for', () => [['vcpu.hcall_needed', 1n]]),
    host: returns(RESUME.HOST),
  }),
  /** No MMIO is emulated: it is the guest's own data storage interrupt. */
  'h-data-storage': when(isTrap('h-data-storage'), {
    dsisr: step('why the access failed', (at) => [['vcpu.dsisr', at('vcpu.fault_dsisr')]]),
    dar: step('which access failed', (at) => [['vcpu.dar', at('vcpu.fault_dar')]]),
    ...inject(GUEST_VECTOR.DATA_STORAGE),
  }),
  'h-inst-storage': when(
    isTrap('h-inst-storage'),
    inject(GUEST_VECTOR.INST_STORAGE, () => CAUSE.NO_HPTE),
  ),
  /** Nothing is emulated: the instruction is illegal. */
  'h-emul-assist': when(
    isTrap('h-emul-assist'),
    inject(GUEST_VECTOR.PROGRAM, () => CAUSE.ILLEGAL),
  ),
  unknown: when((at) => !known.has(at('vcpu.trap')), {
    bug: step('dump the registers, and BUG', () => [['host.bug', 1n]]),
    stop,
  }),
};

export const exitRoutines = { kvmppc_handle_exit };

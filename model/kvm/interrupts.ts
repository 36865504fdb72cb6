// Interrupts for the guest: injected at once, or waiting until the guest can take them (book3s.c).
import { MSR } from '../../spec/vocabulary/bits.ts';
import { GUEST_VECTOR, PENDING } from '../../spec/vocabulary/kvm-run.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { assign, call, type KvmCell, returns, span, step, when } from './state.ts';
import type { At } from './statements.ts';

/** The arguments of `kvmppc_inject_interrupt`: the vector, and bits for SRR1 that say why. */
export const injectedWith = (vector: Word, flags: (at: At<KvmCell>) => Word = () => 0n) =>
  assign((at) => [
    ['vec', vector],
    ['flags', flags(at)],
  ]);

/** A call of `kvmppc_inject_interrupt`. */
export const inject = (...args: Parameters<typeof injectedWith>) => ({
  args: injectedWith(...args),
  inject: call('kvmppc_inject_interrupt'),
});

/** The guest goes on at the vector; SRR0 and SRR1 say where it was, and why it is there. */
const kvmppc_inject_interrupt = {
  srr0: step('SRR0: where the guest was', (at) => [['vcpu.srr0', at('vcpu.pc')]]),
  srr1: step('SRR1: its MSR, and why it is interrupted', (at) => [
    ['vcpu.srr1', at('vcpu.msr') | at('flags')],
  ]),
  pc: step('the guest goes on at the vector', (at) => [['vcpu.pc', at('vec')]]),
  msr: step('with MSR as an interrupt has it', () => [['vcpu.msr', MSR.SF | MSR.ME]]),
};

/** Whether an interrupt waits. */
export const waits =
  (bit: Word) =>
  (at: At<KvmCell>): boolean =>
    (at('vcpu.pending_exceptions') & bit) !== 0n;

/** Whether one waits that is held back while the guest has EE off. */
const mayCome = (bit: Word) => (at: At<KvmCell>) =>
  waits(bit)(at) && (at('vcpu.msr') & MSR.EE) !== 0n;

/** An interrupt waits for the guest, or no more. */
export const queue = (bit: Word, text: string) =>
  step(text, (at) => [['vcpu.pending_exceptions', at('vcpu.pending_exceptions') | bit]]);
export const dequeue = (bit: Word, text: string) =>
  step(text, (at) => [['vcpu.pending_exceptions', at('vcpu.pending_exceptions') & ~bit]]);

const TAKEN = 'it waits no more';

/** Of the interrupts that wait, the first that the guest can take is injected; two of them wait on until their source is quiet. */
const kvmppc_core_deliver_interrupts = {
  syscall: when(waits(PENDING.SYSCALL), {
    ...inject(GUEST_VECTOR.SYSTEM_CALL),
    clear: dequeue(PENDING.SYSCALL, TAKEN),
    done: returns(),
  }),
  external: when(mayCome(PENDING.EXTERNAL), {
    ...inject(GUEST_VECTOR.EXTERNAL),
    clear: dequeue(PENDING.EXTERNAL, TAKEN),
    done: returns(),
  }),
  decrementer: when(mayCome(PENDING.DECREMENTER), {
    ...inject(GUEST_VECTOR.DECREMENTER),
    done: returns(),
  }),
  'external-level': when(mayCome(PENDING.EXTERNAL_LEVEL), {
    ...inject(GUEST_VECTOR.EXTERNAL),
    done: returns(),
  }),
};

/** A call of `kvmppc_core_deliver_interrupts`. */
export const delivery = span('delivery', { deliver: call('kvmppc_core_deliver_interrupts') });

export const interruptRoutines = { kvmppc_inject_interrupt, kvmppc_core_deliver_interrupts };

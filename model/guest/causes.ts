// What brings the hypervisor back: the interrupts of Book III-S 6.5 that do not go to the guest itself.
import { MSR, VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Step, type StepWrite, step, type View } from '../step.ts';
import { type Delivery, interruptWrites } from '../steps/msr.ts';
import { given, type Operand, shown } from './operand.ts';
import { elapseUntilHdec } from './time.ts';

/** `sc 1`: a hypercall. It resumes after itself; from problem state it reaches the hypervisor all the same. */
export const hypercall: Step = step('sc 1', (view, words) =>
  interruptWrites(view, words, toHypervisor('SYSTEM_CALL', 'SRR'), view.register('NIA')),
);

/** A hypercall of PAPR, by its number, which r3 holds. */
export const paprHypercall = (number: bigint): Step =>
  step(`hypercall 0x${number.toString(16)}`, (view, words) => [
    { register: 'r3', value: words.literal(number) },
    ...interruptWrites(view, words, toHypervisor('SYSTEM_CALL', 'SRR'), view.register('NIA')),
  ]);

/** A device interrupt for the host. No bit of the guest can hold it back. */
export const external: Step = instead('external interrupt', toHypervisor('EXTERNAL', 'HSRR'));

/** A machine check; it also turns MSR[ME] off. */
export const machineCheck: Step = instead('machine check', {
  ...toHypervisor('MACHINE_CHECK', 'SRR', 0x00200000n),
  clears: MSR.ME,
});

/** A system reset: 3.1's vector does not ask whether a guest was running. */
export const systemReset: Step = instead('system reset', toHypervisor('SYSTEM_RESET', 'SRR'));

/** Hypervisor maintenance. Nothing of the guest can hold it back, since HV is off while it runs. */
export const maintenance: Step = instead(
  'hypervisor maintenance interrupt',
  toHypervisor('H_MAINTENANCE', 'HSRR'),
);

/** A hypervisor decrementer interrupt that was latched before HDEC was set to a positive number. */
export const leftoverHdec: Step = instead(
  'leftover hypervisor decrementer interrupt',
  toHypervisor('HV_DECREMENTER', 'HSRR'),
);

/** A real-mode access that the VRMA does not hold: hypervisor data storage. */
export const dataStorage = (address: Operand, cause: Operand): Step =>
  step(`hypervisor data storage interrupt at ${shown(address)}`, (view, words) => [
    ...faulting(view, words, toHypervisor('H_DATA_STORAGE', 'HSRR')),
    { register: 'HDAR', value: given(address, words) },
    { register: 'HDSISR', value: given(cause, words) },
  ]);

/** A fetch that the VRMA does not hold: hypervisor instruction storage. */
export const instStorage: Step = instead(
  'hypervisor instruction storage interrupt',
  toHypervisor('H_INST_STORAGE', 'HSRR', 0x40000000n),
);

/** An instruction that the processor does not implement. */
export const emulationAssist = (instruction: Operand): Step =>
  step(`hypervisor emulation assistance interrupt for ${shown(instruction)}`, (view, words) => [
    ...faulting(view, words, toHypervisor('H_EMUL_ASSIST', 'HSRR')),
    { register: 'HEIR', value: given(instruction, words) },
  ]);

/** The hypervisor decrementer runs out: time passes until it is negative, and the hardware does the rest. */
export const hdecExpires: Step = elapseUntilHdec;

function toHypervisor(vector: keyof typeof VECTOR, pair: Delivery['pair'], status = 0n): Delivery {
  return { vector: VECTOR[vector], pair, hypervisor: true, status };
}

/** An interrupt in place of an instruction, which is to be executed again. */
function instead(text: string, delivery: Delivery): Step {
  return step(text, (view, words) => faulting(view, words, delivery));
}

/** NIA is already after the instruction that did not happen. */
const faulting = <V>(view: View<V>, words: Words<V>, delivery: Delivery): readonly StepWrite<V>[] =>
  interruptWrites(view, words, delivery, words.sub(view.register('NIA'), words.literal(4n)));

// Interrupts that the hardware raises while a guest runs, without the guest doing anything.
//
// Power ISA 2.06B, Book III-S, "Hypervisor Decrementer Interrupt" (HDEC negative and LPCR[HDICE]; with HV = 0
// nothing of the guest can hold it back) and "External Interrupt" with LPCR[MER] (mediated: the guest's EE can).
import { LPCR, MSR, VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Step, type StepWrite, step, type View } from '../step.ts';
import { interruptWrites } from '../steps/msr.ts';

/** The interrupt that is pending, if one is: looked for before every instruction of the guest. */
export const pendingInterrupt: Step = step('interrupt, if one is pending', (view, words) => {
  const lpcr = view.register('LPCR');
  const hdec = words.and(
    isSet(view.register('HDEC'), 0x80000000n, words),
    isSet(lpcr, LPCR.HDICE, words),
  );
  const mediated = words.and(
    isSet(lpcr, LPCR.MER, words),
    isSet(view.register('MSR'), MSR.EE, words),
  );
  const onlyMediated = words.and(mediated, words.equal(hdec, words.literal(0n)));
  return [
    ...deliver(view, words, VECTOR.EXTERNAL, onlyMediated),
    ...deliver(view, words, VECTOR.HV_DECREMENTER, hdec),
  ];
});

function deliver<V>(view: View<V>, words: Words<V>, vector: bigint, when: V): StepWrite<V>[] {
  const delivery = { vector, pair: 'HSRR', hypervisor: true } as const;
  const writes = interruptWrites(view, words, delivery, view.register('NIA'));
  return writes.map((write) => ({ ...write, when }));
}

/** 1 when a bit of the word is set. */
const isSet = <V>(word: V, bit: bigint, words: Words<V>): V =>
  words.lessUnsigned(words.literal(0n), words.and(word, words.literal(bit)));

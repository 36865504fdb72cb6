// What a guest may do without a trap, and what becomes of what it may not.
//
// The guest runs with HV = 0 on real privileged registers. In problem state a privileged instruction is a program
// interrupt to the guest itself, and so is any touch of a hypervisor resource (Book III-S, "Program Interrupt").
import { LPCR, MSR, SLB_INDEX } from '../../spec/bits.ts';
import type { Place as Register } from '../../spec/registers.ts';
import type { Words } from '../../spec/words.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { type Delivery, interruptWrites, movedToMsr, rfid } from '../steps/msr.ts';
import { invalidated } from '../steps/slb.ts';

/** Writes a register that problem state may write. */
export const setUser = (register: Register, word: bigint): Step =>
  step(`${register} := 0x${word.toString(16)}`, (_view, words) => [
    { register, value: words.literal(word) },
  ]);

/** mtspr to a register that supervisor state owns. */
export const setSupervisor = (register: Register, word: bigint): Step =>
  privileged(`${register} := 0x${word.toString(16)}`, (_view, words) => [
    { register, value: words.literal(word) },
  ]);

/** The guest works for a while: every register that it may write holds something else, made from a seed. */
export const scramble = (
  user: readonly Register[],
  supervisor: readonly Register[],
  seed: number,
): Step => {
  const unit = BigInt(seed + 1) * ODD;
  return step(`every register := something (0x${seed.toString(16)})`, (view, words) => {
    const problem = words.and(view.register('MSR'), words.literal(MSR.PR));
    const when = words.equal(problem, words.literal(0n));
    const word = (i: number) => words.literal(BigInt.asUintN(64, unit * BigInt(i + 1)));
    return [
      ...user.map((register, i): StepWrite<typeof when> => ({ register, value: word(i) })),
      ...supervisor.map(
        (register, i): StepWrite<typeof when> => ({
          register,
          value: word(user.length + i),
          when,
        }),
      ),
    ];
  });
};

/** Spreads a seed over 64 bits. */
const ODD = 0x9e3779b97f4a7c15n;

/** mtspr to AMR or UAMOR: only the bits that the mask register allows change. */
export const setMasked = (register: 'AMR' | 'UAMOR', word: bigint): Step =>
  privileged(`${register} := 0x${word.toString(16)} under AMOR`, (view, words) => {
    const mask = view.register('AMOR');
    const kept = words.and(view.register(register), words.not(mask));
    return [{ register, value: words.or(kept, words.and(words.literal(word), mask)) }];
  });

/** mtmsrd: everything but HV, ME and LE; problem state brings EE, IR and DR with it. */
export const setMsr = (word: bigint): Step =>
  privileged(`MSR := 0x${word.toString(16)} but HV, ME`, (view, words) => [
    { register: 'MSR', value: movedToMsr(words.literal(word), view, words) },
  ]);

/** slbmte: the entry that the low bits of the ESID word name. */
export const setSlb = (esid: bigint, vsid: bigint): Step =>
  privileged(`slbmte 0x${esid.toString(16)}`, (_view, words) => {
    const slb = words.literal(esid & SLB_INDEX & 31n);
    const value = words.literal(esid & ~SLB_INDEX);
    return [
      { slb, half: 'esid', value },
      { slb, half: 'vsid', value: words.literal(vsid) },
    ];
  });

/** slbia: every entry but the first becomes invalid. */
export const slbia: Step = privileged('slbia', (view, words) => invalidated(view, words));

/** A touch of a hypervisor resource, from any state: the guest's own program interrupt. */
export const touch = (register: Register): Step =>
  step(`touches ${register}, which is the hypervisor's`, (view, words) =>
    own(view, words, ILLEGAL),
  );

/** An interrupt that goes straight to the guest. */
export const ownInterrupt = (vector: bigint): Step =>
  step(`own interrupt 0x${vector.toString(16)}`, (view, words) =>
    own(view, words, { vector, pair: 'SRR', hypervisor: false }),
  );

/** A store to the area that a guest may have registered with the hypervisor; it is the guest's own memory. */
export const storeToVpa = (field: 'pmcregs_in_use' | 'yield_count', word: bigint): Step =>
  step(`vpa.${field} := 0x${word.toString(16)}`, (view, words) => [
    {
      address: words.literal(view.layout.addressOf('vpa') + view.layout.distanceTo(`vpa.${field}`)),
      bytes: field === 'yield_count' ? 4 : 1,
      value: words.literal(word),
    },
  ]);

/** rfid by the guest: it cannot bring HV or ME along. */
export const returnFromInterrupt: Step = privileged('rfid', rfid.meaning);

const ILLEGAL: Delivery = { vector: 0x700n, pair: 'SRR', hypervisor: false, status: 0x00080000n };
const PRIVILEGED: Delivery = { ...ILLEGAL, status: 0x00040000n };

/** A privileged instruction: its meaning in supervisor state, a program interrupt in problem state. */
function privileged(text: string, meaning: Meaning): Step {
  return step(text, (view, words, code) => {
    const problem = words.and(view.register('MSR'), words.literal(MSR.PR));
    const supervisor = words.equal(problem, words.literal(0n));
    return [
      ...meaning(view, words, code).map((write) => ({ ...write, when: supervisor })),
      ...own(view, words, PRIVILEGED).map((write) => ({ ...write, when: problem })),
    ];
  });
}

/** The writes of an interrupt that LPCR[LPES1] gives to the guest itself, and without it to the hypervisor, in place of the instruction that NIA is already behind. */
function own<V>(view: View<V>, words: Words<V>, delivery: Delivery): readonly StepWrite<V>[] {
  const resume = words.sub(view.register('NIA'), words.literal(4n));
  const lpes = words.and(view.register('LPCR'), words.literal(LPCR.LPES1));
  const kept = words.equal(lpes, words.literal(0n));
  const taken = (hypervisor: boolean) =>
    interruptWrites(view, words, { ...delivery, hypervisor }, resume);
  return taken(false).map((write, i): StepWrite<V> => {
    const other = taken(true)[i]?.value ?? write.value;
    return write.register === 'MSR'
      ? { ...write, value: words.select(kept, other, write.value) }
      : write;
  });
}

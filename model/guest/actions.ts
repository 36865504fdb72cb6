// What a guest may do without a trap, and what becomes of what it may not.
//
// The guest runs with HV = 0 on real privileged registers. In problem state a privileged instruction is a program
// interrupt to the guest itself, and so is any touch of a hypervisor resource (Book III-S, "Program Interrupt").
import { LPCR, MSR, SLB_INDEX } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { found, nameOf, SLBIE_CLASS } from '../steps/erat.ts';
import { type Delivery, interruptWrites, movedToMsr, msrWrites, rfid } from '../steps/msr.ts';
import { reserved, storedInGranule } from '../steps/reservation.ts';
import { dropping, invalidated, written } from '../steps/slb.ts';
import { given, masked, type Operand, shown, shownInHex } from './operand.ts';

/** Writes a register that problem state may write. */
export const setUser = (register: Register, word: Operand): Step =>
  step(`${register} := ${shownInHex(word)}`, (_view, words) => [
    { register, value: given(word, words) },
  ]);

/** mtspr to a register that supervisor state owns. */
export const setSupervisor = (register: Register, word: Operand): Step =>
  privileged(`${register} := ${shownInHex(word)}`, (_view, words) => [
    { register, value: given(word, words) },
  ]);

/** The guest works for a while: every register that it may write holds something else, made from a seed. */
export const scramble = (
  user: readonly Register[],
  supervisor: readonly Register[],
  seed: Operand,
): Step =>
  step(`every register := something (${shownInHex(seed)})`, (view, words) => {
    const problem = words.and(view.register('MSR'), words.literal(MSR.PR));
    const when = words.equal(problem, words.literal(0n));
    const unit = words.multiply(
      words.add(given(seed, words), words.literal(1n)),
      words.literal(ODD),
    );
    let value = words.literal(0n);
    const set = (register: Register): StepWrite<typeof when> => {
      value = words.add(value, unit);
      return { register, value };
    };
    return [...user.map(set), ...supervisor.map((register) => ({ ...set(register), when }))];
  });

/** A word of ones. */
const ALL = lowBits(64);

/** Spreads a seed over 64 bits. */
const ODD = 0x9e3779b97f4a7c15n;

/** mtspr to UAMOR: only the bits that AMOR allows change. */
export const setUamor = (word: Operand): Step =>
  privileged(`UAMOR := ${shownInHex(word)} under AMOR`, (view, words) => [
    masking('UAMOR', given(word, words), view.register('AMOR'), view, words),
  ]);

/** mtspr to AMR: only the bits that AMOR allows change; a program may do it too, as SPR 13, and changes those that UAMOR allows. */
export const setAmr = (word: Operand): Step =>
  step(`AMR := ${shownInHex(word)} under AMOR, or UAMOR in a program`, (view, words) => {
    const problem = words.and(view.register('MSR'), words.literal(MSR.PR));
    const mask = words.select(problem, view.register('UAMOR'), view.register('AMOR'));
    return [masking('AMR', given(word, words), mask, view, words)];
  });

function masking<V>(
  register: 'AMR' | 'UAMOR',
  word: V,
  mask: V,
  view: View<V>,
  words: Words<V>,
): StepWrite<V> {
  const kept = words.and(view.register(register), words.not(mask));
  return { register, value: words.or(kept, words.and(word, mask)) };
}

/** mtmsrd: everything but HV, ME and LE; problem state brings EE, IR and DR with it. */
export const setMsr = (word: Operand): Step =>
  privileged(`MSR := ${shownInHex(word)} but HV, ME`, (view, words) => [
    ...msrWrites(movedToMsr(given(word, words), view, words), words),
  ]);

/** slbmte: the entry that the low bits of the ESID word name. */
export const setSlb = (esid: Operand, vsid: Operand): Step =>
  privileged(`slbmte ${shownInHex(esid)}`, (view, words) => {
    const slb = given(masked(esid, SLB_INDEX & 31n), words);
    const value = given(masked(esid, ALL & ~SLB_INDEX), words);
    const by = { esid: value, vsid: given(vsid, words) };
    return written(view, words, found(view, words, slb), by);
  });

/** slbie of the segment that an entry has, with its size; with its class, or the other one where the word has that bit. */
export const slbie = (index: Operand, word: Operand): Step =>
  privileged(`slbie of what entry ${shown(masked(index, 31n))} has`, (view, words) => {
    const slb = given(masked(index, 31n), words);
    const otherClass = given(masked(word, SLBIE_CLASS), words);
    return dropping(view, words, words.xor(nameOf(view, words, slb), otherClass));
  });

/** slbia: every entry but the first becomes invalid, and nothing stays cached. */
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
export const storeToVpa = (field: 'pmcregs_in_use' | 'yield_count', word: Operand): Step =>
  step(`vpa.${field} := ${shownInHex(word)}`, (view, words) => [
    {
      address: words.literal(view.layout.addressOf('vpa') + view.layout.distanceTo(`vpa.${field}`)),
      bytes: field === 'yield_count' ? 4 : 1,
      value: given(word, words),
    },
  ]);

/** lwarx of the yield count in the VPA. */
export const reserveInVpa: Step = step('lwarx of vpa.yield_count', (view, words) => [
  reserved(words, yieldCount(view, words)),
]);

/** stwcx. to the yield count in the VPA. */
export const storeConditionally = (word: Operand): Step =>
  step(`stwcx. to vpa.yield_count of ${shownInHex(word)}`, (view, words) =>
    storedInGranule(view, words, yieldCount(view, words), given(word, words)),
  );

const yieldCount = <V>({ layout }: View<V>, words: Words<V>): V =>
  words.literal(layout.addressOf('vpa') + layout.distanceTo('vpa.yield_count'));

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
      ...meaning(view, words, code).map((write) => ({
        ...write,
        when:
          write.when === undefined
            ? supervisor
            : words.select(supervisor, write.when, words.literal(0n)),
      })),
      ...own(view, words, PRIVILEGED).map((write) => ({ ...write, when: problem })),
    ];
  });
}

/** The writes of an interrupt that LPCR[LPES1] gives to the guest itself, and without it to the hypervisor, in place of the instruction that NIA is already after. */
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

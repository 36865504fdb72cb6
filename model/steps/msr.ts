// The machine state register: mtmsrd, rfid, hrfid, and what an interrupt makes of it.
//
// Power ISA 2.06B, Book III-S, "Move To Machine State Register" (L = 1 alters EE and RI only), "Return From
// Interrupt Doubleword", "Hypervisor Return From Interrupt Doubleword", 6.5 "Interrupt Definitions".
import { MSR, SRR1_STATUS, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { alters, synchronises } from './context.ts';
import { cachesUnder } from './erat.ts';

/** mtmsrd with L = 1 and the bit clear: interrupts off, or (RI) not recoverable from here. */
export const clearInMsr = (bit: 'EE' | 'RI'): Step =>
  step(`clear MSR[${bit}]`, (view, words) => [
    { register: 'MSR', value: words.and(view.register('MSR'), words.not(words.literal(MSR[bit]))) },
  ]);

/** mfmsr. */
export const moveFromMsr =
  (rt: Gpr): Meaning =>
  (view) => [{ register: rt, value: view.register('MSR') }];

/** mtmsrd with L = 0: everything but HV, ME and LE; problem state brings EE, IR and DR with it. */
export const moveToMsr =
  (rs: Gpr): Meaning =>
  (view, words) => [
    ...msrWrites(movedToMsr(view.register(rs), view, words), words),
    alters(view, words, UNSYNCED.UNITS),
  ];

/** mtmsr with L = 0: the low word, but for ME and LE. */
export const moveToMsr32 =
  (rs: Gpr): Meaning =>
  (view, words) => {
    const kept = words.literal(~0xffffffffn & 0xffffffffffffffffn);
    const high = words.and(view.register('MSR'), kept);
    const low = words.and(view.register(rs), words.literal(0xffffffffn));
    return [
      ...msrWrites(movedToMsr(words.or(high, low), view, words), words),
      alters(view, words, UNSYNCED.UNITS),
    ];
  };

/** mtmsrd with L = 1: EE and RI. */
export const moveToMsrEeRi =
  (rs: Gpr): Meaning =>
  (view, words) => {
    const moved = words.literal(MSR.EE | MSR.RI);
    const kept = words.and(view.register('MSR'), words.not(moved));
    return [{ register: 'MSR', value: words.or(kept, words.and(view.register(rs), moved)) }];
  };

/** MSR is written by what may turn translation on. */
export const msrWrites = <V>(msr: V, words: Words<V>): readonly StepWrite<V>[] => [
  { register: 'MSR', value: msr },
  cachesUnder(msr, words),
];

/** What mtmsrd with L = 0 makes of MSR. */
export function movedToMsr<V>(word: V, view: View<V>, words: Words<V>): V {
  const fixed = words.literal(MSR.HV | MSR.ME | MSR.LE);
  const kept = words.and(view.register('MSR'), fixed);
  return withProblemState(words.or(kept, words.and(word, words.not(fixed))), words);
}

/** Continue at SRR0 with the MSR in SRR1; only a hypervisor brings HV and ME along. */
export const rfid: Step = step('rfid', (view, words) => {
  const from = view.register('MSR');
  const hypervisor = words.and(from, words.literal(MSR.HV));
  const fixed = words.select(hypervisor, words.literal(0n), words.literal(MSR.HV | MSR.ME));
  const to = returning(view.register('SRR1'), from, words);
  const msr = words.or(words.and(to, words.not(fixed)), words.and(from, fixed));
  return [
    ...msrWrites(msr, words),
    { register: 'NIA', value: wordAligned(view.register('SRR0'), words) },
    synchronises(view, words),
  ];
});

/** Continue at HSRR0 with the MSR in HSRR1. */
export const hrfid: Step = step('hrfid', (view, words) => [
  ...msrWrites(returning(view.register('HSRR1'), view.register('MSR'), words), words),
  { register: 'NIA', value: wordAligned(view.register('HSRR0'), words) },
  synchronises(view, words),
]);

/** The MSR that a return from interrupt makes of a saved one: status bits stay, problem state implies EE, IR, DR. */
function returning<V>(saved: V, current: V, words: Words<V>): V {
  const status = words.literal(SRR1_STATUS);
  const copied = words.or(words.and(saved, words.not(status)), words.and(current, status));
  return withProblemState(copied, words);
}

/** Problem state always has external interrupts and translation on. */
function withProblemState<V>(msr: V, words: Words<V>): V {
  const implied = words.literal(MSR.EE | MSR.IR | MSR.DR);
  const problem = words.and(msr, words.literal(MSR.PR));
  return words.or(msr, words.select(problem, implied, words.literal(0n)));
}

/** How an interrupt is taken: the pair that it saves to, and whether it belongs to the hypervisor. */
export interface Delivery {
  readonly vector: bigint;
  readonly pair: 'SRR' | 'HSRR';
  readonly hypervisor: boolean;
  /** Bits of the saved MSR that say why. */
  readonly status?: bigint;
  /** Bits of MSR that it turns off and others of its kind leave. */
  readonly clears?: bigint;
}

/** What taking an interrupt writes, when the execution is to resume at an address. */
export function interruptWrites<V>(
  view: View<V>,
  words: Words<V>,
  { vector, pair, hypervisor, status = 0n, clears = 0n }: Delivery,
  resume: V,
): readonly StepWrite<V>[] {
  const msr = view.register('MSR');
  const kept = words.not(words.literal(SRR1_STATUS));
  const saved = words.or(words.and(msr, kept), words.literal(status));
  const stays = (MSR.ME | MSR.HV | (pair === 'HSRR' ? MSR.RI : 0n)) & ~clears;
  const always = MSR.SF | (hypervisor ? MSR.HV : 0n);
  return [
    { register: `${pair}0`, value: resume },
    { register: `${pair}1`, value: saved },
    {
      register: 'MSR',
      value: words.or(words.and(msr, words.literal(stays)), words.literal(always)),
    },
    { register: 'NIA', value: words.literal(vector) },
    synchronises(view, words),
  ];
}

const wordAligned = <V>(address: V, words: Words<V>): V =>
  words.and(address, words.not(words.literal(3n)));

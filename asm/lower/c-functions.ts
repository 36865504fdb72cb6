// What the assembly calls and does not contain: C functions, and the host's own interrupt handlers.
//
// A C function answers arbitrarily and leaves anything in the registers that the ABI lets it use; the place ANSWER says
// what. A handler of the host does its work and restores everything: r9 has CR, r11 and r12 the interrupted address and
// MSR, the save area r9 to r13 (exception-64s.h, EXCEPTION_PROLOG_COMMON).

import { passage, type Routine } from '../../model/program.ts';
import { type Step, type StepWrite, step } from '../../model/step.ts';
import { returnToCaller } from '../../model/steps/branch.ts';
import { transfers } from '../../model/steps/transfer.ts';
import { ANSWER } from '../../spec/vocabulary/bits.ts';
import { type Place, placesOf, volatileRegisters } from '../../spec/vocabulary/registers.ts';

/** A function of the kernel that is not in the source; it lies at this address. A handler answers hypercalls. */
export const cFunction = (name: string, at: bigint, kind: 'handler' | 'other'): Routine => ({
  name,
  at,
  passages: [passage(name, { answer: answering(name, kind), blr: returnToCaller })],
});

const H_TOO_HARD = 9999n;
/** The general registers that a call may change, but for the one with its result. */
const VOLATILE: readonly Place[] = volatileRegisters
  .flatMap(placesOf)
  .filter((place) => place.startsWith('r') && place !== 'r3');
/** CR0, CR1, CR5 to CR7. */
const CR_VOLATILE = 0xff000fffn;
/** A multiplier that mixes the bits of a word well (Knuth, MMIX). */
const NEXT = 6364136223846793005n;

/** r3 is H_TOO_HARD for an odd word, else half of it; the rest is made from it. */
function answering(name: string, kind: 'handler' | 'other'): Step {
  return step(`${name} answers, as C code may`, (view, words) => {
    const answer = view.register('ANSWER');
    const odd = words.and(answer, words.literal(1n));
    const asked = words.select(odd, words.literal(ANSWER.TOO_HARD), words.literal(ANSWER.GIVEN));
    const counted = kind === 'handler' ? asked : words.literal(0n);
    const r3 = words.select(odd, words.literal(H_TOO_HARD), words.shiftRight(answer, 1));
    const cr = words.or(
      words.and(view.register('CR'), words.literal(~CR_VOLATILE & 0xffffffffn)),
      words.and(answer, words.literal(CR_VOLATILE)),
    );
    return [
      { register: 'r3', value: r3 },
      ...VOLATILE.map(
        (register, i): StepWrite<typeof r3> => ({
          register,
          value: words.multiply(answer, words.literal(NEXT + BigInt(2 * i))),
        }),
      ),
      { register: 'CTR', value: words.not(answer) },
      { register: 'XER', value: words.and(words.shiftRight(answer, 32), words.literal(XER_USED)) },
      { register: 'CR', value: cr },
      { register: 'ANSWER', value: words.add(answer, words.add(counted, words.literal(1n))) },
    ];
  });
}

/** The bits of XER that exist: SO, OV, CA, and the length for string instructions. */
const XER_USED = 0xe000007fn;

/** A handler of the host's, at the address where the source has one; what it does is the host's business. */
export const hostHandler = (name: string, at: bigint): Routine => {
  const area = name.startsWith('machine_check') ? 'exmc' : 'exgen';
  const { field } = transfers({});
  const restored = step(`the host handles its interrupt, and returns`, (view, words) => [
    { register: 'CR', value: view.register('r9') },
    ...(['r9', 'r10', 'r11', 'r12', 'r13'] as const).map(
      (register, i): StepWrite<ReturnType<typeof view.register>> => ({
        register,
        value: field(`paca.${area}[${i}]`)(view, words),
      }),
    ),
    { register: 'MSR', value: view.register('r12') },
    { register: 'NIA', value: view.register('r11') },
    { register: 'SRR0', value: view.register('r11') },
    { register: 'SRR1', value: view.register('r12') },
  ]);
  return { name, at, passages: [passage(name, { handle: restored })] };
};

/** Whether a label is a handler of the host's that a vector goes to in virtual mode (exceptions-64s.S). */
export const isHostHandler = (label: string): boolean => /^\w+_common$/u.test(label);

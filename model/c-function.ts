// C functions that the path calls: each answers arbitrarily, and leaves anything in the registers that the ABI lets it use.
//
// What it answers the place ANSWER says. A function that handles hypercalls is counted there, and in HANDLER.
import { ANSWER } from '../spec/vocabulary/bits.ts';
import { H_TOO_HARD, handlerNamed } from '../spec/vocabulary/hypercalls.ts';
import { type Place, placesOf, volatileRegisters } from '../spec/vocabulary/registers.ts';
import { passage, type Routine } from './program.ts';
import { type Step, type StepWrite, step } from './step.ts';
import { returnToCaller } from './steps/branch.ts';
import { firstOfHandler, UNLISTED } from './steps/handler.ts';

/** A function of the kernel that is not part of the path; with an address, it lies there. A handler answers hypercalls. */
export function cFunction(name: string, kind: 'handler' | 'other', at?: bigint): Routine {
  const number = handlerNamed(name)?.number ?? UNLISTED;
  const called: Record<string, Step> =
    kind === 'other'
      ? {}
      : {
          called: firstOfHandler(
            number,
            step(`${name} is called`, () => []),
          ),
        };
  const passages = [
    passage(name, { ...called, answer: answering(name, kind), blr: returnToCaller }),
  ];
  return { name, passages, isC: true, ...(at === undefined ? {} : { at }) };
}

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
    const tooHard = words.literal(H_TOO_HARD);
    const r3 = words.select(odd, tooHard, words.shiftRight(answer, 1));
    const asked = words.select(
      words.equal(r3, tooHard),
      words.literal(ANSWER.TOO_HARD),
      words.literal(ANSWER.GIVEN),
    );
    const counted = kind === 'handler' ? asked : words.literal(0n);
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

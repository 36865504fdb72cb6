// Trials of every instruction that a user program may use, made from the tables of the assembler: 200 of each mnemonic.
//
// The list is the same every time. What a trial begins with differs from what it should leave, or it would show nothing.
import type { Form, OperandKind } from '../../asm/instructions/form.ts';
import { traps as trapForms } from '../../asm/instructions/trap.ts';
import { userForms } from '../../asm/instructions/user.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Dice, dice } from './dice.ts';
import { isStorage, textOf } from './operands.ts';
import { type Before, MEMORY, type Trial } from './trial.ts';
import { isMisjudged } from './undefined.ts';

/** Trials of each mnemonic. */
export const EACH = 200;

/** Not recorded, and why. */
export const unrecorded: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.keys(trapForms).map((name) => [
      name,
      'what does not trap leaves nothing, and what does would end the program that records',
    ]),
  ),
  mtfsf_l: 'a name of the kernel for mtfsf 255,FRB,1,0, which is recorded',
};

/** Mnemonics that are recorded. Conditional branches to absolute addresses reach only where no program can lie. */
export const recordedMnemonics: readonly string[] = Object.keys(userForms).filter(
  (name) => unrecorded[name] === undefined && (!/^b.*a$/u.test(name) || /^bl?a$/u.test(name)),
);

/** The seed of the trials that are recorded; any other makes trials of other words. */
export const RECORDED = 7;

/** The trials of one mnemonic, in order: the words of each mnemonic, and of each seed, are others. */
export function trialsOf(mnemonic: string, from: number = RECORDED): readonly Trial[] {
  // Of mtfsf the form that names L and W is recorded.
  const forms = (userForms[mnemonic] ?? []).slice(mnemonic === 'mtfsf' ? 1 : 0);
  const seed = [...mnemonic].reduce(
    (sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0,
    from,
  );
  return Array.from({ length: EACH }, (_, i): Trial => {
    const form = forms[i % forms.length];
    if (form === undefined) throw new Error(`${mnemonic} has no form`);
    return trialFrom(mnemonic, form, (again) => dice(seed + 7919 * i + 104729 * again, seed));
  });
}

/** What the other implementation is known to get wrong is drawn again. */
function trialFrom(mnemonic: string, form: Form, rolls: (again: number) => Dice): Trial {
  for (let again = 0; again < 1000; again++) {
    const roll = rolls(again);
    const trial = { text: textOf(mnemonic, form, roll), before: beforeOf(mnemonic, form, roll) };
    if (!isMisjudged(trial)) return trial;
  }
  throw new Error(`${mnemonic} has no trial that can be recorded`);
}

/** XER holds SO, OV and CA in its low word; nothing else of it is used. */
const XER_BITS = 0xe0000000n;

function beforeOf(mnemonic: string, form: Form, roll: Dice): Before {
  return {
    r3: roll.word(),
    r4: roll.word(),
    r5: secondOf(mnemonic, roll),
    cr: roll.word() & 0xffffffffn,
    xer: roll.word() & XER_BITS,
    ctr: roll.below(3) === 0 ? BigInt(roll.below(3)) : roll.word(),
    memory: Array.from({ length: MEMORY }, () => (isStorage(mnemonic) ? roll.word() : 0n)),
    ...vectorsOf(mnemonic, form, roll),
  };
}

/** An index, or a word; of a divisor one in eight is 0. */
function secondOf(mnemonic: string, roll: Dice): Word {
  if (/^(?:l|st)\w*x\.?$/u.test(mnemonic)) return indexFor(mnemonic, roll);
  return mnemonic.startsWith('div') && roll.below(8) === 0 ? 0n : roll.word();
}

/** An index that stays within memory; the doublewords of reservations are aligned. */
function indexFor(mnemonic: string, roll: Dice): Word {
  const index = BigInt(4 * roll.below(8) - 16);
  return BigInt.asUintN(64, /^(?:ldarx|stdcx)/u.test(mnemonic) ? index & ~7n : index);
}

/** Of FPSCR only what no other bit follows from: rounding mode, FPRF, FR and FI. */
const FPSCR_BITS = 0x7f007n;
/** NJ and SAT. */
const VSCR_BITS = 0x10001n;

const VECTOR_KINDS: readonly OperandKind[] = ['fpr', 'vr', 'vsr'];

/** Vectors for instructions that have some. What is moved to a status register is not what is there. */
function vectorsOf(
  mnemonic: string,
  { operands }: Form,
  roll: Dice,
): Pick<Before, 'vectors' | 'fpscr' | 'vscr'> {
  if (!operands.some((kind) => VECTOR_KINDS.includes(kind)))
    return { vectors: [0n, 0n, 0n, 0n], fpscr: 0n, vscr: 0n };
  const [f0, f1, v0, v1] = [roll.word(), roll.word(), roll.word(), roll.word()];
  const float = mnemonic === 'mtfsf' ? f0 & FPSCR_BITS : f0;
  const status = mnemonic === 'mtvscr' ? v1 & VSCR_BITS : v1;
  return {
    vectors: [float, f1, v0, status],
    fpscr: unlike(float, roll.word(), FPSCR_BITS),
    vscr: unlike(status, roll.word(), VSCR_BITS),
  };
}

/** These bits of a word, or the other way round where another word has the same. */
const unlike = (other: Word, word: Word, bits: Word): Word =>
  ((word ^ other) & bits) === 0n ? ~word & bits : word & bits;

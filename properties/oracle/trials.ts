// Trials of every instruction that a user program may use, made from the tables of the assembler: 200 of each mnemonic.
//
// The list is the same every time. Operands follow from the kinds that a form states; values are mostly corners.

import type { Form, OperandKind } from '../../asm/instructions/form.ts';
import { userForms } from '../../asm/instructions/user.ts';
import type { Word } from '../../spec/words.ts';
import { expand } from '../arbitraries/expand.ts';
import type { Before, Trial } from './trial.ts';
import { MEMORY } from './trial.ts';

/** Trials of each mnemonic. */
export const EACH = 200;

/** Not recorded, and why. */
export const unrecorded: Readonly<Record<string, string>> = {
  mtfsf_l: 'a name of the kernel for mtfsf 255,FRB,1,0, which is recorded',
  nop: 'changes nothing',
};

/** Mnemonics that are recorded. Conditional branches to absolute addresses reach only where no program can lie. */
export const recordedMnemonics: readonly string[] = Object.keys(userForms).filter(
  (name) => unrecorded[name] === undefined && (!/^b.*a$/u.test(name) || /^bl?a$/u.test(name)),
);

/** Random numbers that are the same every time, from a seed. */
interface Dice {
  below(limit: number): number;
  word(): Word;
}

/** The words that trials are made of: corners, and some that are not. */
const POOL = new BigUint64Array(64);
expand(2011, new Uint32Array(POOL.buffer));

function dice(seed: number): Dice {
  const words = new BigUint64Array(128);
  expand(seed, new Uint32Array(words.buffer));
  let at = 0;
  const next = () => mixed(words[at++ % words.length] ?? 0n);
  return {
    below: (limit) => Number(next() % BigInt(limit)),
    word: () => POOL[Number(next() % BigInt(POOL.length))] ?? 0n,
  };
}

/** Corners are few: without mixing they would be drawn too often. */
const mixed = (word: Word): Word =>
  BigInt.asUintN(64, (word ^ (word >> 29n)) * 0xbf58476d1ce4e5b9n) >> 7n;

/** The trials of one mnemonic, in order. */
export function trialsOf(mnemonic: string): readonly Trial[] {
  const forms = userForms[mnemonic] ?? [];
  const seed = [...mnemonic].reduce(
    (sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0,
    7,
  );
  return Array.from({ length: EACH }, (_, i): Trial => {
    const roll = dice(seed + 7919 * i);
    const form = forms[i % forms.length];
    if (form === undefined) throw new Error(`${mnemonic} has no form`);
    return { text: textOf(mnemonic, form, roll), before: beforeOf(mnemonic, roll) };
  });
}

/** An instruction of this form that the ISA has: drawn again until none of its operands is refused. */
function textOf(mnemonic: string, form: Form, roll: Dice): string {
  for (let tries = 0; tries < 500; tries++) {
    const operands = form.operands.map((kind, i) =>
      operandOf(mnemonic, kind, i, form.operands, roll),
    );
    if (isEncoded(form, operands))
      return `${mnemonic} ${operands.map(({ text }) => text).join(',')}`.trim();
  }
  throw new Error(`no operands for ${mnemonic} are accepted`);
}

function isEncoded(form: Form, operands: readonly Drawn[]): boolean {
  try {
    form.lower(operands.map(({ value }) => value));
    return true;
  } catch {
    return false;
  }
}

/** An operand as text, and as a form takes it. */
interface Drawn {
  readonly text: string;
  readonly value: unknown;
}

const same = (value: number): Drawn => ({ text: String(value), value });
const signed = (bits: bigint): Word => BigInt.asUintN(64, bits);

/** Loads and stores. */
const isStorage = (mnemonic: string): boolean => /^(?:l[bhwdfvx]|st)/u.test(mnemonic);

function operandOf(
  mnemonic: string,
  kind: OperandKind,
  index: number,
  kinds: readonly OperandKind[],
  roll: Dice,
): Drawn {
  const storage = isStorage(mnemonic);
  switch (kind) {
    case 'gpr': {
      const nth = kinds.slice(0, index).filter((one) => one === 'gpr' || one === 'base').length;
      const number = storage && nth > 0 ? 5 : 3 + nth;
      return { text: String(number), value: `r${number}` };
    }
    case 'base': {
      const number = storage ? 6 : roll.below(8) === 0 ? 0 : 4;
      return { text: String(number), value: number === 0 ? undefined : `r${number}` };
    }
    case 'memory':
    case 'memory4': {
      const displacement = BigInt(4 * roll.below(7) - 16 + (kind === 'memory' ? roll.below(4) : 0));
      const number = storage ? 6 : 4;
      return {
        text: `${displacement}(${number})`,
        value: { base: `r${number}`, displacement: signed(displacement) },
      };
    }
    case 'si':
    case 'high': {
      const value = BigInt.asIntN(16, roll.word());
      return { text: String(value), value: signed(value) };
    }
    case 'less': {
      const value = -BigInt.asIntN(16, roll.word());
      return { text: String(value), value: signed(value) };
    }
    case 'ui': {
      const value = roll.word() & 0xffffn;
      return { text: String(value), value };
    }
    case 'mask': {
      const [low, length] = [roll.below(32), roll.below(32) + 1];
      const value = (((1n << BigInt(length)) - 1n) << BigInt(low)) & 0xffffffffn;
      return { text: `0x${value.toString(16)}`, value };
    }
    case 'number':
      return same(
        mnemonic === 'mtfsf' ? ([255, 0, 1, 0][index] ?? 0) : numberFor(mnemonic, kinds, roll),
      );
    case 'field':
      return same(roll.below(8));
    case 'bit':
      return same(roll.below(32));
    case 'spr':
      throw new Error('no user instruction of the tables names an SPR');
    case 'target':
      return { text: 'target', value: 0n };
    case 'fpr':
    case 'vr':
    case 'vsr':
      return same(1);
  }
}

/** A shift, a bit of a mask, or (where it comes first) a mask of fields or a BO. */
function numberFor(mnemonic: string, kinds: readonly OperandKind[], roll: Dice): number {
  if (mnemonic.includes('ocrf')) return 1 << roll.below(8);
  if (kinds[0] === 'number') return kinds.includes('bit') ? roll.below(32) : roll.below(256);
  if (kinds[0] === 'field') return roll.below(2);
  return roll.below(64);
}

/** XER holds SO, OV and CA in its low word; nothing else of it is used. */
const XER_BITS = 0xe0000000n;
/** Of FPSCR only what no other bit follows from: rounding mode, FPRF, FR and FI. */
const FPSCR_BITS = 0x7f007n;
/** NJ and SAT. */
const VSCR_BITS = 0x10001n;

function beforeOf(mnemonic: string, roll: Dice): Before {
  const vectors = /v|x2|fs|^st?fd|^lfd|^stfd|^xx/u.test(mnemonic);
  const vector = vectors ? ([roll.word(), roll.word()] as const) : ([0n, 0n] as const);
  const index = BigInt(4 * roll.below(8) - 16);
  const indexed = /^(?:l|st)\w*x\.?$/u.test(mnemonic);
  const aligned = /^(?:ld|st)(?:arx|dcx\.)$|^stdcx\.|^ldarx/u.test(mnemonic) ? index & ~7n : index;
  return {
    r3: roll.word(),
    r4: roll.word(),
    r5: indexed ? signed(aligned) : roll.word(),
    cr: roll.word() & 0xffffffffn,
    xer: roll.word() & XER_BITS,
    ctr: roll.below(3) === 0 ? BigInt(roll.below(3)) : roll.word(),
    memory: Array.from({ length: MEMORY }, () => (isStorage(mnemonic) ? roll.word() : 0n)),
    vector: mnemonic.includes('fs')
      ? [vector[0] & FPSCR_BITS, vector[1]]
      : mnemonic.includes('vscr')
        ? [vector[0], vector[1] & VSCR_BITS]
        : vector,
  };
}

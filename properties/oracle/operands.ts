// The text of an instruction with operands drawn by the kinds that its form states.
//
// Registers are those that a trial loads. What the ISA does not have is drawn again: a form refuses it.
import { type Form, InvalidOperand, type OperandKind } from '../../asm/instructions/form.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Dice } from './dice.ts';

/** An operand as text, and as a form takes it. */
interface OperandText {
  readonly text: string;
  readonly value: unknown;
}

/** Where an operand stands. */
interface Slot {
  readonly mnemonic: string;
  readonly kinds: readonly OperandKind[];
  readonly index: number;
}

/** Loads and stores. */
export const isStorage = (mnemonic: string): boolean => /^(?:l[bhwdfvxm]|lswi|st)/u.test(mnemonic);

/** Registers r30 and r31 are what lmw and stmw reach to: the stage puts r4 and r5 there for a while. */
export const isMultiple = (mnemonic: string): boolean => /^(?:lmw|stmw)$/u.test(mnemonic);

/** An instruction of this form that the ISA has: drawn again until none of its operands is refused. */
export function textOf(mnemonic: string, { operands: kinds, lower }: Form, roll: Dice): string {
  for (let tries = 0; tries < 500; tries++) {
    const operands = kinds.map((kind, index) => draw[kind](roll, { mnemonic, kinds, index }));
    if (isEncoded(lower, operands))
      return `${mnemonic} ${operands.map(({ text }) => text).join(',')}`.trim();
  }
  throw new Error(`no operands for ${mnemonic} are accepted`);
}

function isEncoded(lower: Form['lower'], operands: readonly OperandText[]): boolean {
  try {
    lower(operands.map(({ value }) => value));
    return true;
  } catch (error) {
    if (error instanceof InvalidOperand) return false;
    throw error;
  }
}

/** How an operand of each kind is drawn. */
const draw: Readonly<Record<OperandKind, (roll: Dice, slot: Slot) => OperandText>> = {
  gpr: (_roll, slot) => register(gprAt(slot)),
  base: (roll, { mnemonic }) =>
    register(isStorage(mnemonic) ? 6 : roll.below(8) === 0 ? undefined : 4),
  memory: (roll, slot) => displaced(4 * roll.below(7) + roll.below(4), slot),
  memory4: (roll, slot) => displaced(4 * roll.below(7), slot),
  si: (roll) => signed(BigInt.asIntN(16, roll.word())),
  high: (roll) => signed(BigInt.asIntN(16, roll.word())),
  less: (roll) => signed(-BigInt.asIntN(16, roll.word())),
  ui: (roll) => plain(roll.word() & 0xffffn),
  mask: (roll) => ones(roll.below(32) + 1, roll.below(32)),
  number: (roll, slot) => plain(numberFor(roll, slot)),
  field: (roll) => plain(roll.below(8)),
  bit: (roll) => plain(roll.below(32)),
  spr: ({ below }) => plain(below(1024)),
  target: () => ({ text: 'target', value: 0n }),
  fpr: () => plain(1),
  vr: () => plain(1),
  vsr: (roll) => plain(roll.below(2) === 0 ? 1 : 33),
};

const plain = (value: number | bigint): OperandText => ({ text: String(value), value });
const signed = (value: bigint): OperandText => ({ text: String(value), value: unsigned(value) });
const unsigned = (value: bigint): Word => BigInt.asUintN(64, value);

const register = (number: number | undefined): OperandText => ({
  text: String(number ?? 0),
  value: number === undefined ? undefined : `r${number}`,
});

/** r3, r4, r5 from left to right, a base included; the index of a load or store is r5. */
function gprAt({ mnemonic, kinds, index }: Slot): number {
  if (isMultiple(mnemonic)) return 30;
  const nth = kinds.slice(0, index).filter((kind) => kind === 'gpr' || kind === 'base').length;
  return isStorage(mnemonic) && nth > 0 ? 5 : 3 + nth;
}

/** `d(ra)`, from 16 bytes before the address in RA. */
function displaced(distance: number, { mnemonic }: Slot): OperandText {
  const displacement = BigInt(distance - 16);
  const number = isStorage(mnemonic) ? 6 : 4;
  return {
    text: `${displacement}(${number})`,
    value: { base: `r${number}`, displacement: unsigned(displacement) },
  };
}

/** A mask with so many ones in a row. */
function ones(length: number, low: number): OperandText {
  const value = (((1n << BigInt(length)) - 1n) << BigInt(low)) & 0xffffffffn;
  return { text: `0x${value.toString(16)}`, value };
}

/** A shift, a bit of a mask, or (where it comes first) a mask of fields or a BO. */
function numberFor(roll: Dice, { mnemonic, kinds, index }: Slot): number {
  if (mnemonic.endsWith('swi')) return roll.below(12) + 1;
  if (mnemonic === 'mtfsf') return [255, 0, 1, 0][index] ?? 0;
  if (mnemonic.includes('ocrf')) return 1 << roll.below(8);
  if (kinds[0] === 'number') return kinds.includes('bit') ? roll.below(32) : roll.below(256);
  if (kinds[0] === 'field') return roll.below(2);
  return roll.below(64);
}

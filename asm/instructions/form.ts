// Forms of instructions: which operands a mnemonic takes, in the order in which they are written, and what it then means.
//
// A table of forms is all that knows mnemonics. Kinds of operands are those of the ISA's instruction formats; what
// an operand of a kind is to a meaning is the type beside it.
import type { Meaning } from '../../model/step.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** `d(ra)`: a base register, none where the register is written as 0, and a displacement. */
interface BaseAndDisplacement {
  readonly base: Gpr | undefined;
  /** Sign-extended to 64 bits. */
  readonly displacement: Word;
}

/** What an operand of each kind is once it is decoded. */
export interface Operands {
  readonly gpr: Gpr;
  /** RA of an address or of addi: r0 means the number 0, given as undefined. */
  readonly base: Gpr | undefined;
  /** Signed 16 bits, sign-extended to 64. */
  readonly si: Word;
  /** The number whose negative is signed 16 bits, -32767 to 32768: what subi and its like subtract. */
  readonly less: Word;
  /** Unsigned 16 bits. */
  readonly ui: Word;
  /** Like si, for addis and lis: 16 bits of either sign, sign-extended to 64. */
  readonly high: Word;
  /** A small number: a shift, a bit of a mask, a field mask, a hint; 0 to 255. */
  readonly number: number;
  /** A mask of a word, whole: 32 bits. */
  readonly mask: Word;
  /** A field of CR, 0 to 7; CR0 has the high bits. */
  readonly field: number;
  /** A bit of CR, 0 to 31, as the ISA counts: 0 is the LT of CR0. */
  readonly bit: number;
  /** Number of a special purpose register. */
  readonly spr: number;
  /** Effective address that a branch goes to. */
  readonly target: Word;
  /** `d(ra)`, any displacement. */
  readonly memory: BaseAndDisplacement;
  /** `ds(ra)`: the displacement is a multiple of 4. */
  readonly memory4: BaseAndDisplacement;
  /** Floating-point register 0 to 31: doubleword 0 of the VSR with that number. */
  readonly fpr: number;
  /** Vector register 0 to 31: the VSR with that number plus 32. */
  readonly vr: number;
  /** Vector-scalar register 0 to 63. */
  readonly vsr: number;
}

/** The name of a kind of operand. */
export type OperandKind = keyof Operands;

/** One way to write an instruction. */
export interface Form {
  readonly operands: readonly OperandKind[];
  /** Its meaning with these operands. Throws Refused when the ISA has no such instruction. */
  readonly lower: (values: readonly unknown[]) => Meaning;
}

/** Forms of each mnemonic, told apart by the number of operands. A record form has its dot: `and.` */
export type Forms = Readonly<Record<string, readonly Form[]>>;

/** The operands are well-formed, but there is no such instruction; the message says why. */
export class InvalidOperand extends Error {}

type OperandValues<K extends readonly OperandKind[]> = {
  readonly [I in keyof K]: Operands[K[I]];
};

/** A form with operands of these kinds and a meaning that takes them. */
export function form<const K extends readonly OperandKind[]>(
  operands: K,
  meaning: (...values: OperandValues<K>) => Meaning,
): Form {
  return { operands, lower: (values) => meaning(...(values as OperandValues<K>)) };
}

// From the operands of an instruction, as written, to its meaning: the form is chosen by their number, each is evaluated
// and held to what its kind allows.
import type { Meaning } from '../../model/step.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { type Environment, type Evaluation, type Expression, evaluate } from '../expression.ts';
import type { Instruction, Operand } from '../listing.ts';
import { registerNumber } from '../registers.ts';
import { type Form, type Forms, InvalidOperand, type OperandKind, type Operands } from './form.ts';

/** The meaning of an instruction, or why it has none. */
export type Decoding =
  | { readonly ok: true; readonly meaning: Meaning }
  | { readonly ok: false; readonly why: string };

/** The meaning of an instruction where names have these values; registers go by their names without being given. */
export function decode(instruction: Instruction, given: Environment, forms: Forms): Decoding {
  const { mnemonic, operands } = instruction;
  const form = formOf(instruction, forms);
  if (typeof form === 'string') return no(form);
  const environment = withRegisters(given);
  try {
    const values = form.operands.map((kind, i) => {
      const operand = operands[i];
      if (operand === undefined) throw new InvalidOperand('an operand is missing');
      return decodeOperand(kind, operand, environment, `operand ${i + 1} of ${mnemonic}`);
    });
    return { ok: true, meaning: form.lower(values) };
  } catch (error) {
    if (error instanceof InvalidOperand) return no(error.message);
    throw error;
  }
}

/** The form that an instruction is written in, or why there is none. */
export function formOf({ mnemonic, operands }: Instruction, forms: Forms): Form | string {
  const known = Object.hasOwn(forms, mnemonic) ? forms[mnemonic] : undefined;
  if (known === undefined) return `${mnemonic} is not an instruction that is known here`;
  return (
    known.find((one) => one.operands.length === operands.length) ??
    `${mnemonic} takes ${counts(known)}, not ${operands.length}`
  );
}

const no = (why: string): Decoding => ({ ok: false, why });

function counts(forms: readonly Form[]): string {
  const all = [...new Set(forms.map(({ operands }) => operands.length))].sort();
  return `${all.join(' or ')} operand${all.at(-1) === 1 ? '' : 's'}`;
}

/** Names of registers are their numbers, where they have no other value. */
export const withRegisters = (environment: Environment): Environment => ({
  ...environment,
  symbol: (name) => environment.symbol(name) ?? registerNumber(name),
});

function decodeOperand(
  kind: OperandKind,
  operand: Operand,
  environment: Environment,
  what: string,
): Operands[OperandKind] {
  if (kind === 'memory' || kind === 'memory4') {
    if (operand.kind !== 'memory')
      throw new InvalidOperand(`${what} must be a displacement(register)`);
    const base = within(operand.base, environment, 0n, 31n, `the base in ${what}`);
    const displacement = signed16(operand.displacement, environment, what);
    if (kind === 'memory4' && displacement % 4n !== 0n)
      throw new InvalidOperand(`${what} is ${displacement} and must be a multiple of 4`);
    return { base: baseFrom(base), displacement: BigInt.asUintN(64, displacement) };
  }
  if (operand.kind === 'memory') {
    const inside = evaluate(operand.displacement, environment);
    throw new InvalidOperand(`${inside.ok ? '' : `${inside.why}, and `}${what} must be one value`);
  }
  return decodeValue(kind, operand.value, environment, what);
}

/** Operands that count something, and the largest that each may be. */
const MOST = {
  number: 0xffn,
  field: 7n,
  bit: 31n,
  fpr: 31n,
  vr: 31n,
  vsr: 63n,
  spr: 1023n,
} as const satisfies { readonly [K in OperandKind]?: bigint };

type Count = keyof typeof MOST;
const isCount = (kind: OperandKind): kind is Count => kind in MOST;

function decodeValue(
  kind: Exclude<OperandKind, 'memory' | 'memory4'>,
  value: Expression,
  environment: Environment,
  what: string,
): Operands[OperandKind] {
  const upTo = (most: bigint) => within(value, environment, 0n, most, what);
  if (isCount(kind)) return Number(upTo(MOST[kind]));
  switch (kind) {
    case 'gpr':
      return gpr(upTo(31n));
    case 'base':
      return baseFrom(upTo(31n));
    case 'si':
      return BigInt.asUintN(64, signed16(value, environment, what));
    case 'less':
      return BigInt.asUintN(64, within(value, environment, -0x7fffn, 0x8000n, what));
    case 'ui':
      return upTo(0xffffn);
    case 'high':
      return BigInt.asUintN(
        64,
        BigInt.asIntN(16, within(value, environment, -0x8000n, 0xffffn, what)),
      );
    case 'mask':
      return upTo(0xffffffffn);
    case 'target':
      return target(numberIn(value, environment), environment, what);
  }
}

/** A halfword of an address has no sign until the instruction extends it. */
function signed16(value: Expression, environment: Environment, what: string): bigint {
  const most = value.kind === 'relocation' ? 0xffffn : 0x7fffn;
  return BigInt.asIntN(16, within(value, environment, -0x8000n, most, what));
}

function within(
  value: Expression,
  environment: Environment,
  least: bigint,
  most: bigint,
  what: string,
): bigint {
  const number = numberIn(value, environment);
  if (number < least || number > most)
    throw new InvalidOperand(`${what} is ${number} and must be ${least} to ${most}`);
  return number;
}

function target(address: bigint, { entry }: Environment, what: string): bigint {
  const named = BigInt.asUintN(64, address);
  const effective = entry?.(named) ?? named;
  if (effective % 4n !== 0n)
    throw new InvalidOperand(
      `${what} is 0x${effective.toString(16)}, and an instruction begins at a multiple of 4`,
    );
  return effective;
}

function numberIn(value: Expression, environment: Environment): bigint {
  const evaluation: Evaluation = evaluate(value, environment);
  if (!evaluation.ok) throw new InvalidOperand(evaluation.why);
  return evaluation.value;
}

const gpr = (number: bigint): Gpr => `r${number}` as Gpr;

const baseFrom = (number: bigint): Gpr | undefined => (number === 0n ? undefined : gpr(number));

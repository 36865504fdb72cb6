// Where code that can be reached shows signs of what its kernel does on purpose: the first instructions that have them in order.
import type { Layout } from '../../model/layout.ts';
import { type Register, type RegisterRow, registers } from '../../spec/vocabulary/registers.ts';
import { type Sign, type Signs, SOON } from '../../spec/vocabulary/signs.ts';
import { type Environment, evaluate, symbolsOf } from '../expression.ts';
import { withRegisters } from '../instructions/operands.ts';
import type { Instruction, Operand, Position } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import type { Survey } from './survey.ts';

/** The place of the last of some signs, where the code first shows all of them; undefined where it does not. */
export type SignSearch = (signs: Signs) => Position | undefined;

interface Located {
  readonly item: Instruction;
  readonly address: bigint;
}

/** Searches the code of a survey that can be reached. */
export function signsIn(
  { placement, reached, names }: Pick<Survey, 'placement' | 'reached' | 'names'>,
  layout: Layout,
): SignSearch {
  const code = placement.items.flatMap(({ item, address }, i): Located[] =>
    item.kind === 'instruction' && reached.indexes.has(i) ? [{ item, address }] : [],
  );
  const shows = (at: number, sign: Sign): boolean => {
    const one = code[at];
    return one !== undefined && hasSign(one, sign, withRegisters(names.at(one.address)), look);
  };
  const look: Look = { layout, labels: placement.labels };
  return ([first, ...rest]) => {
    if (first.sign === 'never-writes') {
      const writes: Sign = { sign: 'writes', register: first.register };
      return code.some((_, i) => shows(i, writes)) ? undefined : code[0]?.item.at;
    }
    for (let at = 0; at < code.length; at++) {
      const last = shows(at, first) ? lastOf(at, rest, shows) : undefined;
      if (last !== undefined) return code[last]?.item.at;
    }
    return undefined;
  };
}

/** The index at which the rest of the signs has been seen, each soon after the one before. */
function lastOf(
  at: number,
  rest: readonly Sign[],
  shows: (at: number, sign: Sign) => boolean,
): number | undefined {
  let last = at;
  for (const sign of rest) {
    const next = Array.from({ length: SOON }, (_, i) => last + 1 + i).find((i) => shows(i, sign));
    if (next === undefined) return undefined;
    last = next;
  }
  return last;
}

/** What signs are told by. */
interface Look {
  readonly layout: Layout;
  readonly labels: ReadonlyMap<string, bigint>;
}

function hasSign(
  { item, address }: Located,
  sign: Sign,
  environment: Environment,
  { layout, labels }: Look,
): boolean {
  const { mnemonic, operands } = item;
  switch (sign.sign) {
    case 'reads':
      return isMove('mf', sign.register, item, 1, environment);
    case 'writes':
      return isMove('mt', sign.register, item, 0, environment);
    case 'never-writes':
      return false;
    case 'pushes-a-frame':
      return (
        mnemonic === 'stdu' &&
        operandValue(operands[0], environment) === STACK &&
        baseOf(operands[1], environment) === STACK
      );
    case 'puts':
      return putBy(item, environment) === sign.word;
    case 'takes-bit':
      return (
        /^rldicl\.?$/u.test(mnemonic) &&
        operandValue(operands[2], environment) === BigInt(64 - sign.bit) &&
        operandValue(operands[3], environment) === 63n
      );
    case 'stores':
      return (
        ['stb', 'sth', 'stw', 'std'].includes(mnemonic) &&
        baseOf(operands[1], environment) === PACA &&
        operandValue(operands[1], environment) === layout.distanceTo(sign.field)
      );
    case 'names':
      return expressionsOf(item).some((one) => symbolsOf(one).has(sign.name));
    case 'stands-at':
      return labels.get(sign.label) === address;
  }
}

/** The constant that li or lis puts into a register, of which it holds 64 bits. */
function putBy({ mnemonic, operands }: Instruction, environment: Environment): bigint | undefined {
  const value = operandValue(operands[1], environment);
  if (mnemonic === 'li') return value;
  return mnemonic === 'lis' && value !== undefined ? value << 16n : undefined;
}

/** By the ABI r1 is the stack. */
const STACK = 1n;

/** In the kernel r13 is the PACA. */
const PACA = 13n;

/** Whether an instruction moves a register, by its number or by a mnemonic of its own. */
function isMove(
  way: 'mf' | 'mt',
  register: Register,
  { mnemonic, operands }: Instruction,
  operand: number,
  environment: Environment,
): boolean {
  if (mnemonic === way + register.toLowerCase()) return true;
  const { spr }: RegisterRow = registers[register];
  return (
    spr !== undefined &&
    mnemonic === `${way}spr` &&
    operandValue(operands[operand], environment) === BigInt(spr)
  );
}

/** The value of an operand, or the displacement of one that is an address. */
function operandValue(operand: Operand | undefined, environment: Environment): bigint | undefined {
  if (operand === undefined) return undefined;
  const value = evaluate(
    operand.kind === 'memory' ? operand.displacement : operand.value,
    environment,
  );
  return value.ok ? value.value : undefined;
}

function baseOf(operand: Operand | undefined, environment: Environment): bigint | undefined {
  if (operand?.kind !== 'memory') return undefined;
  const value = evaluate(operand.base, environment);
  return value.ok ? value.value : undefined;
}

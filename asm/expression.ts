// Expressions as the assembler keeps them, and their value under an environment. The environment knows
// addresses, structure offsets and the table of contents; this file knows only the arithmetic.
import {
  assemblerMeaning,
  type BinaryMeaning,
  type BinaryOperator,
  type UnaryOperator,
  unary,
  wrap,
} from './arithmetic.ts';

/** An expression as it was written; nothing is evaluated yet. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly name: string }
  /** `.`: the address of the item that the expression belongs to. */
  | { readonly kind: 'here' }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `of@suffix`, such as `table@ha` or `lock@toc`. */
  | { readonly kind: 'relocation'; readonly suffix: string; readonly of: Expression };

/** What the names of an expression stand for. */
export interface Environment {
  /** The value of a label, a structure offset or a constant. */
  readonly symbol: (name: string) => bigint | undefined;
  readonly here?: bigint;
  /** Suffixes that need more than the value of what they are applied to: `toc`, `got`, `tocbase`, ... */
  readonly relocation?: (suffix: string, of: Expression) => bigint | undefined;
  /** Where a branch to an address goes: the linker takes one that is to a function's descriptor to the function. */
  readonly entry?: (address: bigint) => bigint;
}

type Meaning = Readonly<Record<BinaryOperator, BinaryMeaning>>;

/** A signed 64-bit value, or why there is none. */
export type Evaluation =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly why: string };

/**
 * The value as a signed 64-bit number. The halfword suffixes (`l`, `h`, `ha`, `higher`, `highera`,
 * `highest`, `highesta`) give 0..0xffff; an instruction with a signed field extends that itself.
 */
export const evaluate = (
  expression: Expression,
  environment: Environment,
  meaning: Meaning = assemblerMeaning,
): Evaluation => {
  switch (expression.kind) {
    case 'literal':
      return found(expression.value);
    case 'symbol':
      return known(environment.symbol(expression.name), noValue(expression.name));
    case 'here':
      return known(environment.here, 'the location has no value here');
    case 'unary': {
      const operand = evaluate(expression.operand, environment, meaning);
      return operand.ok ? found(unary[expression.operator](operand.value)) : operand;
    }
    case 'binary':
      return evaluateBinary(expression, environment, meaning);
    case 'relocation':
      return evaluateRelocation(expression, environment, meaning);
  }
};

/** The names that the value depends on. */
export const symbolsOf = (expression: Expression, into: Set<string> = new Set()): Set<string> => {
  switch (expression.kind) {
    case 'symbol':
      return into.add(expression.name);
    case 'literal':
    case 'here':
      return into;
    case 'unary':
      return symbolsOf(expression.operand, into);
    case 'binary':
      return symbolsOf(expression.right, symbolsOf(expression.left, into));
    case 'relocation':
      return symbolsOf(expression.of, into);
  }
};

/** How many nodes the expression has, counted no further than `limit`: shared parts count each time. */
export const sizeOf = (expression: Expression, limit: number): number => {
  if (limit <= 0) return 1;
  switch (expression.kind) {
    case 'literal':
    case 'symbol':
    case 'here':
      return 1;
    case 'unary':
      return 1 + sizeOf(expression.operand, limit - 1);
    case 'relocation':
      return 1 + sizeOf(expression.of, limit - 1);
    case 'binary': {
      const left = sizeOf(expression.left, limit - 1);
      return left >= limit ? 1 + left : 1 + left + sizeOf(expression.right, limit - left - 1);
    }
  }
};

/** A number as an expression. */
export const literal = (value: bigint): Expression => ({ kind: 'literal', value: wrap(value) });

const halfword = (value: bigint, shift: bigint): bigint =>
  (BigInt.asUintN(64, value) >> shift) & 0xffffn;
const adjusted = (value: bigint): bigint => value + 0x8000n;

const halfwords: Readonly<Record<string, (value: bigint) => bigint>> = {
  l: (value) => halfword(value, 0n),
  h: (value) => halfword(value, 16n),
  ha: (value) => halfword(adjusted(value), 16n),
  higher: (value) => halfword(value, 32n),
  highera: (value) => halfword(adjusted(value), 32n),
  highest: (value) => halfword(value, 48n),
  highesta: (value) => halfword(adjusted(value), 48n),
};

// An instance of a numeric label, of which a feature section may have kept the use and not the label.
const noValue = (name: string): string => {
  const number = /^(\d+)#/u.exec(name)?.[1];
  return number === undefined
    ? `${name} has no value here`
    : `the label ${number} that this refers to is in code that is not kept`;
};

const evaluateBinary = (
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  environment: Environment,
  meaning: Meaning,
): Evaluation => {
  const first = evaluate(left, environment, meaning);
  if (!first.ok) return first;
  if (decides(operator, first.value)) return found(first.value === 0n ? 0n : 1n);
  const second = evaluate(right, environment, meaning);
  if (!second.ok) return second;
  return known(meaning[operator](first.value, second.value), 'division by zero');
};

const evaluateRelocation = (
  { suffix, of }: Extract<Expression, { kind: 'relocation' }>,
  environment: Environment,
  meaning: Meaning,
): Evaluation => {
  const part = halfwords[suffix];
  if (part === undefined) {
    return known(environment.relocation?.(suffix, of), `@${suffix} has no value here`);
  }
  const whole = evaluate(of, environment, meaning);
  return whole.ok ? found(part(whole.value)) : whole;
};

const found = (value: bigint): Evaluation => ({ ok: true, value });
const known = (value: bigint | undefined, why: string): Evaluation =>
  value === undefined ? { ok: false, why } : found(value);

const decides = (operator: BinaryOperator, left: bigint): boolean =>
  (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);

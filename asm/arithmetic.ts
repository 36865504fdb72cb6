// The operators of assembler and preprocessor expressions over 64-bit two's complement numbers.
// The two dialects agree on all but comparison (the assembler says -1 for true) and the right shift
// (the assembler shifts in zeros). Division by zero has no value.

export const binaryOperators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '!',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '&&',
  '||',
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

export const unaryOperators = ['-', '+', '~', '!'] as const;
export type UnaryOperator = (typeof unaryOperators)[number];

export type BinaryMeaning = (left: bigint, right: bigint) => bigint | undefined;

/** The value as a signed 64-bit number. */
export const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

export const unary: Readonly<Record<UnaryOperator, (value: bigint) => bigint>> = {
  '-': (value) => wrap(-value),
  '+': (value) => value,
  '~': (value) => ~value,
  '!': (value) => (value === 0n ? 1n : 0n),
};

const outOfRange = (amount: bigint): boolean => amount < 0n || amount > 63n;
const shiftLeft: BinaryMeaning = (left, right) => (outOfRange(right) ? 0n : wrap(left << right));
const shiftRightLogical: BinaryMeaning = (left, right) =>
  outOfRange(right) ? 0n : wrap(BigInt.asUintN(64, left) >> right);
const shiftRightArithmetic: BinaryMeaning = (left, right) =>
  outOfRange(right) ? 0n : left >> right;

const meanings = (
  truth: bigint,
  shiftRight: BinaryMeaning,
): Readonly<Record<BinaryOperator, BinaryMeaning>> => {
  const when = (holds: boolean): bigint => (holds ? truth : 0n);
  return {
    '+': (left, right) => wrap(left + right),
    '-': (left, right) => wrap(left - right),
    '*': (left, right) => wrap(left * right),
    '/': (left, right) => (right === 0n ? undefined : wrap(left / right)),
    '%': (left, right) => (right === 0n ? undefined : wrap(left % right)),
    '<<': shiftLeft,
    '>>': shiftRight,
    '&': (left, right) => left & right,
    '|': (left, right) => left | right,
    '^': (left, right) => left ^ right,
    '!': (left, right) => left | ~right,
    '==': (left, right) => when(left === right),
    '!=': (left, right) => when(left !== right),
    '<': (left, right) => when(left < right),
    '>': (left, right) => when(left > right),
    '<=': (left, right) => when(left <= right),
    '>=': (left, right) => when(left >= right),
    '&&': (left, right) => (left !== 0n && right !== 0n ? 1n : 0n),
    '||': (left, right) => (left !== 0n || right !== 0n ? 1n : 0n),
  };
};

export const assemblerMeaning = meanings(-1n, shiftRightLogical);
export const preprocessorMeaning = meanings(1n, shiftRightArithmetic);

// The operators of assembler and preprocessor expressions over 64-bit two's complement numbers.
// The two dialects agree on all but comparison (the assembler says -1 for true) and the right shift
// (the assembler shifts in zeros). Division by zero has no value.

/** The operators between two operands. */
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

/** An operator between two operands. */
export type BinaryOperator = (typeof binaryOperators)[number];

/** The operators before one operand. */
export const unaryOperators = ['-', '+', '~', '!'] as const;

/** An operator before one operand. */
export type UnaryOperator = (typeof unaryOperators)[number];

/** The value of an operation on signed 64-bit numbers; undefined where it has none. */
export type BinaryMeaning = (left: bigint, right: bigint) => bigint | undefined;

/** The value as a signed 64-bit number. */
export const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** The value of each operation on one signed 64-bit number. */
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

/** In assembler text: -1 is true, and a right shift brings in zeros. */
export const assemblerMeaning = meanings(-1n, shiftRightLogical);

/** In conditions of the preprocessor: 1 is true, and a right shift brings in the sign. */
export const preprocessorMeaning = meanings(1n, shiftRightArithmetic);

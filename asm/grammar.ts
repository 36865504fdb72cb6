// Reading an expression by precedence climbing, for the assembler and for the preprocessor: they share
// numbers, names and operators and differ in how strongly the operators bind. Size and depth are
// bounded, because the text may be anything.
import {
  type BinaryOperator,
  binaryOperators,
  type UnaryOperator,
  unaryOperators,
} from './arithmetic.ts';
import { atEnd, type Cursor, fail, remainder, take, takeText } from './cursor.ts';
import { type Expression, literal } from './expression.ts';
import { registerNumber } from './registers.ts';
import type { Strength } from './strength.ts';

/** How a dialect reads expressions: how strongly operators bind, and what a name stands for. */
export interface Dialect {
  readonly strength: Strength;
  /** What a name stands for; a fault goes to the cursor. */
  readonly name: (name: string, cursor: Cursor) => Expression;
  /** What `1b` or `1f` stands for, where there are such labels. */
  readonly local?: (number: string, direction: 'b' | 'f', cursor: Cursor) => Expression;
  /** The names that may follow an `@`. */
  readonly suffixes?: ReadonlySet<string>;
}

/** The parts of one expression, at most. */
export const largestExpression = 1000;
const deepestExpression = 200;

/** Reads an expression at the cursor; what cannot be read is the cursor's fault. */
export const parseExpression = (cursor: Cursor, dialect: Dialect): Expression => {
  const whole = climb(cursor, dialect, 1);
  if (dialect.suffixes === undefined || !takeText(cursor, '@')) return whole;
  const suffix = take(cursor, /[a-z]+(?:@[a-z]+)?/y)?.[0] ?? '';
  if (!dialect.suffixes.has(suffix)) fail(cursor, `@${suffix} is not a known suffix`);
  return { kind: 'relocation', suffix, of: withAddend(cursor, dialect, whole) };
};

// In `name@suffix+4` the suffix applies to the sum.
const withAddend = (cursor: Cursor, dialect: Dialect, left: Expression): Expression => {
  const operator = peekOperator(cursor);
  if (operator !== '+' && operator !== '-') return left;
  take(cursor, operatorPattern);
  return { kind: 'binary', operator, left, right: climb(cursor, dialect, 1) };
};

const climb = (cursor: Cursor, dialect: Dialect, weakest: number): Expression => {
  let left = operand(cursor, dialect);
  for (;;) {
    const operator = peekOperator(cursor);
    const strength = operator === undefined ? undefined : dialect.strength[operator];
    if (operator === undefined || strength === undefined || strength < weakest) return left;
    take(cursor, operatorPattern);
    const right = deeper(cursor, () => climb(cursor, dialect, strength + 1));
    left = { kind: 'binary', operator, left, right };
  }
};

const operand = (cursor: Cursor, dialect: Dialect): Expression => {
  cursor.parts += 1;
  if (cursor.parts > largestExpression) fail(cursor, 'the expression is too long');
  if (atEnd(cursor)) return missing(cursor);
  const sign = take(cursor, unaryPattern)?.[0];
  if (sign !== undefined && isUnary(sign)) {
    return {
      kind: 'unary',
      operator: sign,
      operand: deeper(cursor, () => operand(cursor, dialect)),
    };
  }
  if (takeText(cursor, '(')) return parenthesised(cursor, dialect);
  return (
    local(cursor, dialect) ??
    number(cursor) ??
    character(cursor) ??
    register(cursor, dialect) ??
    name(cursor, dialect)
  );
};

const parenthesised = (cursor: Cursor, dialect: Dialect): Expression => {
  const inner = deeper(cursor, () => parseExpression(cursor, dialect));
  if (!takeText(cursor, ')')) fail(cursor, 'a parenthesis is not closed');
  return inner;
};

const local = (cursor: Cursor, dialect: Dialect): Expression | undefined => {
  if (dialect.local === undefined) return undefined;
  const match = take(cursor, /([0-9]+)([bf])(?![\w$.])/y);
  if (match?.[1] === undefined) return undefined;
  return dialect.local(match[1], match[2] === 'b' ? 'b' : 'f', cursor);
};

const number = (cursor: Cursor): Expression | undefined => {
  const match = take(cursor, /(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]{0,3})(?![\w$.])/y);
  const digits = match?.[1];
  if (digits === undefined) return undefined;
  const value = valueOfDigits(digits);
  if (value === undefined) fail(cursor, `‘${digits.slice(0, 40)}’ is not a 64-bit number`);
  return literal(value ?? 0n);
};

const valueOfDigits = (digits: string): bigint | undefined => {
  if (digits.length > 70) return undefined;
  const octal = /^0[0-9]/.test(digits);
  if (octal && /[89]/.test(digits)) return undefined;
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits.toLowerCase());
  return value >> 64n === 0n ? value : undefined;
};

const character = (cursor: Cursor): Expression | undefined => {
  const match = take(cursor, /'(?:\\([nrtbf0\\'"])|([^\\]))'?/y);
  if (match === undefined) return undefined;
  const escaped = match[1] === undefined ? undefined : escapes[match[1]];
  return literal(BigInt(escaped ?? match[2]?.codePointAt(0) ?? 0));
};

/** `%r3` is r3, as other assemblers write it; once a header has made r3 a number, `%3` is what is left. */
const register = (cursor: Cursor, dialect: Dialect): Expression | undefined => {
  if (dialect.local === undefined) return undefined;
  const name = take(cursor, /%([A-Za-z]*\.?[0-9]+|[A-Za-z][A-Za-z.]*[0-9]*)(?![\w$.])/y)?.[1];
  if (name === undefined) return undefined;
  return literal(
    registerNumber(name) ?? (/^\d{1,2}$/.test(name) ? BigInt(name) : noRegister(cursor, name)),
  );
};

const noRegister = (cursor: Cursor, name: string): bigint => {
  fail(cursor, `%${name.slice(0, 40)} is not a register`);
  return 0n;
};

const name = (cursor: Cursor, dialect: Dialect): Expression => {
  const match = take(cursor, /[A-Za-z_.$][\w.$]*/y);
  if (match === undefined) return missing(cursor);
  return match[0] === '.' ? { kind: 'here' } : dialect.name(match[0], cursor);
};

const missing = (cursor: Cursor): Expression => {
  const found = atEnd(cursor) ? 'the end' : `‘${remainder(cursor)}’`;
  fail(cursor, `expected a value, found ${found}`);
  return literal(0n);
};

const deeper = (cursor: Cursor, read: () => Expression): Expression => {
  cursor.depth += 1;
  if (cursor.depth > deepestExpression) fail(cursor, 'the expression is nested too deeply');
  const result = read();
  cursor.depth -= 1;
  return result;
};

const operatorPattern = /<<|>>|<=|>=|==|!=|<>|&&|\|\||[+\-*/%&|^<>!]/y;
const unaryPattern = /[-+~!]/y;
const spellings: ReadonlyMap<string, BinaryOperator> = new Map([['<>', '!=']]);
const escapes: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  '0': 0,
  '\\': 92,
  "'": 39,
  '"': 34,
};

const peekOperator = (cursor: Cursor): BinaryOperator | undefined => {
  operatorPattern.lastIndex = cursor.offset;
  const text = operatorPattern.exec(cursor.text)?.[0];
  if (text === undefined) return undefined;
  return spellings.get(text) ?? (isBinary(text) ? text : undefined);
};

const isUnary = (text: string): text is UnaryOperator =>
  unaryOperators.some((each) => each === text);
const isBinary = (text: string): text is BinaryOperator =>
  binaryOperators.some((each) => each === text);

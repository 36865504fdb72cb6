// Expression, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import { preprocessorMeaning } from './arithmetic.ts';
import { cursorOver, expectEnd } from './cursor.ts';
import { evaluate } from './expression.ts';
import { type Dialect, parseExpression } from './grammar.ts';
import { assemblerStrength, preprocessorStrength } from './strength.ts';

const names: Dialect['name'] = (name) => ({ kind: 'symbol', name });
const suffixes = new Set(['l', 'h', 'ha', 'higher', 'highest', 'toc']);
const assembler: Dialect = { strength: assemblerStrength, name: names, suffixes };
const preprocessor: Dialect = { strength: preprocessorStrength, name: names };
const known: Readonly<Record<string, bigint>> = { a: 6n, big: 0x1234_5678_9abc_def0n };

const read = (text: string, dialect: Dialect) => {
  const cursor = cursorOver(text);
  const expression = parseExpression(cursor, dialect);
  expectEnd(cursor);
  return { expression, fault: cursor.fault };
};

const value = (text: string, dialect = assembler, meaning?: typeof preprocessorMeaning) => {
  const { expression, fault } = read(text, dialect);
  const environment = { symbol: (name: string) => known[name], here: 0x100n };
  const result = evaluate(expression, environment, meaning);
  return fault ?? (result.ok ? result.value : result.why);
};

describe('assembler expressions', () => {
  test.each<[string, bigint]>([
    ['2 + 3 * 4', 14n],
    ['1 + 2 | 4', 7n],
    ['10 - 4 - 3', 3n],
    ['1 << 4 - 1', 15n],
    ['~0 & 0xff', 255n],
    ['6 ! 1', -2n],
    ['!0 + !5', 1n],
    ['1 == 1', -1n],
    ['1 <> 1', 0n],
    ['2 < 3 && 3 < 2', 0n],
    ['0 || a', 1n],
    ['-1 >> 60', 15n],
    ['-7 / 2', -3n],
    ['-7 % 2', -1n],
    ['. + 8', 0x108n],
    ['0b101 + 017 + 0x1F', 51n],
    ["'A'", 65n],
    ['1 << 64', 0n],
    ['0x7fffffffffffffff + 1', -(2n ** 63n)],
  ])('%s is %d', (text, expected) => expect(value(text)).toBe(expected));

  test.each<[string, bigint]>([
    ['big@l', 0xdef0n],
    ['big@h', 0x9abcn],
    ['big@ha', 0x9abdn],
    ['big@higher', 0x5678n],
    ['(big)@highest', 0x1234n],
    ['1 << 16@h', 1n],
    ['big@l + 0x10', 0xdf00n],
  ])('%s is %d', (text, expected) => expect(value(text)).toBe(expected));

  test.each([
    ['1 / 0', 'division by zero'],
    ['b + 1', 'b has no value here'],
    ['a@toc', '@toc has no value here'],
    ['a@nowhere', '@nowhere is not a known suffix'],
    ['1 +', 'expected a value, found the end'],
    ['(1', 'a parenthesis is not closed'],
    ['1 2', 'unexpected ‘2’'],
    ['089', '‘089’ is not a 64-bit number'],
    ['0x10000000000000000', '‘0x10000000000000000’ is not a 64-bit number'],
  ])('%s is a fault', (text, expected) => expect(value(text)).toBe(expected));

  test('are bounded in length and depth', () => {
    expect(value(`${'1+'.repeat(5000)}1`)).toBe('the expression is too long');
    expect(value(`${'('.repeat(5000)}1`)).toBe('the expression is nested too deeply');
  });
});

describe('preprocessor expressions', () => {
  test.each<[string, bigint]>([
    ['1 + 2 | 4', 7n],
    ['1 == 1', 1n],
    ['-1 >> 60', -1n],
    ['1 << 2 + 1', 8n],
    ['1 & 2 == 2', 1n],
    ['0 && 1 / 0', 0n],
    ['10UL > 2', 1n],
  ])('%s is %d', (text, expected) =>
    expect(value(text, preprocessor, preprocessorMeaning)).toBe(expected),
  );
});

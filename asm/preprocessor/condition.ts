// The conditions of #if and #elif, and the stack of conditionals that says whether a line counts. Names
// that are not macros are 0, as in C; a condition that cannot be read is a fault and counts as false.
import { preprocessorMeaning } from '../arithmetic.ts';
import { cursorOver, expectEnd } from '../cursor.ts';
import { evaluate, literal } from '../expression.ts';
import { type Dialect, parseExpression } from '../grammar.ts';
import type { Position } from '../listing.ts';
import { preprocessorStrength } from '../strength.ts';
import { type Expander, expand } from './expansion.ts';
import { type Token, textOf, tokensOf } from './token.ts';

interface Conditional {
  readonly at: Position;
  /** Whether the lines around it count. */
  readonly outer: boolean;
  /** Whether this branch counts, and whether one has been taken already. */
  active: boolean;
  taken: boolean;
  otherwise: boolean;
}

/** The conditionals that are open, innermost last. */
export type Conditionals = Conditional[];

/** Whether the lines here are read. */
export const counts = (stack: Conditionals): boolean => stack.at(-1)?.active ?? true;

/** #if and its relatives; the test is made only where it can matter. */
export const open = (stack: Conditionals, at: Position, test: () => boolean): void => {
  const outer = counts(stack);
  const active = outer && test();
  stack.push({ at, outer, active, taken: active, otherwise: false });
};

/** #elif and, with a test that is always true, #else; what is wrong with it, if anything. */
export const turn = (
  stack: Conditionals,
  last: boolean,
  test: () => boolean,
): string | undefined => {
  const top = stack.at(-1);
  if (top === undefined) return 'there is no #if for this';
  if (top.otherwise) return 'there was an #else before this';
  top.otherwise = last;
  top.active = top.outer && !top.taken && test();
  top.taken ||= top.active;
  return undefined;
};

/** #endif; what is wrong with it, if anything. */
export const close = (stack: Conditionals): string | undefined =>
  stack.pop() === undefined ? 'there is no #if for this' : undefined;

/** Whether the condition of an #if is true. */
export const holds = (condition: string, expander: Expander): boolean => {
  const tokens = withoutDefined(tokensOf(condition), expander);
  const cursor = cursorOver(textOf(expand(tokens, expander).tokens));
  const expression = parseExpression(cursor, dialect);
  expectEnd(cursor);
  const result = evaluate(expression, { symbol: () => 0n }, preprocessorMeaning);
  if (cursor.fault !== undefined) expander.fail(cursor.fault);
  else if (!result.ok) expander.fail(result.why);
  return cursor.fault === undefined && result.ok && result.value !== 0n;
};

const dialect: Dialect = { strength: preprocessorStrength, name: () => literal(0n) };

/** `defined X` and `defined(X)` are decided before macros are expanded. */
const withoutDefined = (tokens: readonly Token[], expander: Expander): Token[] => {
  const result: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const bracketed = tokens[at + 1]?.text === '(' && tokens[at + 3]?.text === ')';
    const name = token.text === 'defined' ? tokens[at + (bracketed ? 2 : 1)] : undefined;
    if (name?.kind === 'name') {
      const text = expander.macros.has(name.text) ? '1' : '0';
      result.push({ ...token, kind: 'number', text });
      at += bracketed ? 3 : 1;
    } else result.push(token);
  }
  return result;
};

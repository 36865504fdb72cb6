// Expressions in the middle of assembling: names that have been assigned stand for their value at this
// moment, as in the assembler, so that `reg = reg + 1` in a repetition gives every instruction its own.
import { spend } from '../budget.ts';
import { type Cursor, fail } from '../cursor.ts';
import { type Expression, evaluate, sizeOf } from '../expression.ts';
import { type Dialect, largestExpression, parseExpression } from '../grammar.ts';
import type { Position } from '../listing.ts';
import { assemblerStrength } from '../strength.ts';
import { type Assembly, complain } from './assembly.ts';
import { numericReference } from './label.ts';

const suffixes: ReadonlySet<string> = new Set(
  [
    'l',
    'h',
    'ha',
    'high',
    'higha',
    'higher',
    'highera',
    'highest',
    'highesta',
    'tocbase',
    'plt',
    'local',
  ]
    .concat(['toc', 'got', 'tprel', 'dtprel', 'sectoff', 'got@tprel', 'got@dtprel'])
    .concat(
      ['toc', 'got', 'tprel', 'dtprel'].flatMap((of) =>
        ['l', 'h', 'ha'].map((part) => `${of}@${part}`),
      ),
    ),
);

/** Reads an expression, with assigned names replaced by what they stand for now. */
export const readValue = (assembly: Assembly, cursor: Cursor, at: Position): Expression =>
  parseExpression(cursor, dialectAt(assembly, at));

/** What was assigned to a name; its parts count as if they stood here. */
const assignedTo = (assembly: Assembly, name: string, cursor: Cursor): Expression | undefined => {
  const value = assembly.symbols.get(name);
  const more = value === undefined ? 0 : sizeOf(value, largestExpression) - 1;
  cursor.parts += more;
  if (cursor.parts > largestExpression || !spend(assembly.budget, more))
    fail(cursor, 'the expression is too long');
  return value;
};

const dialectAt = (assembly: Assembly, at: Position): Dialect => ({
  strength: assemblerStrength,
  suffixes,
  name: (name, cursor) => assignedTo(assembly, name, cursor) ?? { kind: 'symbol', name },
  local: (number, direction, cursor) => {
    const reference = numericReference(assembly, number, direction, at);
    if (reference === undefined) fail(cursor, `there is no label for ${number}${direction}`);
    return reference ?? { kind: 'symbol', name: number };
  },
});

/** A number that must be known now, such as how often to repeat. */
export const readConstant = (
  assembly: Assembly,
  cursor: Cursor,
  at: Position,
): bigint | undefined => {
  const expression = readValue(assembly, cursor, at);
  if (cursor.fault !== undefined) return undefined;
  const result = evaluate(expression, { symbol: () => undefined });
  if (!result.ok) fail(cursor, `not a constant: ${result.why}`);
  return result.ok ? result.value : undefined;
};

/** Reports the fault of a cursor; true when there was none. */
export const settle = (assembly: Assembly, cursor: Cursor, at: Position): boolean => {
  complain(assembly, at, cursor.fault);
  return cursor.fault === undefined;
};

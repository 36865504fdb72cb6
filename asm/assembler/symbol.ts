// Assigning symbols: `name = value`, .set, .equ and .equiv, and the location counter. A value keeps
// what it means at this moment: other symbols are replaced by their values and `.` by a label.
import { type Cursor, cursorOver, expectEnd, fail, take } from '../cursor.ts';
import { type Expression, evaluate, literal, sizeOf } from '../expression.ts';
import { largestExpression } from '../grammar.ts';
import type { Position } from '../listing.ts';
import { type Assembly, emit } from './assembly.ts';
import { freezeLocation } from './label.ts';
import { readValue, settle } from './value.ts';

/** `name = text`; `.` moves the location. */
export const assign = (assembly: Assembly, name: string, text: string, at: Position): void => {
  const cursor = cursorOver(text);
  const value = readValue(assembly, cursor, at);
  expectEnd(cursor);
  if (name === '.') {
    if (settle(assembly, cursor, at)) emit(assembly, { kind: 'origin', at, to: value });
  } else keep(assembly, name, value, cursor, at);
};

/** The rest of `.set name, value`; `once` for .equiv, which may not assign again. */
export const assignDirective = (
  assembly: Assembly,
  cursor: Cursor,
  at: Position,
  once: boolean,
): void => {
  const name = take(cursor, /([A-Za-z_.$][\w.$]*)\s*,/y)?.[1];
  if (name === undefined || name === '.') fail(cursor, 'a name and a value are needed');
  if (once && name !== undefined && assembly.symbols.has(name))
    fail(cursor, `${name} is defined already`);
  const value = readValue(assembly, cursor, at);
  expectEnd(cursor);
  keep(assembly, name ?? '', value, cursor, at);
};

const keep = (
  assembly: Assembly,
  name: string,
  value: Expression,
  cursor: Cursor,
  at: Position,
): void => {
  if (assembly.labels.has(name)) fail(cursor, `${name} is a label already`);
  if (sizeOf(value, largestExpression) >= largestExpression) fail(cursor, 'the value is too long');
  if (!settle(assembly, cursor, at)) return;
  const constant = evaluate(value, { symbol: () => undefined });
  assembly.symbols.set(name, constant.ok ? literal(constant.value) : frozen(assembly, value, at));
};

const frozen = (assembly: Assembly, value: Expression, at: Position): Expression => {
  let label: Expression | undefined;
  const replace = (node: Expression): Expression => {
    switch (node.kind) {
      case 'here':
        label ??= freezeLocation(assembly, at);
        return label;
      case 'literal':
      case 'symbol':
        return node;
      case 'unary':
        return { ...node, operand: replace(node.operand) };
      case 'relocation':
        return { ...node, of: replace(node.of) };
      case 'binary':
        return { ...node, left: replace(node.left), right: replace(node.right) };
    }
  };
  return replace(value);
};

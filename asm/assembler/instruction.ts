// One instruction: mnemonic, prediction hint, operands. Which mnemonics exist is not known here, but
// the shapes of a macro that nobody defined are: all capitals, or a parenthesis right after the name.
import { atEnd, type Cursor, cursorOver, expectEnd, fail, take, takeText } from '../cursor.ts';
import type { Operand, Position } from '../listing.ts';
import { type Assembly, emit } from './assembly.ts';
import { readValue, settle } from './value.ts';

/** Assembles one instruction into an item of the current section. */
export const assembleInstruction = (assembly: Assembly, text: string, at: Position): void => {
  const cursor = cursorOver(text);
  const head = take(cursor, /([A-Za-z][A-Za-z0-9_]*\.?)([+-]?)(?=\s|$)/y);
  if (head?.[1] === undefined || looksLikeMacro(head[1])) fail(cursor, unreadable(text));
  const operands = readOperands(assembly, cursor, at);
  if (cursor.fault !== undefined) cursor.fault = undefinedMacro(text) ?? cursor.fault;
  if (!settle(assembly, cursor, at)) return;
  const hint = head?.[2];
  const base = {
    kind: 'instruction',
    at,
    mnemonic: head?.[1]?.toLowerCase() ?? '',
    operands,
  } as const;
  emit(assembly, hint === '+' || hint === '-' ? { ...base, hint } : base);
};

const readOperands = (assembly: Assembly, cursor: Cursor, at: Position): readonly Operand[] => {
  if (atEnd(cursor)) return [];
  const operands = [readOperand(assembly, cursor, at)];
  while (takeText(cursor, ',')) operands.push(readOperand(assembly, cursor, at));
  expectEnd(cursor);
  return operands;
};

const readOperand = (assembly: Assembly, cursor: Cursor, at: Position): Operand => {
  const value = readValue(assembly, cursor, at);
  if (!takeText(cursor, '(')) return { kind: 'expression', value };
  const base = readValue(assembly, cursor, at);
  if (!takeText(cursor, ')')) fail(cursor, 'the base register is not closed');
  return { kind: 'memory', displacement: value, base };
};

/** A name in capitals with its parameters, of which something more is wanted than a displacement: a macro that nobody defined. */
const undefinedMacro = (text: string): string | undefined => {
  const name = /\b([A-Z_][A-Z0-9_]*)\([^()]*\)\s*[^\s,]/.exec(text)?.[1];
  return name && `${name.slice(0, 60)} is not defined, and is used as a macro`;
};

// The assembler takes a mnemonic in any case, and the kernel pastes together `Hrfid`.
const looksLikeMacro = (word: string): boolean =>
  !/[a-z]/.test(word) || (word.includes('_') && /[A-Z]/.test(word));

const unreadable = (text: string): string => {
  const word = /^[\w$.]+/.exec(text)?.[0];
  return word === undefined
    ? 'this is neither a label, a directive nor an instruction'
    : `${word.slice(0, 60)} is neither an instruction nor a known macro`;
};

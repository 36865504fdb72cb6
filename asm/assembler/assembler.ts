// The assembler: runs statements one after the other against the assembly. An error gives up the
// statement and goes on with the next one; work is counted and nesting bounded.
import { exhaust, spend } from '../budget.ts';
import { cursorOver, expectEnd, fail } from '../cursor.ts';
import type { Position } from '../listing.ts';
import type { Statement } from '../preprocessor/statement.ts';
import { type AssemblerMacro, type Assembly, complain } from './assembly.ts';
import { type Ends, endsOf, isClosing, isOpening } from './block.ts';
import { branch, isActive, isConditional } from './conditional.ts';
import { directives } from './directives.ts';
import { border } from './feature-section.ts';
import { afterWord, type Head, headOf } from './head.ts';
import { assembleInstruction } from './instruction.ts';
import { defineLabel, settleNumericLabels } from './label.ts';
import { readMacro, replaceIn, splitValues, writeOut } from './macro.ts';
import { assign } from './symbol.ts';
import { readConstant, settle } from './value.ts';

const deepestRun = 60;
const statementCost = 4;

/** Runs the statements of one file and ends the file. */
export const assembleFile = (assembly: Assembly, statements: readonly Statement[]): void => {
  assembly.section = '.text';
  assembly.previous = '.text';
  assembly.macros.clear();
  run(assembly, statements);
  for (const { at } of assembly.branchings.splice(0))
    complain(assembly, at, 'this .if is never closed');
  for (const { at } of assembly.frames.splice(0))
    complain(assembly, at, 'this feature section never ends');
  assembly.pushed.length = 0;
  settleNumericLabels(assembly);
};

/** A long statement takes longer to read. */
const costOf = (statement: Statement | undefined): number =>
  statementCost + ((statement?.text.length ?? 0) >> 6);

const run = (assembly: Assembly, statements: readonly Statement[]): void => {
  if (!spend(assembly.budget, statements.length >> 3)) return;
  const ends = endsOf(statements);
  for (
    let index = 0;
    index < statements.length && spend(assembly.budget, costOf(statements[index]));
    index += 1
  ) {
    const statement = statements[index];
    if (statement === undefined) return;
    if (statement.mark !== undefined) {
      if (isActive(assembly)) border(assembly, statement.mark, statement.at);
    } else index = step(assembly, statements, index, headOf(statement.text), ends);
  }
};

/** Runs one statement, or a block; gives the index of its last statement. */
const step = (
  assembly: Assembly,
  statements: readonly Statement[],
  index: number,
  head: Head,
  ends: Ends,
): number => {
  const at = statements[index]?.at;
  if (at === undefined) return index;
  const active = isActive(assembly);
  if (active) for (const label of head.labels) defineLabel(assembly, label, at);
  if (isConditional(head.word)) branch(assembly, head.word, afterWord(head), at);
  else if (active && isOpening(head.word)) {
    const end = ends.get(index);
    if (end === undefined) complain(assembly, at, `this ${head.word} is never closed`);
    else if (spend(assembly.budget, (end - index) >> 3))
      block(assembly, head, statements.slice(index + 1, end), at);
    return end ?? index;
  } else if (active) plain(assembly, head, at);
  return index;
};

const plain = (assembly: Assembly, head: Head, at: Position): void => {
  const { rest, word, assigned } = head;
  const macro = assembly.macros.get(word);
  if (assigned !== undefined) assign(assembly, assigned, rest, at);
  else if (macro !== undefined) callMacro(assembly, macro, head, at);
  else if (word.startsWith('.')) directive(assembly, head, at);
  else if (rest !== '') assembleInstruction(assembly, rest, at);
};

const callMacro = (assembly: Assembly, macro: AssemblerMacro, head: Head, at: Position): void => {
  const body = writeOut(assembly, macro, afterWord(head), at);
  if (typeof body === 'string') complain(assembly, at, body);
  else nested(assembly, body, at);
};

const directive = (assembly: Assembly, head: Head, at: Position): void => {
  const known = directives.get(head.word);
  const cursor = cursorOver(afterWord(head));
  if (known !== undefined) known(assembly, cursor, at);
  else if (isClosing(head.word)) fail(cursor, `nothing is open for this ${head.word}`);
  else fail(cursor, `${head.word.slice(0, 60)} is not a known directive`);
  settle(assembly, cursor, at);
};

const block = (assembly: Assembly, head: Head, body: readonly Statement[], at: Position): void => {
  const rest = afterWord(head);
  if (head.word === '.rept') repeat(assembly, rest, body, at);
  else if (head.word === '.macro') defineMacro(assembly, rest, body, at);
  else each(assembly, head.word, rest, body, at);
};

const defineMacro = (
  assembly: Assembly,
  rest: string,
  body: readonly Statement[],
  at: Position,
): void => {
  const macro = readMacro(rest, body);
  if (typeof macro === 'string') complain(assembly, at, macro);
  else assembly.macros.set(macro.name, macro);
};

const repeat = (
  assembly: Assembly,
  rest: string,
  body: readonly Statement[],
  at: Position,
): void => {
  const cursor = cursorOver(rest);
  const count = readConstant(assembly, cursor, at) ?? 0n;
  expectEnd(cursor);
  if (!settle(assembly, cursor, at)) return;
  for (let done = 0n; done < count && spend(assembly.budget, 1); done += 1n)
    nested(assembly, body, at);
};

/** `.irp name, values` and `.irpc name, letters`: the body once for each. */
const each = (
  assembly: Assembly,
  word: string,
  rest: string,
  body: readonly Statement[],
  at: Position,
): void => {
  const match = /^([A-Za-z_$][\w$]*)\s*,?\s*([\s\S]*)$/.exec(rest);
  if (match?.[1] === undefined) {
    complain(assembly, at, `${word} needs a name`);
    return;
  }
  const values = word === '.irpc' ? [...(match[2] ?? '')] : splitValues(match[2] ?? '');
  for (const value of values) {
    if (!spend(assembly.budget, 1)) return;
    const given = new Map([[match[1], value]]);
    nested(
      assembly,
      replaceIn(assembly, body, given, '\\@', (place) => place),
      at,
    );
  }
};

const nested = (assembly: Assembly, statements: readonly Statement[], at: Position): void => {
  if (assembly.depth >= deepestRun) {
    complain(assembly, at, 'macros and repetitions are nested too deeply');
    exhaust(assembly.budget);
    return;
  }
  assembly.depth += 1;
  run(assembly, statements);
  assembly.depth -= 1;
};

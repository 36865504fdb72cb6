// .if and its relatives: whether the statements that follow count. In statements that do not count only
// these directives are looked at, for their nesting.
import { cursorOver, expectEnd } from '../cursor.ts';
import type { Position } from '../listing.ts';
import { type Assembly, complain } from './assembly.ts';
import { readConstant, settle } from './value.ts';

type Test = (assembly: Assembly, rest: string, at: Position) => boolean;

/** Whether the statements here count. */
export const isActive = (assembly: Assembly): boolean => assembly.branchings.at(-1)?.active ?? true;

/** Whether a word opens, turns or closes a conditional. */
export const isConditional = (word: string): boolean => tests.has(word) || turns.has(word);

/** Opens, turns or closes a conditional. */
export const branch = (assembly: Assembly, word: string, rest: string, at: Position): void => {
  const test = tests.get(word);
  if (test !== undefined) {
    open(assembly, test, rest, at);
    return;
  }
  const top = assembly.branchings.at(-1);
  if (top === undefined) {
    complain(assembly, at, `there is no .if for this ${word}`);
    return;
  }
  if (word === '.endif') assembly.branchings.pop();
  else {
    const mayBe = top.outer && !top.taken;
    top.active = mayBe && (word === '.else' || isNot(0n)(assembly, rest, at));
    top.taken ||= top.active;
  }
};

const open = (assembly: Assembly, test: Test, rest: string, at: Position): void => {
  const outer = isActive(assembly);
  const active = outer && test(assembly, rest, at);
  assembly.branchings.push({ at, outer, active, taken: active });
};

const compare =
  (holds: (value: bigint) => boolean): Test =>
  (assembly, rest, at) => {
    const cursor = cursorOver(rest);
    const value = readConstant(assembly, cursor, at);
    expectEnd(cursor);
    return settle(assembly, cursor, at) && value !== undefined && holds(value);
  };

const isNot = (number: bigint): Test => compare((value) => value !== number);

const isDefined =
  (wanted: boolean): Test =>
  (assembly, rest) =>
    (assembly.symbols.has(rest) || assembly.labels.has(rest)) === wanted;

const isBlank =
  (wanted: boolean): Test =>
  (_, rest) =>
    (rest === '') === wanted;

const isSame =
  (wanted: boolean): Test =>
  (assembly, rest, at) => {
    const [left, right, ...more] = rest.split(',').map((each) => each.trim());
    if (right === undefined || more.length > 0) complain(assembly, at, 'two strings are needed');
    return (left === right) === wanted;
  };

const turns: ReadonlySet<string> = new Set(['.else', '.elseif', '.endif']);

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['.if', isNot(0n)],
  ['.ifne', isNot(0n)],
  ['.ifeq', compare((value) => value === 0n)],
  ['.ifgt', compare((value) => value > 0n)],
  ['.ifge', compare((value) => value >= 0n)],
  ['.iflt', compare((value) => value < 0n)],
  ['.ifle', compare((value) => value <= 0n)],
  ['.ifdef', isDefined(true)],
  ['.ifndef', isDefined(false)],
  ['.ifnotdef', isDefined(false)],
  ['.ifb', isBlank(true)],
  ['.ifnb', isBlank(false)],
  ['.ifc', isSame(true)],
  ['.ifnc', isSame(false)],
]);

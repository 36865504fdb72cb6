// The table of directives that stand alone. What encloses other statements (.if, .rept, .macro) is in
// conditional.ts and block.ts. Directives that only describe the object file to tools are known by name
// and leave no trace.
import { expectEnd, fail, remainder, take, takeText } from '../cursor.ts';
import { type Directive, dataDirectives } from './data.ts';
import { sectionDirectives } from './section.ts';
import { assignDirective } from './symbol.ts';

const global: Directive = (assembly, cursor) => {
  do {
    const name = take(cursor, /[A-Za-z_.$][\w.$]*/y)?.[0];
    if (name === undefined) {
      fail(cursor, 'a name is needed');
      return;
    }
    assembly.globals.add(name);
  } while (takeText(cursor, ','));
  expectEnd(cursor);
};

const set =
  (once: boolean): Directive =>
  (assembly, cursor, at) =>
    assignDirective(assembly, cursor, at, once);

const raise: Directive = (_, cursor) => fail(cursor, `.error ${remainder(cursor)}`);

const purge: Directive = (assembly, cursor) => {
  if (!assembly.macros.delete(remainder(cursor))) fail(cursor, 'there is no such macro');
};

const nothing: Directive = () => undefined;

const descriptions = [
  '.abiversion',
  '.cfi_adjust_cfa_offset',
  '.cfi_def_cfa',
  '.cfi_def_cfa_offset',
  '.cfi_def_cfa_register',
  '.cfi_endproc',
  '.cfi_offset',
  '.cfi_register',
  '.cfi_restore',
  '.cfi_sections',
  '.cfi_startproc',
  '.file',
  '.hidden',
  '.ident',
  '.internal',
  '.loc',
  '.local',
  '.localentry',
  '.machine',
  '.print',
  '.protected',
  '.size',
  '.stabn',
  '.stabs',
  '.type',
  '.warning',
];

/** What each directive that stands alone does, by name. */
export const directives: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ...dataDirectives,
  ...sectionDirectives,
  ['.globl', global],
  ['.global', global],
  ['.weak', global],
  ['.set', set(false)],
  ['.equ', set(false)],
  ['.equiv', set(true)],
  ['.error', raise],
  ['.err', raise],
  ['.purgem', purge],
  ...descriptions.map((name): [string, Directive] => [name, nothing]),
]);

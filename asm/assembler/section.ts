// Directives that choose the section: .section, .text, .data, .bss, .previous, .pushsection and
// .popsection. Flags and types of a section are not kept.
import { type Cursor, expectEnd, fail, take } from '../cursor.ts';
import { type Assembly, itemsOf } from './assembly.ts';
import type { Directive } from './data.ts';

const enter = (assembly: Assembly, section: string): void => {
  assembly.previous = assembly.section;
  assembly.section = section;
  itemsOf(assembly, section);
};

const named =
  (section: string): Directive =>
  (assembly, cursor) => {
    expectEnd(cursor);
    if (cursor.fault === undefined) enter(assembly, section);
  };

const readName = (cursor: Cursor): string | undefined => {
  const match = take(cursor, /"([^"]+)"|([\w.$-]+)/y);
  const name = match?.[1] ?? match?.[2];
  const flags = take(cursor, /(?:,\s*(?:"[^"]*"|[@%#]?[\w.]+)\s*)*$/y);
  if (name === undefined || flags === undefined) fail(cursor, 'the name of a section is needed');
  return cursor.fault === undefined ? name : undefined;
};

const section: Directive = (assembly, cursor) => {
  const name = readName(cursor);
  if (name !== undefined) enter(assembly, name);
};

const push: Directive = (assembly, cursor) => {
  const name = readName(cursor);
  if (name === undefined) return;
  assembly.pushed.push({ section: assembly.section, previous: assembly.previous });
  enter(assembly, name);
};

const pop: Directive = (assembly, cursor) => {
  const before = assembly.pushed.pop();
  if (before === undefined) {
    fail(cursor, 'there is no .pushsection for this');
    return;
  }
  assembly.section = before.section;
  assembly.previous = before.previous;
};

const previous: Directive = (assembly) => {
  enter(assembly, assembly.previous);
};

/** The directives that choose a section, by name. */
export const sectionDirectives: readonly (readonly [string, Directive])[] = [
  ['.text', named('.text')],
  ['.data', named('.data')],
  ['.bss', named('.bss')],
  ['.section', section],
  ['.pushsection', push],
  ['.popsection', pop],
  ['.previous', previous],
];

// Directives that put bytes at the location or move it: values, strings, space, alignment, origin and
// the entries of the table of contents.
import { spend } from '../budget.ts';
import { atEnd, type Cursor, expectEnd, fail, take, takeText } from '../cursor.ts';
import { literal } from '../expression.ts';
import type { Data, Position } from '../listing.ts';
import { type Assembly, emit } from './assembly.ts';
import { readConstant, readValue } from './value.ts';

/** What a directive does with the rest of its statement; what is wrong is the cursor's fault. */
export type Directive = (assembly: Assembly, cursor: Cursor, at: Position) => void;

const values =
  (width: Data['width']): Directive =>
  (assembly, cursor, at) => {
    if (atEnd(cursor)) return;
    do {
      const value = readValue(assembly, cursor, at);
      if (cursor.fault === undefined) emit(assembly, { kind: 'data', at, width, value });
    } while (takeText(cursor, ','));
    expectEnd(cursor);
  };

/** `.tc name[class], value`: the name is for the linker alone. */
const tocEntry: Directive = (assembly, cursor, at) => {
  if (take(cursor, /[^,]*,/y) === undefined) {
    fail(cursor, 'a name and a value are needed');
    return;
  }
  emit(assembly, { kind: 'align', at, bytes: 8 });
  values(8)(assembly, cursor, at);
};

const strings =
  (ending: readonly number[]): Directive =>
  (assembly, cursor, at) => {
    do {
      const text = take(cursor, /"([^"\\]*(?:\\.[^"\\]*)*)"/y)?.[1];
      if (text === undefined) {
        fail(cursor, 'a string is needed');
        return;
      }
      for (const byte of [...bytesOf(text), ...ending]) {
        if (!spend(assembly.budget, 1)) return;
        emit(assembly, { kind: 'data', at, width: 1, value: literal(BigInt(byte)) });
      }
    } while (takeText(cursor, ','));
    expectEnd(cursor);
  };

const bytesOf = (text: string): Uint8Array => {
  const plain = text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|([\s\S]))/g,
    (_, octal, hex, letter) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16) & 0xff);
      return letters[letter] ?? letter;
    },
  );
  return new TextEncoder().encode(plain);
};

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const space: Directive = (assembly, cursor, at) => {
  const size = readValue(assembly, cursor, at);
  const fill = takeText(cursor, ',') ? readValue(assembly, cursor, at) : literal(0n);
  expectEnd(cursor);
  if (cursor.fault === undefined) emit(assembly, { kind: 'space', at, size, fill });
};

const origin: Directive = (assembly, cursor, at) => {
  const to = readValue(assembly, cursor, at);
  expectEnd(cursor);
  if (cursor.fault === undefined) emit(assembly, { kind: 'origin', at, to });
};

/** `.align 3` is eight bytes on PowerPC, `.balign 8` as well. The filling and its limit are not kept. */
const align =
  (power: boolean): Directive =>
  (assembly, cursor, at) => {
    const number = atEnd(cursor) ? 0n : (readConstant(assembly, cursor, at) ?? 0n);
    while (takeText(cursor, ','))
      if (!/^[,]/.test(cursor.text.slice(cursor.offset))) skipValue(assembly, cursor, at);
    expectEnd(cursor);
    const bytes = power
      ? number >= 0n && number < 31n
        ? 2 ** Number(number)
        : 0
      : Number(number || 1n);
    if (!Number.isInteger(Math.log2(bytes)) || bytes < 1 || bytes > 2 ** 30) {
      fail(cursor, 'the alignment is not a power of two');
    }
    if (cursor.fault === undefined) emit(assembly, { kind: 'align', at, bytes });
  };

const skipValue: Directive = (assembly, cursor, at) => {
  if (!atEnd(cursor)) readValue(assembly, cursor, at);
};

/** The directives that put bytes, by name. */
export const dataDirectives: readonly (readonly [string, Directive])[] = [
  ['.byte', values(1)],
  ['.short', values(2)],
  ['.hword', values(2)],
  ['.half', values(2)],
  ['.2byte', values(2)],
  ['.long', values(4)],
  ['.int', values(4)],
  ['.4byte', values(4)],
  ['.quad', values(8)],
  ['.llong', values(8)],
  ['.8byte', values(8)],
  ['.tc', tocEntry],
  ['.ascii', strings([])],
  ['.asciz', strings([0])],
  ['.string', strings([0])],
  ['.space', space],
  ['.skip', space],
  ['.zero', space],
  ['.org', origin],
  ['.align', align(true)],
  ['.p2align', align(true)],
  ['.balign', align(false)],
];

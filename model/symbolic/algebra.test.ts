// Every normal form is held to the numbers: random formulas, random assignments, and all that is said to be known of a value.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers, type Word, type Words } from '../../spec/vocabulary/words.ts';
import { type Algebra, algebra, both, either, truthOf } from './algebra.ts';
import type { Term } from './term.ts';
import { valuesUnder } from './value.ts';

/** Operations by which a program of formulas goes on: each takes words that are there already. */
const OPERATIONS = [
  'add',
  'sub',
  'multiply',
  'and',
  'or',
  'xor',
  'not',
  'equal',
  'lessSigned',
  'lessUnsigned',
  'select',
  'shiftLeft',
  'shiftRight',
  'signExtend',
  'literal',
] as const;

/** Variables, and the bits that each has. */
const VARIABLES: readonly (readonly [string, Word])[] = [
  ['x', 2n ** 64n - 1n],
  ['y', 2n ** 64n - 1n],
  ['narrow', 0xffffffffn],
  ['flag', 1n],
  ['high', 0xf0f0_0000_0000_0000n],
  ['few', 31n],
];

interface Line {
  readonly op: (typeof OPERATIONS)[number];
  readonly on: readonly [number, number, number];
  readonly word: Word;
  readonly bits: number;
}

const corner = fc.constantFrom(
  ...[0n, 1n, 2n, 3n, 16n, 0xffn, 0xfffn, 0x80000000n, 0xffffffffn, 1n << 63n, 2n ** 64n - 1n],
  ...[0xfffffffffffff000n, 0x783f0000n, 0xc000000012345000n, 2n ** 64n - 4n],
);
const word = fc.oneof(corner, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));

const line: fc.Arbitrary<Line> = fc.record({
  op: fc.constantFrom(...OPERATIONS),
  on: fc.tuple(fc.nat(63), fc.nat(63), fc.nat(63)),
  word,
  bits: fc.oneof(fc.constantFrom(1, 4, 8, 16, 31, 32, 63), fc.integer({ min: 0, max: 63 })),
});

/** The words of a program over any reading of words: later lines mostly use what is near. */
function run<V>(words: Words<V>, variables: readonly V[], lines: readonly Line[]): readonly V[] {
  const made = [...variables];
  for (const { op, on, word, bits } of lines) {
    const [a, b, c] = on.map((i) => pick(made, i)) as [V, V, V];
    made.push(operate(words, { op, word, bits }, a, b, c));
  }
  return made;
}

const pick = <V>(made: readonly V[], i: number): V =>
  made[made.length - 1 - (i % made.length)] as V;

function operate<V>(words: Words<V>, { op, word, bits }: Omit<Line, 'on'>, a: V, b: V, c: V): V {
  switch (op) {
    case 'literal':
      return words.literal(word);
    case 'not':
      return words.not(a);
    case 'select':
      return words.select(a, b, c);
    case 'shiftLeft':
    case 'shiftRight':
      return words[op](a, bits);
    case 'signExtend':
      return words.signExtend(a, bits + 1);
    default:
      return words[op](a, b);
  }
}

const variablesOf = (t: Algebra): readonly Term[] =>
  VARIABLES.map(([name, mask]) => t.table.variable(name, mask));

/** Holds what is known of a term, and of all its parts, to its value. */
function checkKnown(term: Term, wordOf: (term: Term) => Word, seen: Set<Term>): void {
  if (seen.has(term)) return;
  seen.add(term);
  const value = wordOf(term);
  if ((value & term.zeros) !== 0n || (~value & term.ones) !== 0n || value > term.max)
    throw new Error(`${term.op} is ${value}: not as known`);
  for (const part of term.args) checkKnown(part, wordOf, seen);
}

const lines = fc.array(line, { minLength: 1, maxLength: 14 });
const values = fc.tuple(word, word, word, word, word, word);

describe('terms', () => {
  it('have the values that the operations have over numbers, and all that is known of them is so', () => {
    fc.assert(
      fc.property(lines, fc.array(values, { minLength: 4, maxLength: 4 }), (program, trials) => {
        const t = algebra();
        const terms = run(t, variablesOf(t), program);
        for (const words of trials) {
          const given = VARIABLES.map(([, mask], i) => (words[i] ?? 0n) & mask);
          const wordOf = valuesUnder(
            (name) => given[VARIABLES.findIndex(([n]) => n === name)] ?? 0n,
          );
          const wanted = run(numbers, given, program);
          const seen = new Set<Term>();
          for (const [i, term] of terms.entries()) {
            expect(wordOf(term)).toBe(wanted[i]);
            checkKnown(term, wordOf, seen);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are truths where they are asked as such', () => {
    fc.assert(
      fc.property(lines, values, (program, words) => {
        const t = algebra();
        const terms = run(t, variablesOf(t), program);
        const given = VARIABLES.map(([, mask], i) => (words[i] ?? 0n) & mask);
        const wordOf = valuesUnder((name) => given[VARIABLES.findIndex(([n]) => n === name)] ?? 0n);
        const [a, b] = [terms.at(-1), terms.at(-2)];
        if (a === undefined || b === undefined) return;
        const [x, y] = [wordOf(a) !== 0n, wordOf(b) !== 0n];
        expect(wordOf(truthOf(t, a))).toBe(x ? 1n : 0n);
        expect(wordOf(both(t, a, b))).toBe(x && y ? 1n : 0n);
        expect(wordOf(either(t, a, b))).toBe(x || y ? 1n : 0n);
      }),
    );
  });
});

/** Formulas that proofs rest on: both sides are made the same term. */
const same: Readonly<
  Record<string, (t: Algebra, x: Term, y: Term, flag: Term) => readonly [Term, Term]>
> = {
  'a word that masks took apart and or joins': (t, x) => [
    t.or(t.and(x, t.literal(0xffn)), t.and(x, t.literal(~0xffn & (2n ** 64n - 1n)))),
    x,
  ],
  'what is added and taken away': (t, x, y) => [t.sub(t.add(x, y), y), x],
  'twice what the highest bit of a factor turns round': (t, x, y) => {
    const high = t.shiftLeft(x, 63);
    return [t.equal(t.add(y, high), t.sub(x, y)), t.equal(t.sub(x, y), t.sub(y, high))];
  },
  'clocks of 32 bits that the same ticks moved': (t, x, y) => {
    const low = t.literal(0xffffffffn);
    return [
      t.and(t.sub(t.and(t.sub(x, y), low), t.literal(3n)), low),
      t.and(t.sub(t.and(x, low), t.add(y, t.literal(3n))), low),
    ];
  },
  'a sign-extended word that had been cut': (t, x) => [
    t.signExtend(t.and(x, t.literal(0xffffffffn)), 32),
    t.signExtend(x, 32),
  ],
  'a condition through a field of CR': (t, x, y, flag) => [
    t.select(t.and(t.shiftRight(t.shiftLeft(flag, 29), 29), t.literal(1n)), x, y),
    t.select(flag, x, y),
  ],
  'choices by a condition and its denial': (t, x, y, flag) => [
    t.select(t.equal(flag, t.literal(0n)), x, y),
    t.select(flag, y, x),
  ],
  'a choice that says of its condition what is known there': (t, x, y) => {
    const bit = t.and(x, t.literal(0x800_0000n));
    const off = t.equal(bit, t.literal(0n));
    return [
      t.select(bit, t.and(y, t.literal(1n)), t.literal(0n)),
      t.select(t.select(bit, off, t.literal(1n)), t.literal(0n), t.and(y, t.literal(1n))),
    ];
  },
  'choices by the same condition that end otherwise': (t, x, y, flag) => [
    t.equal(t.select(flag, t.xor(x, y), x), t.select(flag, t.xor(x, y), y)),
    t.select(flag, t.literal(1n), t.equal(x, y)),
  ],
  'an index put into and out of an entry': (t, x, y) => {
    const index = t.literal(0xfffn);
    const bare = t.sub(x, t.and(x, index));
    return [t.sub(t.or(bare, t.and(y, index)), t.and(y, index)), bare];
  },
};

describe('normal forms', () => {
  it.each(Object.entries(same))('of %s are one', (_name, pair) => {
    const t = algebra();
    const [x, y, , flag] = variablesOf(t);
    if (x === undefined || y === undefined || flag === undefined) throw new Error('no variables');
    const [one, other] = pair(t, x, y, flag);
    expect(one).toBe(other);
  });
});

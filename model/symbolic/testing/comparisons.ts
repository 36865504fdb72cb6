// For tests: random comparisons of sums, of which each may be cut to some bits, chosen or masked, and random words of their variables.
import fc from 'fast-check';
import type { Word } from '../../../spec/vocabulary/words.ts';
import type { Algebra } from '../algebra.ts';
import type { Term } from '../term.ts';
import { valuesUnder } from '../value.ts';

/** Variables, by how many bits each has. */
const WIDTHS = [1, 3, 5, 8, 32, 64] as const;

const COMPARISONS = ['equal', 'lessSigned', 'lessUnsigned'] as const;
const SHAPES = ['plain', 'cut', 'signed', 'sign', 'chosen', 'field'] as const;

/** A comparison of two sums of variables, of which each may be cut to some bits, chosen or masked first. */
export interface Line {
  readonly op: (typeof COMPARISONS)[number];
  readonly sides: readonly Side[];
  /** Whether the second side is a constant. */
  readonly constant: boolean;
}

interface Side {
  readonly factors: readonly number[];
  readonly constant: number;
  readonly shape: (typeof SHAPES)[number];
  readonly bits: number;
}

const side: fc.Arbitrary<Side> = fc.record({
  factors: fc.array(fc.constantFrom(-2, -1, -1, 0, 0, 0, 1, 1, 2), { minLength: 6, maxLength: 6 }),
  constant: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0x7fffffff, -0x80000000)),
  shape: fc.constantFrom(...SHAPES),
  bits: fc.constantFrom(4, 6, 8, 9, 32),
});

export const line: fc.Arbitrary<Line> = fc.record({
  op: fc.constantFrom(...COMPARISONS),
  sides: fc.array(side, { minLength: 2, maxLength: 2 }),
  constant: fc.boolean(),
});

const word = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    2n,
    8n,
    0x7fffffffn,
    0x80000000n,
    0xffffffffn,
    1n << 63n,
    (1n << 64n) - 1n,
  ),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
);
/** A word for each variable. */
export const values = fc.array(word, { minLength: 6, maxLength: 6 });

const literal = (t: Algebra, integer: number): Term =>
  t.literal(BigInt.asUintN(64, BigInt(integer)));

function madeOf(
  t: Algebra,
  variables: readonly Term[],
  { factors, constant, shape, bits }: Side,
): Term {
  const sum = variables.reduce(
    (all, variable, i) => t.add(all, t.multiply(variable, literal(t, factors[i] ?? 0))),
    literal(t, constant),
  );
  switch (shape) {
    case 'plain':
      return sum;
    case 'cut':
      return t.and(sum, t.literal((1n << BigInt(bits)) - 1n));
    case 'signed':
      return t.signExtend(sum, bits);
    case 'sign':
      return t.and(sum, t.literal(1n << 63n));
    case 'chosen':
      return t.select(variables[0] ?? sum, sum, literal(t, constant));
    case 'field':
      return t.and(sum, t.literal(0xcn));
  }
}

/** The truth that a line is. */
export function comparison(
  t: Algebra,
  variables: readonly Term[],
  { op, sides, constant }: Line,
): Term {
  const [a, b] = sides.map((one) => madeOf(t, variables, one));
  const [, second] = sides;
  if (a === undefined || b === undefined || second === undefined) throw new Error('no sides');
  return t[op](a, constant ? literal(t, second.constant) : b);
}

/** The variables of an algebra. */
export const variablesOf = (t: Algebra): readonly Term[] =>
  WIDTHS.map((width, i) => t.table.variable(`v${i}`, (1n << BigInt(width)) - 1n));

/** The words of terms where the variables have these. */
export const wordsUnder = (given: readonly Word[]): ((term: Term) => Word) =>
  valuesUnder((name): Word => given[Number(name.slice(1))] ?? 0n);

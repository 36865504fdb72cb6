// What is known on a path, held to the numbers: in every assignment that satisfies what was assumed, all that is made of it is so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Algebra, algebra } from './algebra.ts';
import { assume, decided, type Facts, noFacts, simplified } from './facts.ts';
import { signedIn } from './learning.ts';
import type { Term } from './term.ts';
import { valuesUnder } from './value.ts';

/** Variables, by how many bits each has. */
const WIDTHS = [1, 3, 5, 8, 32, 64] as const;

const COMPARISONS = ['equal', 'lessSigned', 'lessUnsigned'] as const;
const SHAPES = ['plain', 'cut', 'signed', 'sign', 'chosen', 'field'] as const;

/** A comparison of two sums of variables, of which each may be cut to some bits, chosen or masked first. */
interface Line {
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

const line: fc.Arbitrary<Line> = fc.record({
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
const values = fc.array(word, { minLength: 6, maxLength: 6 });

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

function comparison(t: Algebra, variables: readonly Term[], { op, sides, constant }: Line): Term {
  const [a, b] = sides.map((one) => madeOf(t, variables, one));
  const [, second] = sides;
  if (a === undefined || b === undefined || second === undefined) throw new Error('no sides');
  return t[op](a, constant ? literal(t, second.constant) : b);
}

describe('what is assumed', () => {
  it('is known of just those assignments that satisfy it', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 7 }), values, (lines, given) => {
        const t = algebra();
        const variables = WIDTHS.map((width, i) =>
          t.table.variable(`v${i}`, (1n << BigInt(width)) - 1n),
        );
        const wordOf = valuesUnder((name): Word => given[Number(name.slice(1))] ?? 0n);
        const truths = lines.map((one) => comparison(t, variables, one));
        let facts: Facts = noFacts();
        for (const truth of truths) {
          const now = simplified(t, facts, truth);
          expect(wordOf(now)).toBe(wordOf(truth));
          const holds = wordOf(truth) !== 0n;
          expect([undefined, holds]).toContain(decided(t, facts, truth));
          facts = assume(t, facts, truth, holds);
          expect(facts.impossible).toBe(false);
        }
        for (const [term, { zeros, ones, min, max }] of facts.ranges) {
          const value = wordOf(term);
          expect((value & zeros) | (~value & ones)).toBe(0n);
          expect(min <= value && value <= max).toBe(true);
          const signed = BigInt.asIntN(64, value);
          const { low, high } = signedIn(facts.ranges, term);
          expect(low <= signed && signed <= high).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('of a sum is known of a sum that is a little apart', () => {
    const t = algebra();
    const [x, y] = [t.table.variable('x', 0xffffffffn), t.table.variable('y', 0xffn)];
    const isSmall = (term: Term): Term => t.lessSigned(term, t.literal(10n));
    const facts = assume(t, noFacts(), isSmall(t.sub(x, y)), false);
    expect(decided(t, facts, isSmall(x))).toBe(false);
    expect(decided(t, facts, isSmall(t.sub(x, t.literal(1n))))).toBe(undefined);
    expect(decided(t, noFacts(), isSmall(x))).toBe(undefined);
  });
});

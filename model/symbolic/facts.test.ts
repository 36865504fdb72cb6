// What is known on a path, held to the numbers: in every assignment that satisfies what was assumed, all that is made of it is so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algebra } from './algebra.ts';
import { assume, decided, type Facts, noFacts, simplified } from './facts.ts';
import { signedIn } from './learning.ts';
import type { Term } from './term.ts';
import { comparison, line, values, variablesOf, wordsUnder } from './testing/comparisons.ts';

describe('what is assumed', () => {
  it('is known of just those assignments that satisfy it', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 7 }), values, (lines, given) => {
        const t = algebra();
        const variables = variablesOf(t);
        const wordOf = wordsUnder(given);
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

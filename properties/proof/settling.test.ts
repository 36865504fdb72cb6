// Settling: what holds under some assignment is never settled, whatever is known that holds there too.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algebra, both, negated } from '../../model/symbolic/algebra.ts';
import { assume, noFacts } from '../../model/symbolic/facts.ts';
import {
  comparison,
  line,
  values,
  variablesOf,
  wordsUnder,
} from '../../model/symbolic/testing/comparisons.ts';
import { settling } from './settling.ts';

const lines = fc.array(line, { minLength: 2, maxLength: 6 });

describe('a formula that holds under an assignment', () => {
  it('is open, by itself and among others, under facts that hold there', () => {
    fc.assert(
      fc.property(lines, lines, values, fc.boolean(), (known, asked, given, each) => {
        const t = algebra();
        const wordOf = wordsUnder(given);
        const holding = (some: typeof known) =>
          some
            .map((one) => comparison(t, variablesOf(t), one))
            .map((truth) => (wordOf(truth) === 0n ? negated(t, truth) : truth));
        const facts = holding(known).reduce((all, one) => assume(t, all, one, true), noFacts());
        const truths = holding(asked);
        const other = truths.map((one) => negated(t, one)).reduce((a, b) => both(t, a, b));
        const formula = each
          ? truths.reduce((a, b) => both(t, a, b))
          : t.or(truths[0] ?? t.literal(1n), other);
        expect(wordOf(formula)).not.toBe(0n);
        const settle = settling(t);
        settle.begin();
        expect(settle.openParts(facts, formula)).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is settled where it holds under none', () => {
    fc.assert(
      fc.property(line, (one) => {
        const t = algebra();
        const truth = comparison(t, variablesOf(t), one);
        const settle = settling(t);
        settle.begin();
        expect(settle.openParts(noFacts(), both(t, truth, negated(t, truth)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

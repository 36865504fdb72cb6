// Conditions of claims about one state, on words at the edges: each beside what the form of claim says in plain arithmetic.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, Term } from '../clause.ts';
import { equal, holds, literal, now, oneOf, same, was } from '../terms.ts';
import { lowBits } from '../vocabulary/words.ts';
import { conditionOf, isStateClaim } from './condition.ts';
import { type Scope, wordOf } from './evaluate.ts';

const edge = fc.constantFrom(0n, 1n, 2n, 5n, lowBits(32), 1n << 32n, 1n << 63n, lowBits(64));

/** The condition of a claim about one state. */
function made(claim: Claim): Term {
  if (!isStateClaim(claim)) throw new Error('it is not about one state');
  return conditionOf(claim);
}

/** Whether the condition of a claim holds where DSCR was one word and is another. */
function isTrue(claim: Claim, [before, after]: readonly [bigint, bigint]): boolean {
  const scope: Scope = { was: () => before, now: () => after, prior: () => 0n, address: () => 0n };
  return wordOf(made(claim), scope) !== 0n;
}

describe('the condition', () => {
  const words = fc.tuple(edge, edge);

  it('of equal words is that they agree in the bits of the mask', () => {
    fc.assert(
      fc.property(words, edge, ([before, after], mask) => {
        const sides = [now('DSCR'), was('DSCR')] as const;
        expect(isTrue(equal(...sides), [before, after])).toBe(before === after);
        const agree = (before & mask) === (after & mask);
        expect(isTrue(equal(...sides, { mask }), [before, after])).toBe(agree);
      }),
    );
  });

  it('of words that are near is that the way up or the way down is short enough', () => {
    const narrow = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(narrow, ([before, after, far]) => {
        const more = { mask: lowBits(8), within: literal(BigInt(far)) };
        const distance = Math.min((after - before) & 255, (before - after) & 255);
        const pair = [BigInt(before), BigInt(after)] as const;
        expect(isTrue(equal(now('DSCR'), was('DSCR'), more), pair)).toBe(distance <= far);
      }),
    );
  });

  it('of a formula is the formula, and of one of several words that it is one of them', () => {
    fc.assert(
      fc.property(words, fc.array(edge, { maxLength: 3 }), ([before, after], some) => {
        expect(isTrue(holds('DSCR', now('DSCR')), [before, after])).toBe(after !== 0n);
        expect(isTrue(oneOf(now('DSCR'), some), [before, after])).toBe(some.includes(after));
      }),
    );
  });

  it('of whole words is their sameness, with no mask to apply', () => {
    const sides = [now('DSCR'), was('DSCR')] as const;
    expect(made(equal(...sides))).toEqual(same(...sides));
    expect(made(equal(...sides, { mask: lowBits(64) }))).toEqual(same(...sides));
  });

  it('is made once for each claim', () => {
    const claim = oneOf(now('DSCR'), [1n]);
    expect(made(claim)).toBe(made(claim));
  });
});

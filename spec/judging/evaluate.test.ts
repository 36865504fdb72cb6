// Terms: what each form stands for in a state, which places it reads, and how it is written as a formula.
import { describe, expect, it } from 'vitest';
import type { Term } from '../clause.ts';
import type { Place } from '../machine.ts';
import * as terms from '../terms.ts';
import { lowBits } from '../words.ts';
import { nameOf, placesIn, readingOf, type Scope, textOf, wordOf } from './evaluate.ts';

const { literal, now, prior, was } = terms;

/** DSCR was 1, was 2 before the write, and is 3; the timebase went from 100 to 130; all else is 0. */
const scope: Scope = {
  was: (place) => word(place, 1n, 100n),
  prior: (place) => word(place, 2n, 115n),
  now: (place) => word(place, 3n, 130n),
  address: (structure) => (structure === 'vcpu' ? 0x1000n : 0x2000n),
};

function word(place: Place, dscr: bigint, timebase: bigint): bigint {
  if (place === 'DSCR') return dscr;
  return place === 'TB' ? timebase : 0n;
}

describe('a term', () => {
  it.each<[string, Term, bigint, string]>([
    ['the past', was('DSCR'), 1n, 'was DSCR'],
    ['the state before a write', prior('DSCR'), 2n, 'prior DSCR'],
    ['the present', now('DSCR'), 3n, 'now DSCR'],
    ['a constant', literal(10n), 10n, '0xa'],
    ['an address', terms.address('vcpu'), 0x1000n, 'address of vcpu'],
    ['a sum', terms.add(now('DSCR'), literal(1n)), 4n, '(now DSCR + 0x1)'],
    ['a difference below 0', terms.sub(was('DSCR'), literal(2n)), lowBits(64), '(was DSCR - 0x2)'],
    ['bits', terms.has(now('DSCR'), 2n), 2n, '(now DSCR & 0x2)'],
    ['either', terms.or(literal(4n), now('DSCR')), 7n, '(0x4 | now DSCR)'],
    ['sameness', terms.same(now('DSCR'), literal(3n)), 1n, '(now DSCR == 0x3)'],
    ['absence', terms.no(now('CTR')), 1n, '(now CTR == 0x0)'],
    ['presence', terms.nonzero(now('CTR')), 0n, '(now CTR != 0x0)'],
    ['what is denied twice', terms.no(terms.nonzero(now('CTR'))), 1n, '(now CTR == 0x0)'],
    ['what is denied', terms.no(terms.below(now('DSCR'), literal(5n))), 0n, 'not (now DSCR < 0x5)'],
    [
      'one of two truths',
      terms.or(terms.no(now('CTR')), terms.nonzero(now('DSCR'))),
      1n,
      '((now CTR == 0x0) or (now DSCR != 0x0))',
    ],

    [
      'order with sign',
      terms.below(literal(lowBits(64)), literal(0n)),
      1n,
      '(0xffffffffffffffff < 0x0)',
    ],
    ['a choice', terms.choose(now('CTR'), literal(1n), literal(2n)), 2n, '(now CTR ? 0x1 : 0x2)'],
    ['a sign', terms.signed(literal(0xffffffffn), 32), lowBits(64), 'signExtend(0xffffffff, 32)'],
    ['time', terms.elapsed, 30n, '(now TB - was TB)'],
  ])('may be %s', (_form, term, expected, text) => {
    expect(wordOf(term, scope)).toBe(expected);
    expect(textOf(term)).toBe(text);
  });

  it('without bits keeps the others', () => {
    expect(wordOf(terms.without(now('DSCR'), 2n), scope)).toBe(1n);
  });

  it('that is a choice reads only the side chosen', () => {
    const unread: Scope = { ...scope, was: () => expect.fail('the other side was read') };
    expect(wordOf(terms.choose(literal(1n), now('DSCR'), was('DSCR')), unread)).toBe(3n);
  });

  it('names the places that it reads, the first for the report', () => {
    const term = terms.add(
      terms.signed(was('DEC'), 32),
      terms.choose(now('CR'), was('TB'), literal(0n)),
    );
    expect(placesIn(term)).toEqual(['DEC', 'CR', 'TB']);
    expect(nameOf(term)).toBe('DEC');
    expect(readingOf(term, 'TB')).toEqual(was('TB'));
    expect(readingOf(term, 'XER')).toBeUndefined();
  });
});

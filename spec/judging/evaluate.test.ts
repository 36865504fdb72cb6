// Terms: what each form stands for in a state, which places it reads, and how it is written as a formula.
import { describe, expect, it } from 'vitest';
import type { Term } from '../clause.ts';
import * as terms from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { lowBits, numbers } from '../vocabulary/words.ts';
import { evaluate, type Scope, wordOf } from './evaluate.ts';
import { textOf } from './formula.ts';
import { nameOf, placesIn, readingOf } from './reads.ts';

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

const unsigned: Term = { term: 'apply', op: 'lessUnsigned', to: [literal(0n), now('DSCR')] };

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
    ['order without sign', unsigned, 1n, '(0x0 <u now DSCR)'],
    ['what is denied of that', terms.no(unsigned), 0n, 'not (0x0 <u now DSCR)'],
    ['a choice', terms.choose(now('CTR'), literal(1n), literal(2n)), 2n, '(now CTR ? 0x1 : 0x2)'],
    ['a sign', terms.signed(literal(0xffffffffn), 32), lowBits(64), 'signExtend(0xffffffff, 32)'],
    ['time', terms.elapsed, 30n, '((now TB - was TB) - (now TB_OFFSET - was TB_OFFSET))'],
    ['the inverse', { term: 'apply', op: 'not', to: [now('DSCR')] }, lowBits(64) - 3n, '~now DSCR'],
    [
      'a product',
      { term: 'apply', op: 'multiply', to: [now('DSCR'), now('DSCR')] },
      9n,
      '(now DSCR * now DSCR)',
    ],
    [
      'what differs',
      { term: 'apply', op: 'xor', to: [was('DSCR'), now('DSCR')] },
      2n,
      '(was DSCR ^ now DSCR)',
    ],
    [
      'both truths',
      terms.and(terms.no(now('CTR')), terms.no(now('CTR'))),
      1n,
      '((now CTR == 0x0) and (now CTR == 0x0))',
    ],
    [
      'a truth among words',
      terms.and(terms.no(now('CTR')), now('DSCR')),
      1n,
      '((now CTR == 0x0) & now DSCR)',
    ],
    [
      'how many truths',
      terms.no(terms.add(terms.no(now('CTR')), terms.no(now('CTR')))),
      0n,
      '(((now CTR == 0x0) + (now CTR == 0x0)) == 0x0)',
    ],
    [
      'a truth among words that is denied',
      terms.no(terms.and(terms.no(now('CTR')), now('DSCR'))),
      0n,
      '(((now CTR == 0x0) & now DSCR) == 0x0)',
    ],
    [
      'truths that are denied',
      terms.no(terms.and(terms.no(now('CTR')), terms.no(now('DSCR')))),
      1n,
      'not ((now CTR == 0x0) and (now DSCR == 0x0))',
    ],
    [
      'a word that is denied',
      terms.no(terms.add(now('CTR'), now('DSCR'))),
      0n,
      '((now CTR + now DSCR) == 0x0)',
    ],
    [
      'a truth that is compared',
      terms.same(terms.no(now('CTR')), literal(1n)),
      1n,
      '((now CTR == 0x0) == 0x1)',
    ],
    [
      'a truth that is as a word',
      terms.same(terms.no(now('CTR')), now('CTR')),
      0n,
      '((now CTR == 0x0) == now CTR)',
    ],
    [
      'a truth less nothing',
      terms.sub(terms.no(now('CTR')), literal(0n)),
      1n,
      '((now CTR == 0x0) - 0x0)',
    ],
  ])('may be %s', (_form, term, expected, text) => {
    expect(wordOf(term, scope)).toBe(expected);
    expect(textOf(term)).toBe(text);
  });

  it('has gaps where arguments are missing, which stand for 0', () => {
    const lone: Term = { term: 'apply', op: 'equal', to: [literal(0n)] };
    const bare: Term = { term: 'apply', op: 'equal', to: [] };
    const short: Term = { term: 'apply', op: 'select', to: [literal(0n), literal(1n)] };
    expect([lone, bare, short].map((term) => wordOf(term, scope))).toEqual([1n, 1n, 0n]);
    expect([lone, bare, short].map((term) => textOf(term))).toEqual([
      '(0x0 == )',
      '( == )',
      '(0x0 ? 0x1 : )',
    ]);
    expect(textOf(terms.no(lone))).toBe('not (0x0 == )');
  });

  it('that is the inverse of a word reads that word and nothing else', () => {
    const inverse: Term = { term: 'apply', op: 'not', to: [now('DSCR')] };
    const literal = () => expect.fail('a second argument was read');
    expect(evaluate(inverse, { ...numbers, literal }, scope)).toBe(lowBits(64) - 3n);
  });

  it('without bits keeps the others', () => {
    expect(wordOf(terms.without(now('DSCR'), 2n), scope)).toBe(1n);
  });

  it('that is a choice reads only the side chosen', () => {
    const unread: Scope = { ...scope, was: () => expect.fail('the other side was read') };
    expect(wordOf(terms.choose(literal(1n), now('DSCR'), was('DSCR')), unread)).toBe(3n);
  });

  it('that is a choice reads both sides where its condition is not known', () => {
    const choices: (readonly bigint[])[] = [];
    const select = (...all: [bigint, bigint, bigint]) => {
      choices.push(all);
      return numbers.select(...all);
    };
    const term = terms.choose(was('DSCR'), now('DSCR'), literal(7n));
    expect(evaluate(term, { ...numbers, select }, scope)).toBe(3n);
    expect(choices).toEqual([[1n, 3n, 7n]]);
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
    expect(placesIn(terms.add(terms.address('vcpu'), prior('CR')))).toEqual(['CR']);
    expect(nameOf(literal(1n))).toBe('NIA');
  });

  it.each([was('DEC'), now('DEC'), prior('DEC')])('finds its reading of a place: $term', (read) => {
    const term = terms.add(terms.address('vcpu'), terms.signed(read, 32));
    expect(readingOf(term, 'DEC')).toEqual(read);
  });
});

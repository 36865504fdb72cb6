// What is easier to settle than that lists do not match: one of it holds wherever they do not, whatever wrote the table.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Algebra, algebra, both, truthOf } from '../../model/symbolic/algebra.ts';
import { noFacts } from '../../model/symbolic/facts.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import { slbMatchesList } from '../../spec/terms.ts';
import { SLB_VALID } from '../../spec/vocabulary/bits.ts';
import { few } from '../testing/rows.ts';
import type { FormulaScope } from './findings.ts';
import { brokenLists, listsByElement } from './lists.ts';
import { settling } from './settling.ts';

/** What goes wrong as the table is written. */
interface Fault {
  /** The entry at which it goes wrong. */
  readonly at: number;
  readonly how: 'none' | 'index' | 'skipped' | 'always';
  /** The number by which the length is wrong. */
  readonly length: number;
  /** Whether stores are made on one of two paths that meet, and not under one condition. */
  readonly branches?: boolean;
}

const FAULTS: readonly Fault[] = [
  { at: 3, how: 'index', length: 0 },
  { at: 0, how: 'none', length: 0 },
  { at: 5, how: 'always', length: 0 },
  { at: 0, how: 'none', length: 0, branches: true },
  { at: 9, how: 'skipped', length: 1, branches: true },
  { at: 7, how: 'index', length: 0, branches: true },
];

/** Words of places, as a loop over the SLB leaves them that stores each valid entry behind the last. */
function written(
  t: Algebra,
  { at, how, length, branches = false }: Fault,
): ReadonlyMap<string, Term> {
  const words = new Map<string, Term>();
  const word = (name: string): Term => {
    const found = words.get(name) ?? t.table.variable(name);
    words.set(name, found);
    return found;
  };
  const put = (name: string, valid: Term, here: Term, value: Term): void => {
    const old = word(name);
    const is = branches
      ? t.select(valid, t.select(here, value, old), old)
      : t.select(both(t, valid, here), value, old);
    words.set(name, is);
  };
  let count = t.literal(0n);
  for (let i = 0; i < 32; i++) {
    const [esid, vsid] = [
      t.table.variable(`SLB[${i}].esid`, ~0xfffn & (2n ** 64n - 1n)),
      word(`SLB[${i}].vsid`),
    ];
    words.set(`SLB[${i}].esid`, esid);
    const wrong = i === at ? how : 'none';
    const valid = truthOf(t, t.and(esid, t.literal(SLB_VALID)));
    const index = t.literal(BigInt(wrong === 'index' ? i ^ 1 : i));
    for (let j = 0; j <= i; j++) {
      if (wrong === 'skipped') break;
      const here = t.equal(count, t.literal(BigInt(j)));
      const stores = wrong === 'always' ? t.literal(1n) : valid;
      put(`vcpu.slb[${j}].esid`, stores, here, t.or(esid, index));
      put(`vcpu.slb[${j}].vsid`, stores, here, vsid);
    }
    count = t.add(count, valid);
  }
  words.set('vcpu.slb_max', t.add(count, t.literal(BigInt.asUintN(64, BigInt(length)))));
  return words;
}

const scopeOf = (t: Algebra, words: ReadonlyMap<string, Term>): FormulaScope => {
  const now = (place: string): Term => words.get(place) ?? t.table.variable(place);
  const none = () => {
    throw new Error('lists say nothing about the way');
  };
  return { was: now, now, prior: none, address: none, noted: none };
};

/** A word for each name, of which entry i is valid just if bit i of a mask is 1. */
const assigned =
  (valid: number, seed: bigint) =>
  (name: string): bigint => {
    const index = Number(/\[(\d+)\]/u.exec(name)?.[1] ?? 0);
    const word = BigInt.asUintN(64, seed * BigInt(2 * index + (name.endsWith('vsid') ? 1 : 3)));
    if (!name.startsWith('SLB')) return word;
    return (valid >>> index) & 1 ? word | SLB_VALID : word & ~SLB_VALID;
  };

const claim = slbMatchesList('was', 'now');
if (claim.claim !== 'predicate' || claim.name !== 'slb-matches-list') throw new Error('no lists');

describe('lists that do not match', () => {
  it('are found by one of the formulas that go element by element', () => {
    const machines = fc.sample(
      fc.tuple(fc.integer(), fc.bigInt({ min: 1n, max: (1n << 64n) - 1n })),
      { numRuns: 8, seed: 3 },
    );
    let broken = 0;
    let closed = 0;
    for (const wrong of few(FAULTS, 2)) {
      const t = algebra();
      const scope = scopeOf(t, written(t, wrong));
      const formula = brokenLists(t, claim, scope);
      const cover = [...listsByElement(t, claim, scope)];
      for (const [valid, seed] of machines) {
        const wordOf = valuesUnder(assigned(valid, seed));
        const isBroken = wordOf(formula) !== 0n;
        const isCovered = cover.some((one) => wordOf(one) !== 0n);
        if (isBroken) broken++;
        if (!isCovered) closed++;
        expect(isCovered || !isBroken).toBe(true);
      }
    }
    expect(broken).toBeGreaterThan(2);
    expect(closed).toBeGreaterThan(2);
  });

  it.each([false, true])('are settled to be none, branches %s', (branches) => {
    const t = algebra();
    const words = written(t, { at: 0, how: 'none', length: 0, branches });
    const settle = settling(t);
    settle.begin();
    const cover = () => listsByElement(t, claim, scopeOf(t, words));
    expect(settle.openParts(noFacts(), t.table.variable('broken', 1n), cover)).toEqual([]);
  });
});

// The claim that the SLB and the table in the vcpu say the same, over terms: see spec/judging/predicates/slb-matches-list.ts.
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
import { conjuncts } from '../../model/symbolic/bits.ts';
import { assume, noFacts, simplified } from '../../model/symbolic/facts.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { PredicateOf } from '../../spec/clause.ts';
import { SLB_INDEX, SLB_VALID } from '../../spec/vocabulary/bits.ts';
import type { FormulaScope } from './findings.ts';

const ENTRIES = Array.from({ length: 32 }, (_, i) => i);

/** An element of the table, as far as it counts. */
interface Element {
  /** Whether the table is so long. */
  readonly counts: Formula;
  readonly index: Formula;
  readonly esid: Formula;
  readonly vsid: Formula;
}

/** An entry of the SLB. */
interface Entry {
  readonly valid: Formula;
  readonly own: Formula;
  readonly vsid: Formula;
}

/** When the valid entries of the SLB are not those that the table lists. */
export function brokenLists(t: Algebra, claim: Lists, scope: FormulaScope): Formula {
  const { length, elements, entries } = read(t, claim, scope);
  return entries
    .map((entry, i) => brokenEntry(t, i, elements, entry))
    .reduce((a, b) => t.or(a, b), t.lessUnsigned(t.literal(32n), length));
}

type Lists = PredicateOf<'slb-matches-list'>;

function read(t: Algebra, { slb, table }: Lists, scope: FormulaScope) {
  const length = scope[table]('vcpu.slb_max');
  const elements = ENTRIES.map((i): Element => {
    const esid = scope[table](`vcpu.slb[${i}].esid`);
    return {
      counts: t.lessUnsigned(t.literal(BigInt(i)), length),
      index: t.and(esid, t.literal(SLB_INDEX)),
      esid,
      vsid: scope[table](`vcpu.slb[${i}].vsid`),
    };
  });
  const entries = ENTRIES.map((i): Entry => {
    const esid = scope[slb](`SLB[${i}].esid`);
    return {
      valid: truthOf(t, t.and(esid, t.literal(SLB_VALID))),
      own: t.or(esid, t.literal(BigInt(i))),
      vsid: scope[slb](`SLB[${i}].vsid`),
    };
  });
  return { length, elements, entries };
}

/** One entry: the last element with its index is what lists it. */
function brokenEntry(
  t: Algebra,
  i: number,
  elements: readonly Element[],
  { valid, own, vsid }: Entry,
): Formula {
  return elements.reduce((unlisted, element) => {
    const agrees = both(t, t.equal(own, element.esid), t.equal(vsid, element.vsid));
    const wrong = negated(t, both(t, valid, agrees));
    return t.select(lists(t, element, i), wrong, unlisted);
  }, valid);
}

/** Whether an element lists an entry. */
const lists = (t: Algebra, { counts, index }: Element, i: number): Formula =>
  both(t, counts, t.equal(index, t.literal(BigInt(i))));

/**
 * Formulas of which one holds wherever the lists do not match, and which are easier to settle where the table was written element
 * by element, each made when it is asked for: that an element counts and is none of a valid entry; that an entry was put into an element, which does not count or was
 * overwritten; and that a valid entry was put into none. Where none of these holds, an entry is listed just if it is valid, and each element that
 * lists it says the same of it.
 */
export function* listsByElement(t: Algebra, claim: Lists, scope: FormulaScope): Iterable<Formula> {
  const { length, elements, entries } = read(t, claim, scope);
  const put: ReadonlyMap<number, Formula>[] = [];
  yield t.lessUnsigned(t.literal(32n), length);
  for (const [j, element] of elements.entries()) {
    const arms = armsOf(t, element.esid, element.vsid);
    const puts = putInto(arms);
    yield* strangeIn(t, entries, arms);
    yield* unsetIn(t, j, element.counts, arms);
    yield* overwrittenIn(t, j, element.counts, arms);
    put.push(puts);
  }
  for (const [i, { valid }] of entries.entries())
    yield put
      .flatMap((one) => one.get(i) ?? [])
      .map((when) => simplified(t, assume(t, noFacts(), valid, true), negated(t, when)))
      .reduce((all, one) => both(t, all, one), valid);
}

/** What an element is under a condition, unless an earlier one holds. */
interface Arm {
  readonly when: Formula;
  readonly esid: Formula;
  readonly vsid: Formula;
}

/** The arms of a choice that was made store by store, the last one first, as their conditions make them; without what was there before. */
function armsOf(t: Algebra, esid: Formula, vsid: Formula): readonly Arm[] {
  const arms: Arm[] = [];
  let [x, y] = [esid, vsid];
  for (let one = storeIn(t, x); one !== undefined; one = storeIn(t, x)) {
    const { when, value, before } = one;
    const other = storeIn(t, y);
    const alike = other?.when === when ? other : { value: y, before: y };
    const facts = assume(t, noFacts(), when, true);
    const by = (word: Formula): Formula => simplified(t, facts, word);
    arms.push({ when, esid: by(value), vsid: by(alike.value) });
    [x, y] = [before, alike.before];
  }
  return arms;
}

/** The last of the stores that a word was chosen by: when it hit, what it stored, and the word before it. */
interface LastStore {
  readonly when: Formula;
  readonly value: Formula;
  readonly before: Formula;
}

/** A store that was made on one of two paths is a choice within a choice, the other arm of which is what was there before. */
function storeIn(t: Algebra, word: Formula): LastStore | undefined {
  if (word.op !== 'select') return undefined;
  const [condition, yes, before] = word.args;
  if (yes.op === 'select') {
    const [hits, one, other] = yes.args;
    const isBefore = (arm: Formula, holds: boolean): boolean => {
      const facts = assume(t, noFacts(), hits, holds);
      return arm === before || simplified(t, facts, arm) === simplified(t, facts, before);
    };
    if (isBefore(other, false)) return { when: both(t, condition, hits), value: one, before };
    if (isBefore(one, true))
      return { when: both(t, condition, negated(t, hits)), value: other, before };
  }
  return { when: truthOf(t, condition), value: yes, before };
}

/** When an arm is no valid entry, with its index, as the SLB has it. */
const strangeIn = (t: Algebra, entries: readonly Entry[], arms: readonly Arm[]) =>
  arms.map(({ when, esid, vsid }): Formula => {
    const entry = entries[indexOf(esid) ?? entries.length];
    if (entry === undefined) return when;
    const agrees = both(t, t.equal(entry.own, esid), t.equal(entry.vsid, vsid));
    return given(t, when, negated(t, both(t, entry.valid, agrees)));
  });

/** Two truths, the second as it is where the first holds. */
const given = (t: Algebra, when: Formula, truth: Formula): Formula =>
  both(t, when, simplified(t, assume(t, noFacts(), when, true), truth));

/** A store to an element, with what is known of the table's length after it and before it. */
interface StoreToElement {
  readonly when: Formula;
  /** Whether the table is longer than the element's number after the store, and before it. */
  readonly after: Formula;
  readonly before: Formula;
  /** A truth in two cases, by the condition under which there is a store at all. */
  readonly split: (truth: Formula) => readonly Formula[];
}

/** The stores to an element, the last one first. The length before a store is what its arm compares with a number. */
function storesTo(
  t: Algebra,
  j: number,
  counts: Formula,
  arms: readonly Arm[],
): readonly StoreToElement[] {
  let after = counts;
  return arms.map(({ when }): StoreToElement => {
    const compared = comparisonIn(when);
    const before = t.lessUnsigned(t.literal(BigInt(j)), compared?.args[0] ?? t.literal(0n));
    const stores = conjuncts(when)
      .filter((one) => one !== compared)
      .reduce((a, b) => both(t, a, b), t.literal(1n));
    const one = { when, after, before };
    after = before;
    return {
      ...one,
      split: (truth) => [given(t, stores, truth), given(t, negated(t, stores), truth)],
    };
  });
}

/**
 * One of these holds where an element counts and no arm does. Step by step: the table is longer than the element's number with a store,
 * which did not go to this element, and is not so without it; or it is so before all stores.
 */
function unsetIn(t: Algebra, j: number, counts: Formula, arms: readonly Arm[]): readonly Formula[] {
  const stores = storesTo(t, j, counts, arms);
  const steps = stores.flatMap(({ when, after, before, split }) =>
    split(both(t, both(t, after, negated(t, when)), negated(t, before))),
  );
  return [...steps, stores.at(-1)?.before ?? counts];
}

/**
 * One of these holds where an arm does, and the element does not count or a later arm holds as well. Step by step: the table is not longer
 * than the element's number with a store to it; or it is so without a store, and not with it; or a store goes to the element although it is so
 * before.
 */
const overwrittenIn = (
  t: Algebra,
  j: number,
  counts: Formula,
  arms: readonly Arm[],
): readonly Formula[] =>
  storesTo(t, j, counts, arms).flatMap(({ when, after, before, split }) => [
    given(t, when, negated(t, after)),
    ...split(both(t, before, negated(t, after))),
    both(t, when, before),
  ]);

/** What a condition compares with a number, as a comparison; a count of 0 is denied. */
const comparisonIn = (when: Formula): Formula | undefined =>
  conjuncts(when).find(
    ({ op, args: [of, word] }) => op === 'equal' && of?.op !== 'equal' && word?.op === 'literal',
  );

/** The conditions under which arms are an entry with a certain index, by that index. */
function putInto(arms: readonly Arm[]): ReadonlyMap<number, Formula> {
  const found = new Map<number, Formula>();
  for (const { when, esid } of arms) {
    const index = indexOf(esid);
    if (index !== undefined && !found.has(index)) found.set(index, when);
  }
  return found;
}

/** The index bits of an entry, where they are known. */
function indexOf({ zeros, ones }: Formula): number | undefined {
  if (((zeros | ones) & SLB_INDEX) !== SLB_INDEX) return undefined;
  return Number(ones & SLB_INDEX);
}

// The claim that the SLB and the table in the vcpu say the same, over terms: see spec/judging/predicates/slb-matches-list.ts.
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
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

/** When the valid entries of the SLB are not those that the table lists. */
export function brokenLists(
  t: Algebra,
  { slb, table }: PredicateOf<'slb-matches-list'>,
  scope: FormulaScope,
): Formula {
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
  return ENTRIES.map((i) =>
    brokenEntry(t, i, elements, {
      esid: scope[slb](`SLB[${i}].esid`),
      vsid: scope[slb](`SLB[${i}].vsid`),
    }),
  ).reduce((a, b) => t.or(a, b), t.lessUnsigned(t.literal(32n), length));
}

/** One entry: the last element with its index is what lists it. */
function brokenEntry(
  t: Algebra,
  i: number,
  elements: readonly Element[],
  entry: { readonly esid: Formula; readonly vsid: Formula },
): Formula {
  const index = t.literal(BigInt(i));
  const valid = truthOf(t, t.and(entry.esid, t.literal(SLB_VALID)));
  const own = t.or(entry.esid, index);
  return elements.reduce((unlisted, { counts, index: at, esid, vsid }) => {
    const agrees = both(t, t.equal(own, esid), t.equal(entry.vsid, vsid));
    const wrong = negated(t, both(t, valid, agrees));
    return t.select(both(t, counts, t.equal(at, index)), wrong, unlisted);
  }, valid);
}

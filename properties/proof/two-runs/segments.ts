// Segments of two runs over terms: an entry of the SLB is the same in both if it is valid, and its leftovers may differ if it is not.
//
// An unknown entry is written so that this can be said of it: whether it is valid is a variable of its own.
import { slbSlotOf } from '../../../model/places.ts';
import { type Algebra, both, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { conjuncts } from '../../../model/symbolic/bits.ts';
import { slotIn } from '../../../model/symbolic/state.ts';
import { rebuilt, substituted } from '../../../model/symbolic/substitution.ts';
import { ALL, bitLength, type Term } from '../../../model/symbolic/term.ts';
import { SLB_INDEX, SLB_VALID } from '../../../spec/vocabulary/bits.ts';

/** The numbers of the entries. */
export const ENTRIES: readonly number[] = Array.from({ length: 32 }, (_, i) => i);

/** The slots of all entries. */
export const SEGMENTS: ReadonlySet<number> = new Set(
  ENTRIES.flatMap((i) => [slbSlotOf(i, 'esid'), slbSlotOf(i, 'vsid')]),
);

/** What an unknown entry is made of. */
interface EntryParts {
  /** 1 bit. */
  readonly valid: Term;
  /** The bits of the first word but for V and the index. */
  readonly esid: Term;
  /** The bits of its index, which only an invalid entry can have. */
  readonly index: Term;
  readonly vsid: Term;
}

/** The two words of an entry. */
interface Entry {
  readonly esid: Term;
  readonly vsid: Term;
}

/** A valid entry has no index. */
export const entryOf = (t: Algebra, { valid, esid, index, vsid }: EntryParts): Entry => ({
  esid: t.or(
    t.shiftLeft(valid, bitLength(SLB_VALID) - 1),
    t.or(esid, t.select(valid, t.literal(0n), index)),
  ),
  vsid,
});

/** The entry in the second run whose first run has these parts: the same if it is valid, and otherwise made of others. */
export const secondEntryOf = (t: Algebra, one: EntryParts, other: EntryParts): Entry =>
  entryOf(t, {
    valid: one.valid,
    esid: t.select(one.valid, one.esid, other.esid),
    index: other.index,
    vsid: t.select(one.valid, one.vsid, other.vsid),
  });

/** The bits of an entry's first word that `esid` of its parts has. */
export const ESID_BITS = ALL ^ (SLB_VALID | SLB_INDEX);

/** When the entries of two machines are not related like that: truths, one an entry. */
export function unrelatedEntries(
  t: Algebra,
  first: readonly Term[],
  second: readonly Term[],
): readonly Term[] {
  return ENTRIES.map((i) => {
    const [a, b] = [first, second].map((slots) => ({
      esid: slotIn(slots, slbSlotOf(i, 'esid')),
      vsid: slotIn(slots, slbSlotOf(i, 'vsid')),
    })) as [Entry, Entry];
    const [valid, also] = [a, b].map(({ esid }) => truthOf(t, t.and(esid, t.literal(SLB_VALID))));
    const one = valid ?? t.literal(0n);
    const same = both(t, t.equal(a.esid, b.esid), t.equal(a.vsid, b.vsid));
    const plain = negated(t, t.and(a.esid, t.literal(SLB_INDEX)));
    return t.or(
      negated(t, t.equal(one, also ?? one)),
      both(t, one, negated(t, both(t, same, plain))),
    );
  });
}

/**
 * Terms in which what is chosen where an entry is valid says nothing of the entry where it is not: equal to the given ones. The truths are
 * the variables that say whether entries are valid.
 */
export function whereValid(t: Algebra, valid: ReadonlySet<Term>): (term: Term) => Term {
  const made = new Map<Term, Term>();
  const known = new Map<Term, (term: Term) => Term>();
  const knowing = (one: Term): ((term: Term) => Term) => {
    const found = known.get(one) ?? substituted(t, new Map([[one, t.literal(1n)]]));
    known.set(one, found);
    return found;
  };
  const chosen = (term: Term): Term => {
    if (term.op !== 'select') return term;
    const [condition, yes, no] = term.args;
    const held = conjuncts(condition).filter((one) => valid.has(one));
    return t.select(
      condition,
      held.reduce((arm, one) => knowing(one)(arm), yes),
      no,
    );
  };
  const pruned = (term: Term): Term => {
    const found = made.get(term);
    if (found !== undefined) return found;
    const result = chosen(rebuilt(t, term, pruned));
    made.set(term, result);
    return result;
  };
  return pruned;
}

// Settling by rewriting: a formula is 0 in every case if it is rewritten to 0, or if it is so in both cases of a condition in it.
//
// A disjunction is settled part by part. Cases are split on one condition at a time. What a formula has become by them is all
// that counts, so what was settled once is known: a count of 32 entries is settled in as many cases as it has values at each, not 2^32.
import { type Algebra, both } from '../../model/symbolic/algebra.ts';
import { conjuncts } from '../../model/symbolic/bits.ts';
import {
  assume,
  conditionsOf,
  type Facts,
  noFacts,
  simplified,
} from '../../model/symbolic/facts.ts';
import { isTruth, type Term } from '../../model/symbolic/term.ts';
import { abstracted } from './abstraction.ts';
import { unwrapping } from './unwrapping.ts';

/** Terms that may be made in settling what belongs together, where nothing else is asked for. */
const TERMS = 200_000;

/** Conditions of a path that are looked at together with a formula, at most: the last ones. */
const NEAR = 3;

/** What settles formulas of one algebra; it knows what it has settled. */
export interface Settling {
  /** What comes now is to be settled with a bound of its own. */
  begin(): void;
  /** The parts of the formula that are not found to be 0 in every assignment that the facts allow; none where it is settled. */
  openParts(
    facts: Facts,
    formula: Term,
    /** Truths of which one holds wherever the formula does: it is settled where they are. */
    cover?: () => Iterable<Term>,
  ): readonly Term[];
}

/** Settles formulas over an algebra. */
export function settling(t: Algebra, terms: number = TERMS): Settling {
  const unwrap = unwrapping(t);
  const never = new Set<Term>();
  const open = new Set<Term>();
  let most = 0;
  const isNever = (formula: Term): boolean => {
    if (formula.max === 0n || never.has(formula)) return true;
    if (formula.ones !== 0n || open.has(formula) || t.table.size > most) return false;
    const settled =
      assume(t, noFacts(), formula, true).impossible || (byParts(formula) ?? byCases(formula));
    (settled ? never : open).add(formula);
    return settled;
  };
  const byParts = (formula: Term): boolean | undefined =>
    formula.op === 'or' && isTruth(formula) ? formula.args.every(isNever) : undefined;
  const byCases = (formula: Term): boolean => {
    const split = splitOf(t, formula) ?? [t.literal(1n)];
    return split.every((condition) => {
      const facts = assume(t, noFacts(), condition, true);
      const rest = simplified(t, facts, formula);
      return facts.impossible || (rest !== formula && isNever(rest));
    });
  };
  const isNeverOn = ({ assumed }: Facts, formula: Term): boolean => {
    const conditions = conditionsOf(assumed);
    for (let last = 0; last <= Math.min(conditions.length, NEAR); last++) {
      if (t.table.size > most) return false;
      const near = conditions.slice(conditions.length - last);
      const { formulas } = abstracted(t, [...near, formula]);
      if (isNever(unwrap(formulas.reduce((a, b) => both(t, a, b))))) return true;
    }
    return false;
  };
  const isNone = (facts: Facts, truths: Iterable<Term>): boolean => {
    for (const one of truths) if (!isNever(simplified(t, facts, one))) return false;
    return true;
  };
  return {
    begin() {
      most = t.table.size + terms;
    },
    openParts(facts, formula, cover) {
      if (facts.impossible) return [];
      if (cover !== undefined && isNone(facts, cover())) return [];
      return disjuncts(simplified(t, facts, formula)).filter(
        (part) => !(isNever(part) || isNeverOn(facts, part)),
      );
    },
  };
}

/** The truths that a disjunction is of. */
const disjuncts = (formula: Term): readonly Term[] =>
  formula.op === 'or' && isTruth(formula) ? formula.args.flatMap(disjuncts) : [formula];

/** Values of a term that are all tried, at most. */
const VALUES = 32;

/** Times that a term is compared with constants, at least, for all its values to be tried; fewer where it has but as many. */
const COMPARISONS = 4;

/**
 * Conditions of which one holds in each case. The bits that are compared with most constants are split by their value; else the condition
 * counts that comes first, of those that choices ask and of the truths that the formula is made of.
 */
function splitOf(t: Algebra, formula: Term): readonly Term[] | undefined {
  const compared = new Map<Term, number>();
  const seen = new Set<Term>();
  let first: Term | undefined;
  const offer = (condition: Term): void => {
    for (const one of conjuncts(condition)) {
      const inner = innermost(one);
      if (inner !== formula && (first === undefined || isBefore(inner, first))) first = inner;
    }
  };
  const search = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    if (term.op === 'select') offer(term.args[0]);
    else if (isAtom(term)) offer(term);
    if (term.op === 'equal' && isField(term.args[0]) && term.args[1].op === 'literal')
      compared.set(term.args[0], (compared.get(term.args[0]) ?? 0) + 1);
    for (const part of term.args) search(part);
  };
  search(formula);
  for (const [field, times] of [...compared].sort(([, a], [, b]) => b - a)) {
    const values = valuesOf(t, field);
    if (times >= Math.min(COMPARISONS, values.length - 1)) return values;
  }
  return first && [first, t.equal(first, t.literal(0n))];
}

/** Bits and equalities come first, in the order in which they were made: they make numbers narrower, which are then compared. */
function isBefore(a: Term, b: Term): boolean {
  const [x, y] = [isOrder(a), isOrder(b)];
  return x === y ? a.id < b.id : y;
}

/** Whether a condition compares sums; a bit of one does. */
const isOrder = ({ op, args: [of] }: Term): boolean =>
  op === 'lessUnsigned' || op === 'lessSigned' || (op === 'and' && of?.op === 'sum');

/** Whether a term is a few bits of another. */
const isField = (term: Term): boolean =>
  term.op === 'and' && term.args[1].op === 'literal' && term.max < BigInt(VALUES);

const valuesOf = (t: Algebra, field: Term): readonly Term[] =>
  Array.from({ length: Number(field.max) + 1 }, (_, i) =>
    t.equal(field, t.literal(BigInt(i))),
  ).filter((is) => is.max > 0n);

const isAtom = ({ op }: Term): boolean =>
  op === 'equal' || op === 'lessUnsigned' || op === 'lessSigned';

/** What is denied, instead of the denial. */
const innermost = (term: Term): Term =>
  term.op === 'equal' && term.args[1].op === 'literal' && term.args[1].word === 0n
    ? term.args[0]
    : term;

// Unknowns that occur only together are one unknown: ticks of many pauses that every clock has counted are one number of ticks.
//
// Variables that occur as parts of sums only, in the same sums and with factors in one proportion, are replaced by one that stands for what
// they come to. It may have every value that they can come to, and some that they cannot where bounds are no powers of two: so a
// formula that can never hold of it can never hold of them.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { substituted } from '../../model/symbolic/substitution.ts';
import { bitLength, type Sum, type Term } from '../../model/symbolic/term.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';

/** One unknown, and those that it stands for: the first, and then others by how many of it each counts. */
export interface Group {
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly times: Word; readonly max: Word }[];
}

/** Formulas in which groups stand for their members. */
interface Grouping {
  readonly formulas: readonly Term[];
  readonly groups: readonly Group[];
}

/** Groups what can be grouped in all formulas at once. */
export function grouped(t: Algebra, formulas: readonly Term[]): Grouping {
  const { sums, elsewhere } = occurrences(formulas);
  const profiles = new Map<string, { variable: Term; factors: readonly Word[] }[]>();
  for (const [variable, inSums] of sums) {
    if (elsewhere.has(variable)) continue;
    const key = inSums.map(({ sum }) => sum.id).join();
    const entry = { variable, factors: inSums.map(({ factor }) => factor) };
    profiles.set(key, [...(profiles.get(key) ?? []), entry]);
  }
  const groups: Group[] = [];
  const replaced = new Map<Term, Term>();
  for (const all of profiles.values()) {
    for (const like of proportional(all)) {
      const [base] = like;
      if (base === undefined || like.length < 2) continue;
      const max = like.reduce((sum, { variable, times }) => sum + variable.max * times, 0n);
      if (max >= 1n << 62n) continue;
      const name = `${nameOf(base.variable)} and ${like.length - 1} more`;
      replaced.set(base.variable, t.table.variable(`${name} of ${max}`, lowBits(bitLength(max))));
      for (const { variable } of like.slice(1)) replaced.set(variable, t.literal(0n));
      const members = like.map(({ variable, times }) => {
        return { name: nameOf(variable), times, max: variable.max };
      });
      groups.push({ name: `${name} of ${max}`, members });
    }
  }
  const substitute = substituted(t, replaced);
  return { formulas: formulas.map(substitute), groups };
}

const nameOf = (term: Term): string => (term.op === 'variable' ? term.name : '');

/** A sum, and the factor of a variable in it. */
export interface InSum {
  readonly sum: Sum;
  readonly factor: Word;
}

/** The sums that each variable is a part of, and the variables that occur elsewhere too. */
export function occurrences(formulas: readonly Term[]) {
  const sums = new Map<Term, InSum[]>();
  const elsewhere = new Set<Term>();
  const seen = new Set<Term>();
  const note = (variable: Term, one: InSum): void => {
    const known = sums.get(variable);
    if (known === undefined) sums.set(variable, [one]);
    else known.push(one);
  };
  const search = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    for (const [i, part] of term.args.entries()) {
      if (part.op === 'variable') {
        if (term.op === 'sum') note(part, { sum: term, factor: term.factors[i] ?? 0n });
        else elsewhere.add(part);
      }
      search(part);
    }
  };
  for (const formula of formulas) {
    if (formula.op === 'variable') elsewhere.add(formula);
    search(formula);
  }
  return { sums, elsewhere };
}

interface Member {
  readonly variable: Term;
  readonly times: Word;
}

/** Those whose factors are a small multiple of one's in every sum; the one comes first in its group. */
function proportional(
  all: readonly { readonly variable: Term; readonly factors: readonly Word[] }[],
): readonly (readonly Member[])[] {
  const groups: { factors: readonly Word[]; members: Member[] }[] = [];
  const least = (factors: readonly Word[]): Word => {
    const first = BigInt.asIntN(64, factors[0] ?? 0n);
    return first < 0n ? -first : first;
  };
  const sorted = [...all].sort((a, b) => (least(a.factors) < least(b.factors) ? -1 : 1));
  for (const { variable, factors } of sorted) {
    const group = groups.find((one) => timesOf(one.factors, factors) !== undefined);
    if (group === undefined) groups.push({ factors, members: [{ variable, times: 1n }] });
    else group.members.push({ variable, times: timesOf(group.factors, factors) ?? 0n });
  }
  return groups.map(({ members }) => members);
}

/** The number that the first factors times it are the second. */
function timesOf(base: readonly Word[], factors: readonly Word[]): Word | undefined {
  for (const times of [1n, 2n, 4n])
    if (base.every((factor, i) => BigInt.asUintN(64, factor * times) === factors[i])) return times;
  return undefined;
}

/** The members' words that come to a group's. */
export function membersOf({ members }: Group, word: Word): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  let rest = word;
  for (const { name, times, max } of [...members].sort((a, b) => (a.times > b.times ? -1 : 1))) {
    const most = rest / times < max ? rest / times : max;
    words.set(name, most);
    rest -= most * times;
  }
  return words;
}

// Formulas with fewer unknowns in their place: what holds of them in no assignment holds in none of the given ones.
//
// Unknowns that occur only together are grouped first. Then a wide unknown that occurs in sums only is given what those sums have in common:
// where x + r is in all of them, y stands for it, which is x less r; r then is in none.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { substituted } from '../../model/symbolic/substitution.ts';
import { ALL, type Term } from '../../model/symbolic/term.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Group, grouped, type InSum, membersOf, occurrences } from './grouping.ts';

/** Formulas over other unknowns, and how an assignment of these assigns the given ones. */
export interface Abstraction {
  readonly formulas: readonly Term[];
  decoded(words: ReadonlyMap<string, Word>): ReadonlyMap<string, Word>;
}

/** One unknown that took up what its sums have in common. */
interface Absorption {
  readonly name: string;
  readonly of: Term;
  /** The given unknown, over the new one. */
  readonly is: Term;
}

/** Abstracts formulas. */
export function abstracted(t: Algebra, given: readonly Term[]): Abstraction {
  const { formulas, groups } = grouped(t, given);
  const absorbed = absorbedIn(t, formulas);
  const substitute = substituted(t, new Map(absorbed.map(({ of, is }) => [of, is])));
  return {
    formulas: formulas.map(substitute),
    decoded: (words) => decodedWords(words, absorbed, groups),
  };
}

/** Unknowns with so many bits may be any word, as good as. */
const WIDE: Word = 1n << 31n;

/** The first wide unknown that has something to absorb: others may have nothing left then. */
function absorbedIn(t: Algebra, formulas: readonly Term[]): readonly Absorption[] {
  const { sums, elsewhere } = occurrences(formulas);
  for (const [of, inSums] of sums) {
    if (of.op !== 'variable' || of.max < WIDE || elsewhere.has(of)) continue;
    const common = commonRest(t, of, inSums);
    if (common === undefined) continue;
    const name = `${of.name} and its company`;
    return [{ name, of, is: t.sub(t.table.variable(`${name} ${common.id}`), common) }];
  }
  return [];
}

/** What all sums of an unknown have beside it; undefined where that is nothing. */
function commonRest(t: Algebra, of: Term, inSums: readonly InSum[]): Term | undefined {
  let common: Map<Term, Word> | undefined;
  for (const { sum, factor } of inSums) {
    if (factor !== 1n && factor !== ALL) return undefined;
    const rest = new Map<Term, Word>();
    for (const [i, part] of sum.args.entries())
      if (part !== of) rest.set(part, BigInt.asUintN(64, (sum.factors[i] ?? 0n) * factor));
    common =
      common === undefined
        ? rest
        : new Map([...common].filter(([part, times]) => rest.get(part) === times));
  }
  if (common === undefined || common.size === 0) return undefined;
  return [...common].reduce(
    (all, [part, times]) => t.add(all, t.multiply(part, t.literal(times))),
    t.literal(0n),
  );
}

function decodedWords(
  given: ReadonlyMap<string, Word>,
  absorbed: readonly Absorption[],
  groups: readonly Group[],
): ReadonlyMap<string, Word> {
  const words = new Map(given);
  for (const { of, is } of absorbed)
    if (of.op === 'variable') words.set(of.name, valuesUnder((name) => given.get(name) ?? 0n)(is));
  for (const group of groups)
    for (const [name, word] of membersOf(group, given.get(group.name) ?? 0n)) words.set(name, word);
  return words;
}

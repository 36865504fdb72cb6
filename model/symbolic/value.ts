// The value of a term under an assignment of its variables: what a form means, said once, over the numbers.
import { numbers, type Word } from '../../spec/vocabulary/words.ts';
import type { Term } from './term.ts';

/** The word that a variable is assigned; bits that the variable does not have do not count. */
export type Assignment = (name: string) => Word;

/** What reads terms under one assignment; values are kept, so that shared parts are computed once. */
export function valuesUnder(assignment: Assignment): (term: Term) => Word {
  const known = new Map<Term, Word>();
  const wordOf = (term: Term): Word => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const value = computed(term, wordOf, assignment);
    known.set(term, value);
    return value;
  };
  return wordOf;
}

function computed(term: Term, of: (term: Term) => Word, assignment: Assignment): Word {
  switch (term.op) {
    case 'literal':
      return term.word;
    case 'variable':
      return assignment(term.name) & ~term.zeros;
    case 'sum':
      return term.args.reduce(
        (sum, part, i) => numbers.add(sum, numbers.multiply(of(part), term.factors[i] ?? 0n)),
        term.word,
      );
    case 'not':
      return numbers.not(of(term.args[0]));
    case 'select':
      return of(term.args[0]) === 0n ? of(term.args[2]) : of(term.args[1]);
    case 'shiftLeft':
    case 'shiftRight':
    case 'signExtend':
      return numbers[term.op](of(term.args[0]), term.by);
    case 'multiply':
    case 'and':
    case 'or':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
      return numbers[term.op](of(term.args[0]), of(term.args[1]));
  }
}

// Choices in one form, of whatever program they come: one that asks two questions in turn, and one that asks both at once, are the same.
//
// Made of terms here and nowhere else, since proofs of one program fare well without. For every assignment a term keeps its value.
import { type Algebra, both, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { rebuilt } from '../../../model/symbolic/substitution.ts';
import type { Term } from '../../../model/symbolic/term.ts';

/** What gives terms with their choices in that form; what it has made is kept. */
export function plainChoices(t: Algebra): (term: Term) => Term {
  const made = new Map<Term, Term>();
  const plain = (term: Term): Term => {
    const known = made.get(term);
    if (known !== undefined) return known;
    const result = asOne(t, rebuilt(t, term, plain));
    made.set(term, result);
    return result;
  };
  return plain;
}

/** A choice whose first arm chooses, where a second condition says so, what the other arm is there; the truth of a condition, where that is what is chosen. */
function asOne(t: Algebra, term: Term): Term {
  if (term.op !== 'select') return term;
  const [condition, yes, no] = term.args;
  if (isWord(yes, 1n) && isWord(no, 0n)) return truthOf(t, condition);
  if (yes.op !== 'select') return term;
  const [second, one, other] = yes.args;
  const [ofOne, ofOther] =
    no.op === 'select' && no.args[0] === second ? no.args.slice(1) : [no, no];
  if (other === ofOther) return t.select(both(t, condition, second), one, no);
  if (one === ofOne) return t.select(both(t, condition, negated(t, second)), other, no);
  return term;
}

const isWord = (term: Term, word: bigint): boolean => term.op === 'literal' && term.word === word;

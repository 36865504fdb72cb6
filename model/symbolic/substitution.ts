// Terms with others in the place of some of their parts, built anew, so that they come out in normal form.
import type { Algebra } from './algebra.ts';
import type { Term } from './term.ts';

/** What replaces parts; what it has made is kept, so that shared parts are built once. */
export function substituted(t: Algebra, replaced: ReadonlyMap<Term, Term>): (term: Term) => Term {
  const made = new Map<Term, Term>(replaced);
  const substitute = (term: Term): Term => {
    const known = made.get(term);
    if (known !== undefined) return known;
    const result = rebuilt(t, term, substitute);
    made.set(term, result);
    return result;
  };
  return substitute;
}

/** A term of other parts; the same where they are the same. */
export function rebuilt(t: Algebra, term: Term, by: (part: Term) => Term): Term {
  const parts = term.args.map(by);
  if (parts.every((part, i) => part === term.args[i])) return term;
  const [a, b, c] = parts;
  const zero = t.literal(0n);
  switch (term.op) {
    case 'literal':
    case 'variable':
      return term;
    case 'sum':
      return parts.reduce(
        (sum, part, i) => t.add(sum, t.multiply(part, t.literal(term.factors[i] ?? 0n))),
        t.literal(term.word),
      );
    case 'not':
      return t.not(a ?? zero);
    case 'select':
      return t.select(a ?? zero, b ?? zero, c ?? zero);
    case 'shiftLeft':
    case 'shiftRight':
    case 'signExtend':
      return t[term.op](a ?? zero, term.by);
    case 'multiply':
    case 'and':
    case 'or':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
      return t[term.op](a ?? zero, b ?? zero);
  }
}

// What a term means: one fold over terms, for every kind of word.
//
// The interpreter reads terms over numbers, the compiler over expressions. What a term reads of the machine is handed in.
import type { Term } from '../clause.ts';
import type { Place, Span } from '../vocabulary/machine.ts';
import type { Structure } from '../vocabulary/structures.ts';
import { numbers, type Word, type Words } from '../vocabulary/words.ts';

/** The states that a term may speak of: what each place holds there, as a word of 64 bits with narrow places zero-extended. */
export interface Reads<V> {
  was(place: Place): V;
  now(place: Place): V;
  prior(place: Place): V;
  /** The effective address of a structure, which is the same in every state. */
  address(structure: Structure): Word;
}

/** The states as numbers. */
export type Scope = Reads<Word>;

/** The two ends of a span. `prior`, which is of a write, is the state in which the span begins. */
export const endsOf = ({ before, after }: Span): Scope => ({
  was: (place) => before.word(place),
  now: (place) => after.word(place),
  prior: (place) => before.word(place),
  address: (structure) => before.address(structure),
});

/** Whether a condition is not 0; undefined where that is not known. */
export type Decide<V> = (condition: V) => boolean | undefined;

const undecided = (): undefined => undefined;

/**
 * The word that a term stands for. An argument that is missing is 0. Of a choice whose condition is decided only the side chosen is
 * read; by default no condition is.
 */
export function evaluate<V>(
  term: Term,
  words: Words<V>,
  reads: Reads<V>,
  decide: Decide<V> = undecided,
): V {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return reads[term.term](term.place);
    case 'literal':
      return words.literal(term.word);
    case 'address':
      return words.literal(reads.address(term.structure));
    case 'bits':
      return words[term.op](evaluate(term.of, words, reads, decide), term.by);
    case 'apply':
      return applied(term, words, reads, decide);
  }
}

function applied<V>(
  { op, to }: Extract<Term, { term: 'apply' }>,
  words: Words<V>,
  reads: Reads<V>,
  decide: Decide<V>,
): V {
  const a = argument(to[0], words, reads, decide);
  if (op === 'not') return words.not(a);
  if (op !== 'select') return words[op](a, argument(to[1], words, reads, decide));
  const chosen = decide(a);
  if (chosen !== undefined) return argument(to[chosen ? 1 : 2], words, reads, decide);
  const yes = argument(to[1], words, reads, decide);
  return words.select(a, yes, argument(to[2], words, reads, decide));
}

const argument = <V>(
  term: Term | undefined,
  words: Words<V>,
  reads: Reads<V>,
  decide: Decide<V>,
): V => (term === undefined ? words.literal(0n) : evaluate(term, words, reads, decide));

const isNotZero: Decide<Word> = (condition) => condition !== 0n;

/** The number that a term stands for. */
export const wordOf = (term: Term, scope: Scope): Word => evaluate(term, numbers, scope, isNotZero);

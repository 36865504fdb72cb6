// Terms read against states: the value of a term in a span.
import type { Operation, Term } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import type { Structure } from '../vocabulary/structures.ts';
import { hex, numbers, type Word } from '../vocabulary/words.ts';

/** The states that a term may speak of. */
export interface Scope {
  was(place: Place): Word;
  now(place: Place): Word;
  prior(place: Place): Word;
  address(structure: Structure): Word;
}

/** The word that a term stands for. */
export function wordOf(term: Term, scope: Scope): Word {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return scope[term.term](term.place);
    case 'literal':
      return term.word;
    case 'address':
      return scope.address(term.structure);
    case 'bits':
      return numbers[term.op](wordOf(term.of, scope), term.by);
    case 'apply':
      return applied(term, scope);
  }
}

function applied({ op, to }: Extract<Term, { term: 'apply' }>, scope: Scope): Word {
  const a = argument(to, 0, scope);
  if (op === 'not') return numbers.not(a);
  if (op === 'select') return argument(to, a === 0n ? 2 : 1, scope);
  return numbers[op](a, argument(to, 1, scope));
}

const argument = (to: readonly Term[], index: number, scope: Scope): Word => {
  const term = to[index];
  return term === undefined ? 0n : wordOf(term, scope);
};

/** Every place that a term reads. */
export function placesIn(term: Term): readonly Place[] {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return [term.place];
    case 'literal':
    case 'address':
      return [];
    case 'bits':
      return placesIn(term.of);
    case 'apply':
      return term.to.flatMap(placesIn);
  }
}

/** The place that a report names for a term: the first that it reads. */
export const nameOf = (term: Term): Place => placesIn(term)[0] ?? 'NIA';

/** The part of a term that reads a place: it says in which state. */
export function readingOf(term: Term, place: Place): Term | undefined {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return term.place === place ? term : undefined;
    case 'literal':
    case 'address':
      return undefined;
    case 'bits':
      return readingOf(term.of, place);
    case 'apply':
      return term.to.map((part) => readingOf(part, place)).find((part) => part !== undefined);
  }
}

/** The term as a formula. */
export function textOf(term: Term): string {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return `${term.term} ${term.place}`;
    case 'literal':
      return hex(term.word);
    case 'address':
      return `address of ${term.structure}`;
    case 'bits':
      return `${term.op}(${textOf(term.of)}, ${term.by})`;
    case 'apply':
      return appliedText(term);
  }
}

const INFIX: Readonly<Partial<Record<Operation, string>>> = {
  add: '+',
  sub: '-',
  and: '&',
  or: '|',
  equal: '==',
  lessSigned: '<',
  lessUnsigned: '<u',
};

type Applied = Extract<Term, { term: 'apply' }>;

function appliedText({ op, to }: Applied): string {
  const [a = '', b = '', c = ''] = to.map(textOf);
  const denied = op === 'equal' && isZero(to[1]) ? deniedText(to[0]) : undefined;
  if (denied !== undefined) return denied;
  const infix = to.every(isTruth) ? (LOGICAL[op] ?? INFIX[op]) : INFIX[op];
  if (infix !== undefined) return `(${a} ${infix} ${b})`;
  return op === 'not' ? `~${a}` : `(${a} ? ${b} : ${c})`;
}

const LOGICAL: Readonly<Partial<Record<Operation, string>>> = { and: 'and', or: 'or' };

const COMPARISONS: ReadonlySet<Operation> = new Set(['equal', 'lessSigned', 'lessUnsigned']);

const isZero = (term: Term | undefined): boolean => term?.term === 'literal' && term.word === 0n;

/** Whether a term is 1 or 0 for true or false. */
const isTruth = (term: Term): boolean =>
  term.term === 'apply' &&
  (COMPARISONS.has(term.op) || (LOGICAL[term.op] !== undefined && term.to.every(isTruth)));

/** That a truth is false, in words; nothing where the term is a word. */
function deniedText(term: Term | undefined): string | undefined {
  if (term === undefined || !isTruth(term) || term.term !== 'apply') return undefined;
  const [a, b] = term.to;
  if (term.op !== 'equal' || a === undefined || b === undefined) return `not ${textOf(term)}`;
  return isZero(b) && isTruth(a) ? textOf(a) : `(${textOf(a)} != ${textOf(b)})`;
}

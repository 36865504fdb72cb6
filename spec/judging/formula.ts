// Terms as formulas, for reports and for people who read the contract.
import type { Operation, Term } from '../clause.ts';
import { wordText } from '../vocabulary/bit-fields.ts';
import type { Place } from '../vocabulary/machine.ts';
import { hex } from '../vocabulary/words.ts';

/** The term as a formula. Bits are named where it is known of which place they are; `about` says so for a literal that stands alone. */
export function textOf(term: Term, about?: Place): string {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return `${term.term} ${term.place}`;
    case 'literal':
      return about === undefined ? hex(term.word) : wordText(about, term.word);
    case 'address':
      return `address of ${term.structure}`;
    case 'bits':
      return `${term.op}(${textOf(term.of)}, ${term.by})`;
    case 'apply':
      return appliedText(term, about);
  }
}

/** The place whose bits a term holds where that place has them; undefined where bits were moved or counted with. */
export function bitsOf(term: Term): Place | undefined {
  switch (term.term) {
    case 'was':
    case 'now':
    case 'prior':
      return term.place;
    case 'literal':
    case 'address':
    case 'bits':
      return undefined;
    case 'apply':
      return BITWISE.has(term.op)
        ? firstOf(term.op === 'select' ? term.to.slice(1) : term.to)
        : undefined;
  }
}

/** The place whose bits the first of some terms holds, of which that is known. */
const firstOf = (terms: readonly Term[]): Place | undefined =>
  terms.map(bitsOf).find((place) => place !== undefined);

/** The operations that leave each bit where it is. */
const BITWISE: ReadonlySet<Operation> = new Set(['and', 'or', 'xor', 'not', 'select']);

/** The term as a formula that stands alone: without its outermost parentheses, if it has any. What is denied has none. */
export function formulaOf(term: Term, about?: Place): string {
  const text = textOf(term, about);
  return text.startsWith('(') ? text.slice(1, -1) : text;
}

/** The operations that stand between their arguments. */
const INFIX: Readonly<Record<Exclude<Operation, 'not' | 'select'>, string>> = {
  add: '+',
  sub: '-',
  multiply: '*',
  and: '&',
  or: '|',
  xor: '^',
  equal: '==',
  lessSigned: '<',
  lessUnsigned: '<u',
};

type ApplyTerm = Extract<Term, { term: 'apply' }>;

function appliedText({ op, to }: ApplyTerm, about: Place | undefined): string {
  if (op === 'select') return chosenText(to, about);
  const place = op === 'equal' ? firstOf(to) : BITWISE.has(op) ? (firstOf(to) ?? about) : undefined;
  const [a = '', b = ''] = to.map((one) => textOf(one, place));
  const denied = op === 'equal' && isZero(to[1]) ? deniedText(to[0]) : undefined;
  if (denied !== undefined) return denied;
  if (op === 'not') return `~${a}`;
  const infix = to.every(isTruth) ? (LOGICAL[op] ?? INFIX[op]) : INFIX[op];
  return `(${a} ${infix} ${b})`;
}

/** A choice: the condition is about places of its own. */
function chosenText([condition, ...arms]: readonly Term[], about: Place | undefined): string {
  const when = condition === undefined ? '' : textOf(condition);
  const [yes = '', no = ''] = arms.map((arm) => textOf(arm, firstOf(arms) ?? about));
  return `(${when} ? ${yes} : ${no})`;
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

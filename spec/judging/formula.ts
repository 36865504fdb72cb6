// Terms as formulas, for reports and for people who read the contract.
import type { Operation, Term } from '../clause.ts';
import { hex } from '../vocabulary/words.ts';

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

/** The term as a formula that stands alone: without its outermost parentheses, if it has any. What is denied has none. */
export function formulaOf(term: Term): string {
  const text = textOf(term);
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

function appliedText({ op, to }: ApplyTerm): string {
  const [a = '', b = '', c = ''] = to.map(textOf);
  const denied = op === 'equal' && isZero(to[1]) ? deniedText(to[0]) : undefined;
  if (denied !== undefined) return denied;
  if (op === 'not') return `~${a}`;
  if (op === 'select') return `(${a} ? ${b} : ${c})`;
  const infix = to.every(isTruth) ? (LOGICAL[op] ?? INFIX[op]) : INFIX[op];
  return `(${a} ${infix} ${b})`;
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

// The algebra of terms: every operation of `Words`, each in a normal form, so that most of what is to be proved equal is made the same.
//
// Soundness is all: a form has, for every assignment of the variables, the value of the operation. algebra.test.ts holds each of
// them to the numbers.
import type { Words } from '../../spec/vocabulary/words.ts';
import { and, not, or, xor } from './bits.ts';
import { select } from './choices.ts';
import { equal, lessSigned, lessUnsigned } from './comparisons.ts';
import { shiftLeft, shiftRight, signExtend } from './shifts.ts';
import { add, multiply, sub } from './sums.ts';
import { type Term, TermTable } from './term.ts';

/** Words read as terms of a table. */
export interface Algebra extends Words<Term> {
  readonly table: TermTable;
}

/** The operations over a table: an empty one, unless it is given. */
export function algebra(table: TermTable = new TermTable()): Algebra {
  const once = (op: string, a: Term, b: Term, make: (a: Term, b: Term) => Term): Term =>
    table.once(op, a.id, b.id, () => make(a, b));
  const shifting = (op: string, a: Term, bits: number, make: () => Term): Term =>
    table.once(op, a.id, bits, make);
  const t: Algebra = {
    table,
    literal: (word) => table.literal(word),
    add: (a, b) => once('add', a, b, () => add(t, a, b)),
    sub: (a, b) => once('sub', a, b, () => sub(t, a, b)),
    multiply: (a, b) => once('multiply', a, b, () => multiply(t, a, b)),
    and: (a, b) => once('and', a, b, () => and(t, a, b)),
    or: (a, b) => once('or', a, b, () => or(t, a, b)),
    xor: (a, b) => once('xor', a, b, () => xor(t, a, b)),
    not: (a) => not(t, a),
    equal: (a, b) => once('equal', a, b, () => equal(t, a, b)),
    lessSigned: (a, b) => once('lessSigned', a, b, () => lessSigned(t, a, b)),
    lessUnsigned: (a, b) => once('lessUnsigned', a, b, () => lessUnsigned(t, a, b)),
    select: (condition, yes, no) =>
      table.onceChosen(condition, yes, no, () => select(t, condition, yes, no)),
    shiftLeft: (a, bits) => shifting('shiftLeft', a, bits, () => shiftLeft(t, a, bits)),
    shiftRight: (a, bits) => shifting('shiftRight', a, bits, () => shiftRight(t, a, bits)),
    signExtend: (a, bits) => shifting('signExtend', a, bits, () => signExtend(t, a, bits)),
  };
  return t;
}

/** 1 where the term is 0, else 0. */
export const negated = (t: Algebra, a: Term): Term => t.equal(a, t.literal(0n));

/** 1 where the term is not 0, else 0. */
export const truthOf = (t: Algebra, a: Term): Term => (a.max <= 1n ? a : negated(t, negated(t, a)));

/** 1 where both are not 0, else 0. */
export const both = (t: Algebra, a: Term, b: Term): Term => t.and(truthOf(t, a), truthOf(t, b));

/** 1 where either is not 0, else 0. */
export const either = (t: Algebra, a: Term, b: Term): Term => t.or(truthOf(t, a), truthOf(t, b));

// Comparisons: terms that are 1 or 0. What both sides have in common goes; what bits or bounds decide is decided.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Algebra } from './algebra.ts';
import { isLowMask } from './choices.ts';
import { difference, trailing } from './sums.ts';
import { ALL, bitLength, isTruth, type Sum, type Term, TRUTH } from './term.ts';

/** 1 where the two are equal, else 0. */
export function equal(t: Algebra, a: Term, b: Term): Term {
  if (a === b) return t.literal(1n);
  if ((a.zeros & b.ones) !== 0n || (a.ones & b.zeros) !== 0n) return t.literal(0n);
  const folded = lowHalves(t, a, b);
  if (folded !== undefined) return folded;
  const [left, right] = difference(t, a, b);
  if (left !== a || right !== b) {
    const turned = left === b && right === a;
    if (!turned) return t.equal(left, right);
  }
  return left.op === 'literal'
    ? equalTo(t, right, left.word)
    : right.op === 'literal'
      ? equalTo(t, left, right.word)
      : compared(t, left, right);
}

/** The low bits of two terms are equal where those of their difference are 0. */
function lowHalves(t: Algebra, a: Term, b: Term): Term | undefined {
  if (a.op !== 'and' || b.op !== 'and') return undefined;
  const [[x, m], [y, n]] = [a.args, b.args];
  if (m.op !== 'literal' || m !== n || m.word !== lowBits(bitLength(m.word))) return undefined;
  return t.equal(t.and(t.sub(x, y), m), t.literal(0n));
}

function compared(t: Algebra, a: Term, b: Term): Term {
  if (a.max < b.ones || b.max < a.ones) return t.literal(0n);
  const chosen = ofChoice(t, a, b) ?? ofChoice(t, b, a) ?? ofAlike(t, a, b);
  if (chosen !== undefined) return chosen;
  return a.id <= b.id ? t.table.binary('equal', a, b, TRUTH) : t.table.binary('equal', b, a, TRUTH);
}

/** Whether a choice, or one within it, has a term among its arms. */
const hasArm = (choice: Term, term: Term, depth = 6): boolean =>
  choice === term ||
  (choice.op === 'select' &&
    depth > 0 &&
    (hasArm(choice.args[1], term, depth - 1) || hasArm(choice.args[2], term, depth - 1)));

/** Equality with a choice that has the term itself among its arms. */
function ofChoice(t: Algebra, term: Term, choice: Term): Term | undefined {
  if (choice.op !== 'select') return undefined;
  const [condition, yes, no] = choice.args;
  if (!hasArm(choice, term)) return undefined;
  return t.select(condition, t.equal(term, yes), t.equal(term, no));
}

/** Equality of two choices by the same condition, one of whose arms decides it: chains that end otherwise differ at their ends only. */
function ofAlike(t: Algebra, a: Term, b: Term): Term | undefined {
  if (a.op !== 'select' || b.op !== 'select' || a.args[0] !== b.args[0]) return undefined;
  const [condition, yes, no] = a.args;
  const [ofYes, ofNo] = [t.equal(yes, b.args[1]), t.equal(no, b.args[2])];
  if (ofYes.op !== 'literal' && ofNo.op !== 'literal') return undefined;
  return t.select(condition, ofYes, ofNo);
}

function equalTo(t: Algebra, a: Term, word: Word): Term {
  if (a.op === 'literal') return t.literal(a.word === word ? 1n : 0n);
  if (word > a.max || (a.ones & ~word) !== 0n || (a.zeros & word) !== 0n) return t.literal(0n);
  if (isTruth(a) && word === 1n) return a;
  return zeroOfPart(t, a, word) ?? equalToPart(t, a, word) ?? raw(t, a, word);
}

const raw = (t: Algebra, a: Term, word: Word): Term =>
  t.table.binary('equal', a, t.literal(word), TRUTH);

/** Equality with a constant, said of the parts. */
function equalToPart(t: Algebra, a: Term, word: Word): Term | undefined {
  switch (a.op) {
    case 'select': {
      const [condition, ...arms] = a.args;
      const [yes, no] = arms.map((arm) => t.equal(arm, t.literal(word)));
      if (yes === undefined || no === undefined) return undefined;
      if (yes.op !== 'literal' && no.op !== 'literal') return undefined;
      return t.select(condition, yes, no);
    }
    case 'shiftLeft':
      return a.args[0].max << BigInt(a.by) <= ALL
        ? t.equal(a.args[0], t.literal(word >> BigInt(a.by)))
        : undefined;
    case 'or': {
      const [x, y] = a.args;
      return y.op === 'literal' && (x.zeros & y.word) === y.word
        ? t.equal(x, t.literal(word & ~y.word))
        : undefined;
    }
    case 'xor': {
      const [x, y] = a.args;
      if (y.op === 'literal') return t.equal(x, t.literal(word ^ y.word));
      return word === 0n ? t.equal(x, y) : undefined;
    }
    case 'not':
      return t.equal(a.args[0], t.literal(ALL ^ word));
    case 'and':
      return withoutConstant(t, a.args, word);
    case 'sum':
      return halved(t, a, word);
    case 'literal':
    case 'variable':
    case 'multiply':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
    case 'shiftRight':
    case 'signExtend':
      return undefined;
  }
}

/** A sum of multiples of a power of two that cannot wrap is a multiple just where the sum of as many times less is. */
function halved(t: Algebra, sum: Sum, word: Word): Term | undefined {
  const by = BigInt(Math.min(...sum.factors.map(trailing)));
  const parts = sum.args.reduce((all, part, i) => all + part.max * (sum.factors[i] ?? 0n), 0n);
  if (by === 0n || sum.word !== 0n || parts > ALL) return undefined;
  if (trailing(word) < by) return t.literal(0n);
  const rest = sum.args.reduce(
    (all, part, i) => t.add(all, t.multiply(part, t.literal((sum.factors[i] ?? 0n) >> by))),
    t.literal(0n),
  );
  return t.equal(rest, t.literal(word >> by));
}

/** The low bits of a sum are as wanted where those of its parts are as much less. */
function withoutConstant(
  t: Algebra,
  [sum, mask]: readonly [Term, Term],
  word: Word,
): Term | undefined {
  if (sum.op !== 'sum' || sum.word === 0n || !isLowMask(mask)) return undefined;
  const rest = t.and(t.sub(sum, t.literal(sum.word)), mask);
  return t.equal(rest, t.and(t.literal(BigInt.asUintN(64, word - sum.word)), mask));
}

/** Equality with 0: denials cancel, and a disjunction is denied part by part. */
function zeroOfPart(t: Algebra, a: Term, word: Word): Term | undefined {
  if (word !== 0n) return undefined;
  if (a.op === 'equal') {
    const [x, y] = a.args;
    if (isTruth(x) && y.op === 'literal' && y.word === 0n) return x;
  }
  if (a.op === 'or')
    return t.and(t.equal(a.args[0], t.literal(0n)), t.equal(a.args[1], t.literal(0n)));
  return undefined;
}

/** 1 where a < b as unsigned numbers, else 0. */
export function lessUnsigned(t: Algebra, a: Term, b: Term): Term {
  if (a.op === 'literal' && b.op === 'literal') return t.literal(a.word < b.word ? 1n : 0n);
  if (a === b) return t.literal(0n);
  if (a.max < b.ones) return t.literal(1n);
  if (a.ones >= b.max) return t.literal(0n);
  const zero = t.literal(0n);
  if (a === zero) return t.equal(t.equal(b, zero), zero);
  if (b.op === 'literal' && b.word === 1n) return t.equal(a, zero);
  return (
    withoutAddend(t, a, b) ?? byDistance(t, a, b) ?? t.table.binary('lessUnsigned', a, b, TRUTH)
  );
}

/** A sum that cannot wrap, and a constant, both less the constant of the sum: so that a count is compared alike however far it has come. */
function withoutAddend(t: Algebra, a: Term, b: Term): Term | undefined {
  const [sum, bound] = a.op === 'sum' ? [a, b] : [b, a];
  if (sum.op !== 'sum' || bound.op !== 'literal' || sum.word === 0n) return undefined;
  const rest = t.sub(sum, t.literal(sum.word));
  if (rest.max + sum.word > ALL) return undefined;
  if (bound.word < sum.word) return t.literal(sum === b ? 1n : 0n);
  const less = t.literal(bound.word - sum.word);
  return sum === a ? t.lessUnsigned(rest, less) : t.lessUnsigned(less, rest);
}

/** Where one is the other and something more, and that cannot wrap. */
function byDistance(t: Algebra, a: Term, b: Term): Term | undefined {
  if (t.sub(a, b).max + b.max <= ALL) return t.literal(0n);
  const more = t.sub(b, a);
  const zero = t.literal(0n);
  return more.max + a.max <= ALL ? t.equal(t.equal(more, zero), zero) : undefined;
}

const SIGN = 1n << 63n;

/** 1 where a < b as signed numbers, else 0. */
export function lessSigned(t: Algebra, a: Term, b: Term): Term {
  if (a === b) return t.literal(0n);
  if ((a.zeros & b.zeros & SIGN) !== 0n || (a.ones & b.ones & SIGN) !== 0n)
    return t.lessUnsigned(a, b);
  if ((a.zeros & b.ones & SIGN) !== 0n) return t.literal(0n);
  if ((a.ones & b.zeros & SIGN) !== 0n) return t.literal(1n);
  if (b.op === 'literal' && b.word === 0n) return signOf(t, a);
  return t.table.binary('lessSigned', a, b, TRUTH);
}

/** 1 where the term is negative. */
function signOf(t: Algebra, a: Term): Term {
  const bit =
    a.op === 'signExtend'
      ? t.and(a.args[0], t.literal(1n << BigInt(a.by - 1)))
      : t.and(a, t.literal(SIGN));
  return t.equal(t.equal(bit, t.literal(0n)), t.literal(0n));
}

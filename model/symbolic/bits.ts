// Terms bit by bit: and, or, xor and not. Masks go to the leaves, and what masks have taken apart is joined again.
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Algebra } from './algebra.ts';
import { choosesSums, isLowMask } from './choices.ts';
import { lowPart, scaled, sub } from './sums.ts';
import { ALL, bitLength, isTruth, possible, type Term } from './term.ts';

/** Bits that are 1 in both. */
export function and(t: Algebra, a: Term, b: Term): Term {
  if (a.op === 'literal')
    return b.op === 'literal' ? t.literal(a.word & b.word) : masked(t, b, a.word);
  if (b.op === 'literal') return masked(t, a, b.word);
  if (a === b) return a;
  if ((possible(a) & possible(b)) === 0n) return t.literal(0n);
  if (denies(a, b) || denies(b, a)) return t.literal(0n);
  if (isTruth(a) && isTruth(b)) return conjunction(t, a, b);
  const known = {
    zeros: a.zeros | b.zeros,
    ones: a.ones & b.ones,
    max: a.max < b.max ? a.max : b.max,
  };
  return a.id <= b.id ? t.table.binary('and', a, b, known) : t.table.binary('and', b, a, known);
}

/** Whether the first is the second denied, both being truths. */
const denies = (a: Term, b: Term): boolean =>
  a.op === 'equal' && isTruth(b) && a.args[0] === b && isLiteral(a.args[1], 0n);

const isLiteral = (term: Term, word: Word): boolean => term.op === 'literal' && term.word === word;

/** Truths that all hold, each once, in order. */
function conjunction(t: Algebra, a: Term, b: Term): Term {
  const all = new Set([...conjuncts(a), ...conjuncts(b)]);
  for (const one of all) for (const other of all) if (denies(one, other)) return t.literal(0n);
  return [...all]
    .sort((x, y) => x.id - y.id)
    .reduce((x, y) => t.table.binary('and', x, y, { zeros: ALL ^ 1n, ones: x.ones & y.ones }));
}

/** The truths that a conjunction is of. */
export const conjuncts = (a: Term): readonly Term[] =>
  a.op === 'and' && isTruth(a.args[0]) && isTruth(a.args[1])
    ? [...conjuncts(a.args[0]), ...conjuncts(a.args[1])]
    : [a];

/** The bits of a mask. */
function masked(t: Algebra, a: Term, mask: Word): Term {
  const wanted = mask & possible(a);
  if (wanted === 0n) return t.literal(0n);
  if (wanted === possible(a)) return a;
  if ((wanted & ~a.ones) === 0n) return t.literal(wanted);
  const narrow = t.literal(wanted);
  switch (a.op) {
    case 'and': {
      const [x, y] = a.args;
      if (y.op === 'literal') return t.and(x, t.literal(y.word & wanted));
      break;
    }
    case 'or':
      return t.or(t.and(a.args[0], narrow), t.and(a.args[1], narrow));
    case 'shiftLeft':
      return t.shiftLeft(t.and(a.args[0], t.literal(wanted >> BigInt(a.by))), a.by);
    case 'shiftRight':
      return t.shiftRight(t.and(a.args[0], t.literal((wanted << BigInt(a.by)) & ALL)), a.by);
    case 'select':
      if (isLowMask(narrow) && choosesSums(a)) break;
      return t.select(a.args[0], t.and(a.args[1], narrow), t.and(a.args[2], narrow));
    case 'sum':
    case 'signExtend':
    case 'not': {
      const low = lowPart(t, a, bitLength(wanted));
      if (low !== a) return t.and(low, narrow);
      break;
    }
    case 'literal':
    case 'variable':
    case 'multiply':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
  }
  const known = { zeros: a.zeros | (ALL ^ wanted), ones: a.ones & wanted };
  return t.table.binary('and', a, narrow, known);
}

/** Bits that are 1 in either. */
export function or(t: Algebra, a: Term, b: Term): Term {
  if (a === b) return a;
  if (b.op === 'literal') return withBits(t, a, b.word);
  if (a.op === 'literal') return withBits(t, b, a.word);
  if (denies(a, b) || denies(b, a)) return t.literal(1n);
  return joined(t, [...alternatives(a), ...alternatives(b)]);
}

function withBits(t: Algebra, a: Term, word: Word): Term {
  if (a.op === 'literal') return t.literal(a.word | word);
  if ((word & ~a.ones) === 0n) return a;
  if (a.op === 'select')
    return t.select(a.args[0], t.or(a.args[1], t.literal(word)), t.or(a.args[2], t.literal(word)));
  return joined(t, [...alternatives(a), t.literal(word)]);
}

/** The parts of nested `or`s. */
export const alternatives = (a: Term): readonly Term[] =>
  a.op === 'or' ? [...alternatives(a.args[0]), ...alternatives(a.args[1])] : [a];

/** Parts joined: those of one term under different masks become one, constants become one and come last. */
function joined(t: Algebra, parts: readonly Term[]): Term {
  const word = parts.reduce((all, part) => (part.op === 'literal' ? all | part.word : all), 0n);
  const masks = new Map<Term, Word>();
  for (const part of parts) {
    if (part.op === 'literal') continue;
    const [base, mask] = baseOf(part);
    masks.set(base, (masks.get(base) ?? 0n) | mask);
  }
  const terms = new Set<Term>();
  for (const [base, mask] of masks) {
    const part = t.and(base, t.literal(mask & ~word & ALL));
    if (!isLiteral(part, 0n)) terms.add(part);
  }
  if ([...terms].some((one) => one.op === 'literal' || one.op === 'or'))
    return joinedRaw(t, [...terms].flatMap(alternatives), word);
  return joinedRaw(t, [...terms], word);
}

function joinedRaw(t: Algebra, parts: readonly Term[], constant: Word): Term {
  const word = parts.reduce(
    (all, part) => (part.op === 'literal' ? all | part.word : all),
    constant,
  );
  const terms = [...new Set(parts)]
    .filter(({ op }) => op !== 'literal')
    .sort((x, y) => x.id - y.id);
  const all = word === 0n ? terms : [...terms, t.literal(word)];
  const [first, ...rest] = all;
  if (first === undefined) return t.literal(0n);
  return rest.reduce((x, y) => eitherOf(t, x, y), first);
}

function eitherOf(t: Algebra, a: Term, b: Term): Term {
  const zeros = a.zeros & b.zeros;
  return t.table.binary('or', a, b, { zeros, ones: a.ones | b.ones });
}

/** A part as the bits of a mask of a term. */
function baseOf(part: Term): readonly [Term, Word] {
  if (part.op === 'and') {
    const [base, mask] = part.args;
    if (mask.op === 'literal') return [base, mask.word];
  }
  return [part, possible(part)];
}

/** Bits that are 1 in just one. */
export function xor(t: Algebra, a: Term, b: Term): Term {
  if (a === b) return t.literal(0n);
  if ((possible(a) & possible(b)) === 0n) return t.or(a, b);
  if (a.op === 'literal')
    return b.op === 'literal' ? t.literal(a.word ^ b.word) : turned(t, b, a.word);
  if (b.op === 'literal') return turned(t, a, b.word);
  const common = (a.zeros & b.zeros) | (a.ones & b.ones);
  const known = { zeros: common, ones: (a.zeros & b.ones) | (a.ones & b.zeros) };
  return a.id <= b.id ? t.table.binary('xor', a, b, known) : t.table.binary('xor', b, a, known);
}

function turned(t: Algebra, a: Term, word: Word): Term {
  if (word === 0n) return a;
  if (word === ALL) return t.not(a);
  if (word === 1n && isTruth(a)) return t.equal(a, t.literal(0n));
  if (a.op === 'xor') {
    const [x, y] = a.args;
    if (y.op === 'literal') return t.xor(x, t.literal(y.word ^ word));
  }
  const known = {
    zeros: (a.zeros & ~word) | (a.ones & word),
    ones: (a.ones & ~word) | (a.zeros & word),
  };
  return t.table.binary('xor', a, t.literal(word), known);
}

/** Each bit inverted: -1 - a, where that is a sum. */
export function not(t: Algebra, a: Term): Term {
  if (a.op === 'literal') return t.literal(ALL ^ a.word);
  if (a.op === 'not') return a.args[0];
  if (a.op === 'sum') return sub(t, scaled(t, a, ALL), t.literal(1n));
  return t.table.not(a);
}

// Sums that are cut to some bits, as choices of whole sums: a decrementer that went below zero, or did not, in the time that passed.
//
// A sum whose integer lies within two neighbouring ranges of 2^b is, cut to b bits, that integer less the beginning of the one or
// of the other. Said so, it is compared with other sums by what they have in common. A wide part counts by its low bits only.
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { type Bounds, fits, integerBounds } from '../../model/symbolic/bounds.ts';
import { rebuilt } from '../../model/symbolic/substitution.ts';
import { lowParts } from '../../model/symbolic/sums.ts';
import { bitLength, type Term } from '../../model/symbolic/term.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';

/** What gives formulas with sums in the place of cut ones; what it has made is kept. */
export function unwrapping(t: Algebra): (formula: Term) => Term {
  const made = new Map<Term, Term>();
  const unwrap = (term: Term): Term => {
    const known = made.get(term);
    if (known !== undefined) return known;
    const result = uncut(t, rebuilt(t, term, unwrap));
    made.set(term, result);
    return result;
  };
  return unwrap;
}

/** A cut sum as a choice of sums, a bit of one as a comparison; any other term as it is. */
function uncut(t: Algebra, term: Term): Term {
  if (term.op === 'signExtend') return signed(t, term.args[0], term.by) ?? term;
  if (term.op !== 'and' || term.args[0].op !== 'sum') return term;
  const [sum, mask] = term.args;
  if (mask.op !== 'literal') return term;
  const bits = bitLength(mask.word);
  if (mask.word === lowBits(bits)) return chosen(t, sum, bits, 0n) ?? term;
  if (mask.word !== 1n << BigInt(bits - 1)) return term;
  const whole = signed(t, sum, bits);
  const zero = t.literal(0n);
  return whole === undefined ? term : t.select(t.lessSigned(whole, zero), mask, zero);
}

const signed = (t: Algebra, sum: Term, bits: number): Term | undefined =>
  chosen(t, sum, bits, 1n << BigInt(bits - 1));

/** The low bits of a sum, read as a number no less than `below` under zero. */
function chosen(t: Algebra, sum: Term, bits: number, below: bigint): Term | undefined {
  const low = t.literal(lowBits(bits));
  const { word, parts } = lowParts(sum, bits);
  const narrow = [...parts].map(([part, factor]) => [t.and(part, low), factor] as const);
  const bounds = integerBounds(word, narrow);
  if (!fits(bounds)) return undefined;
  const whole = narrow.reduce(
    (all, [part, factor]) => t.add(all, t.multiply(part, t.literal(factor))),
    t.literal(word),
  );
  return inRange(t, whole, bounds, bits, below);
}

function inRange(t: Algebra, whole: Term, { low, high }: Bounds, bits: number, below: bigint) {
  const size = BigInt(bits);
  const [first, last] = [(low + below) >> size, (high + below) >> size];
  const less = (range: bigint): Term => t.sub(whole, literal(t, range << size));
  if (first === last) return less(first);
  if (last !== first + 1n) return undefined;
  const begin = (last << size) - below;
  return t.select(t.lessSigned(whole, literal(t, begin)), less(first), less(last));
}

const literal = (t: Algebra, integer: bigint): Term => t.literal(BigInt.asUintN(64, integer));

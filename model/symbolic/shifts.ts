// Shifts by constants, and sign extension. Masks lie inside of shifts; what a shift drops is masked away first.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Algebra } from './algebra.ts';
import { lowPart, scaled, uncut } from './sums.ts';
import { ALL, possible, type Term } from './term.ts';

/** a * 2^bits. */
export function shiftLeft(t: Algebra, a: Term, bits: number): Term {
  if (bits === 0) return a;
  if (a.op === 'literal') return t.literal((a.word << BigInt(bits)) & ALL);
  const kept = t.and(a, t.literal(ALL >> BigInt(bits)));
  if (kept !== a) return t.shiftLeft(kept, bits);
  if (a.op === 'or') return t.or(t.shiftLeft(a.args[0], bits), t.shiftLeft(a.args[1], bits));
  if (a.op === 'shiftRight') return back(t, a.args[0], a.by, bits);
  const both = throughChoice(t, a, (arm) => t.shiftLeft(arm, bits));
  return both ?? scaled(t, a, 1n << BigInt(bits));
}

/** (a >> right) << left. */
function back(t: Algebra, a: Term, right: number, left: number): Term {
  const high = t.and(a, t.literal(ALL ^ lowBits(right)));
  return right >= left ? t.shiftRight(high, right - left) : t.shiftLeft(high, left - right);
}

/** a / 2^bits, rounded down. */
export function shiftRight(t: Algebra, a: Term, bits: number): Term {
  if (bits === 0) return a;
  if (a.op === 'literal') return t.literal(a.word >> BigInt(bits));
  if (a.max >> BigInt(bits) === 0n) return t.literal(0n);
  const low = lowBits(bits);
  if (a.op === 'and') {
    const [x, mask] = a.args;
    if (mask.op === 'literal' && (mask.word & low) !== 0n)
      return t.shiftRight(t.and(x, t.literal(mask.word & ~low)), bits);
    if (mask.op === 'literal' && (possible(x) & ~low & ~mask.word) === 0n)
      return t.shiftRight(x, bits);
  }
  if (a.op === 'shiftRight' && a.by + bits < 64) return t.shiftRight(a.args[0], a.by + bits);
  if (a.op === 'or') return t.or(t.shiftRight(a.args[0], bits), t.shiftRight(a.args[1], bits));
  if (a.op === 'shiftLeft') return forth(t, a.args[0], a.by, bits);
  const both = throughChoice(t, a, (arm) => t.shiftRight(arm, bits));
  return both ?? t.table.shift('shiftRight', a, bits, knownRight(a, bits));
}

/** (a << left) >> right. */
function forth(t: Algebra, a: Term, left: number, right: number): Term {
  const kept = t.and(a, t.literal(ALL >> BigInt(left)));
  return left >= right ? t.shiftLeft(kept, left - right) : t.shiftRight(kept, right - left);
}

const knownRight = ({ zeros, ones, max }: Term, bits: number) => ({
  zeros: (zeros >> BigInt(bits)) | (ALL ^ (ALL >> BigInt(bits))),
  ones: ones >> BigInt(bits),
  max: max >> BigInt(bits),
});

/** The low `bits` bits as a signed number. */
export function signExtend(t: Algebra, a: Term, bits: number): Term {
  if (bits === 64) return a;
  if (a.op === 'literal') return t.literal(BigInt.asUintN(64, BigInt.asIntN(bits, a.word)));
  const high = ALL ^ lowBits(bits);
  const sign = 1n << BigInt(bits - 1);
  if ((possible(a) & (high | sign)) === 0n) return a;
  if ((possible(a) & sign) === 0n) return t.and(a, t.literal(lowBits(bits)));
  if ((a.ones & sign) !== 0n) return t.or(t.and(a, t.literal(lowBits(bits))), t.literal(high));
  if (a.op === 'signExtend' && a.by <= bits) return a;
  const low = lowPart(t, a, bits);
  if (low !== a) return t.signExtend(low, bits);
  const whole = a.op === 'sum' ? uncut(t, a, bits) : undefined;
  if (whole !== undefined) return whole;
  const both = throughChoice(t, a, (arm) => t.signExtend(arm, bits));
  return both ?? t.table.shift('signExtend', a, bits, knownSigned(a, bits));
}

function knownSigned({ zeros, ones }: Term, bits: number): { zeros: Word; ones: Word } {
  const low = lowBits(bits - 1);
  return { zeros: zeros & low, ones: ones & low };
}

/** A shift of a choice with a constant among its arms is a choice of shifts. */
function throughChoice(t: Algebra, a: Term, shifted: (arm: Term) => Term): Term | undefined {
  if (a.op !== 'select') return undefined;
  const [condition, yes, no] = a.args;
  if (yes.op !== 'literal' && no.op !== 'literal') return undefined;
  return t.select(condition, shifted(yes), shifted(no));
}

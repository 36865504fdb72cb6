// Choices: select, whose conditions are kept in one form, so that choices by the same condition find each other.
import type { Algebra } from './algebra.ts';
import { commonParts } from './sums.ts';
import { ALL, bitLength, possible, type Term } from './term.ts';

/** `yes` where the condition is not 0, else `no`. */
export function select(t: Algebra, condition: Term, yes: Term, no: Term): Term {
  if (condition.op === 'literal') return condition.word === 0n ? no : yes;
  if (condition.ones !== 0n || yes === no) return yes;
  const simpler = conditionOf(condition);
  if (simpler !== undefined)
    return simpler.denied ? t.select(simpler.of, no, yes) : t.select(simpler.of, yes, no);
  const [y, n] = [armOf(t, condition, yes, true), armOf(t, condition, no, false)];
  if (y !== yes || n !== no) return t.select(condition, y, n);
  if (isOne(yes) && isNone(no) && condition.max === 1n) return condition;
  if (isNone(yes) && isOne(no)) return t.equal(condition, t.literal(0n));
  return (
    underMask(t, condition, yes, no) ??
    apart(t, condition, yes, no) ??
    turnedRound(t, condition, yes, no) ??
    stepped(t, condition, yes, no) ??
    t.table.choice(condition, yes, no)
  );
}

const isNone = (term: Term): boolean => term.op === 'literal' && term.word === 0n;
const isOne = (term: Term): boolean => term.op === 'literal' && term.word === 1n;

/** What is asked of a condition, said of a part of it. */
function conditionOf(term: Term): { readonly of: Term; readonly denied: boolean } | undefined {
  switch (term.op) {
    case 'equal':
      return isNone(term.args[1]) ? { of: term.args[0], denied: true } : undefined;
    case 'shiftLeft':
      return term.args[0].max << BigInt(term.by) <= ALL
        ? { of: term.args[0], denied: false }
        : undefined;
    case 'select': {
      const [of, yes, no] = term.args;
      if (isNone(no) && yes.ones !== 0n) return { of, denied: false };
      if (isNone(yes) && no.ones !== 0n) return { of, denied: true };
      return undefined;
    }
    case 'literal':
    case 'variable':
    case 'sum':
    case 'multiply':
    case 'and':
    case 'or':
    case 'xor':
    case 'not':
    case 'lessSigned':
    case 'lessUnsigned':
    case 'shiftRight':
    case 'signExtend':
      return undefined;
  }
}

/** An arm, of which a choice by the same condition takes the one side only; what the arm says of the condition itself is known there. */
function armOf(t: Algebra, condition: Term, arm: Term, holds: boolean): Term {
  if (arm.op === 'select' && arm.args[0] === condition) return arm.args[holds ? 1 : 2];
  if (arm.op !== 'equal' || !isNone(arm.args[1])) return arm;
  const [denied] = arm.args;
  if (denied === condition) return t.literal(holds ? 0n : 1n);
  const twice = denied.op === 'equal' && isNone(denied.args[1]) && denied.args[0] === condition;
  return twice ? t.literal(holds ? 1n : 0n) : arm;
}

/** Sums that are cut to as many low bits are chosen whole, and cut then: clocks of 32 bits. */
function underMask(t: Algebra, condition: Term, yes: Term, no: Term): Term | undefined {
  const [y, n] = [cutSum(yes), cutSum(no)];
  const mask = y?.mask ?? n?.mask;
  if (mask === undefined || mask.op !== 'literal') return undefined;
  if (
    (y !== undefined && n !== undefined && y.mask !== n.mask) ||
    !fits(yes, mask) ||
    !fits(no, mask)
  )
    return undefined;
  return t.and(t.select(condition, y?.sum ?? yes, n?.sum ?? no), mask);
}

const fits = (term: Term, mask: Term): boolean => (possible(term) & mask.zeros) === 0n;

/** A sum under a mask of low bits, or a choice with one among its arms. */
function cutSum(term: Term): { readonly sum: Term; readonly mask: Term } | undefined {
  if (term.op !== 'and') return undefined;
  const [sum, mask] = term.args;
  return isLowMask(mask) && choosesSums(sum) ? { sum, mask } : undefined;
}

/** Whether a mask goes on a term from outside: it is a sum, or a choice of one. Found once for each: choices share their arms. */
export function choosesSums(term: Term): boolean {
  if (term.op !== 'select') return term.op === 'sum';
  const known = choosing.get(term);
  if (known !== undefined) return known;
  const found = choosesSums(term.args[1]) || choosesSums(term.args[2]);
  choosing.set(term, found);
  return found;
}

const choosing = new WeakMap<Term, boolean>();

/** Whether a term is the constant of some low bits. */
export const isLowMask = (mask: Term): boolean =>
  mask.op === 'literal' && (mask.word & (mask.word + 1n)) === 0n && mask.word > 1n;

/** What both arms are sums of stands outside of the choice. */
function apart(t: Algebra, condition: Term, yes: Term, no: Term): Term | undefined {
  if (yes.op !== 'sum' && no.op !== 'sum') return undefined;
  const common = commonParts(t, yes, no);
  if (common === undefined) return undefined;
  return t.add(common, t.select(condition, t.sub(yes, common), t.sub(no, common)));
}

/** A choice of what is taken away is taken away. */
function turnedRound(t: Algebra, condition: Term, yes: Term, no: Term): Term | undefined {
  const takes = (arm: Term): boolean => arm.op === 'sum' && (arm.factors[0] ?? 0n) >> 63n === 1n;
  if (!(takes(yes) || isNone(yes)) || !(takes(no) || isNone(no))) return undefined;
  const zero = t.literal(0n);
  return t.sub(zero, t.select(condition, t.sub(zero, yes), t.sub(zero, no)));
}

/** Where the arms differ by a power of two, the one and that much more: as a sum, whose bound is seen. */
function stepped(t: Algebra, condition: Term, yes: Term, no: Term): Term | undefined {
  if (condition.max > 1n || yes.op === 'literal' || no.op === 'literal') return undefined;
  const apart = t.sub(yes, no);
  if (apart.op !== 'literal') return undefined;
  const [up, down] = [apart.word, BigInt.asUintN(64, -apart.word)];
  if (isStep(up)) return t.add(no, t.shiftLeft(condition, bitLength(up) - 1));
  if (!isStep(down)) return undefined;
  return t.add(yes, t.shiftLeft(t.equal(condition, t.literal(0n)), bitLength(down) - 1));
}

/** Powers of two that a pointer may go by. */
const isStep = (word: bigint): boolean => word > 0n && word < 4096n && (word & (word - 1n)) === 0n;

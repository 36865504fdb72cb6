// Choices: select, whose conditions are kept in one form, so that choices by the same condition find each other.
import type { Algebra } from './algebra.ts';
import { ALL, bitLength, type Term } from './term.ts';

/** `yes` where the condition is not 0, else `no`. */
export function select(t: Algebra, condition: Term, yes: Term, no: Term): Term {
  if (condition.op === 'literal') return condition.word === 0n ? no : yes;
  if (condition.ones !== 0n || yes === no) return yes;
  const simpler = conditionOf(condition);
  if (simpler !== undefined)
    return simpler.denied ? t.select(simpler.of, no, yes) : t.select(simpler.of, yes, no);
  const [y, n] = [armOf(condition, yes, true), armOf(condition, no, false)];
  if (y !== yes || n !== no) return t.select(condition, y, n);
  if (isOne(yes) && isNone(no) && condition.max === 1n) return condition;
  if (isNone(yes) && isOne(no)) return t.equal(condition, t.literal(0n));
  return stepped(t, condition, yes, no) ?? t.table.choice(condition, yes, no);
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

/** An arm, of which a choice by the same condition takes the one side only. */
function armOf(condition: Term, arm: Term, holds: boolean): Term {
  if (arm.op === 'select' && arm.args[0] === condition) return arm.args[holds ? 1 : 2];
  return arm;
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

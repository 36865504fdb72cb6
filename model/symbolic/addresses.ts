// Addresses as cases: the words that a term can be, each with the condition under which it is.
//
// A constant, a choice, a term with few unknown bits, or a sum with a small bound: these are all that kernels reach their
// structures by. Any other address is not taken apart, and who asked says so.
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Algebra, both, negated, truthOf } from './algebra.ts';
import { decided, type Facts, maxIn, simplified } from './facts.ts';
import { trailing } from './sums.ts';
import { ALL, type Term } from './term.ts';

/** A word, and when the term is this word. */
export interface Case {
  readonly when: Term;
  readonly word: Word;
}

/** Values of a term that are tried one by one, at most. */
const VALUES = 128;

/** Cases of a term, at most. */
const CASES = 256;

/**
 * The cases of a term; undefined where there are too many. Together they are all that the term can be on the path. A sum whose parts have
 * no bit in common may be simplified to one word of many bits, although a bound of a part leaves few values: it is tried as it was, too.
 */
export function casesOf(t: Algebra, facts: Facts, term: Term): Cases {
  const known = found.get(facts) ?? new Map<Term, Cases>();
  found.set(facts, known);
  if (!known.has(term)) known.set(term, cases(t, facts, term));
  return known.get(term);
}

/** What was found of terms on a path. */
const found = new WeakMap<Facts, Map<Term, Cases>>();

function cases(t: Algebra, facts: Facts, term: Term): Cases {
  const always = t.literal(1n);
  const simple = stepwise(t, simplified(t, facts, term));
  const all = split(t, facts, simple, always) ?? split(t, facts, term, always);
  return all === undefined || all.length > CASES ? undefined : all;
}

type Cases = readonly Case[] | undefined;

/** A choice of constants a power of two apart as the one and so much more: then a pointer that goes on by steps is a sum with a bound. */
function stepwise(t: Algebra, term: Term): Term {
  if (term.op !== 'sum') return term;
  const parts = term.args.map((part, i) =>
    t.multiply(inSteps(t, part), t.literal(term.factors[i] ?? 0n)),
  );
  return parts.reduce((sum, part) => t.add(sum, part), t.literal(term.word));
}

function inSteps(t: Algebra, part: Term): Term {
  if (part.op !== 'select') return part;
  const [condition, yes, no] = part.args;
  if (yes.op !== 'literal' || no.op !== 'literal') return part;
  const apart = t.sub(yes, no).ones;
  if (isPowerOfTwo(apart)) return t.add(no, t.multiply(truthOf(t, condition), t.literal(apart)));
  const back = BigInt.asUintN(64, -apart);
  if (!isPowerOfTwo(back)) return part;
  return t.add(yes, t.multiply(negated(t, condition), t.literal(back)));
}

const isPowerOfTwo = (word: Word): boolean => word > 0n && (word & (word - 1n)) === 0n;

function split(t: Algebra, facts: Facts, term: Term, when: Term): Cases {
  if (term.op === 'literal') return [{ when, word: term.word }];
  const choice = choiceIn(t, term);
  if (choice !== undefined) return splitChoice(t, facts, choice, when);
  return counted(t, facts, term, when) ?? bitwise(t, facts, term, when);
}

interface ChoiceInTerm {
  readonly condition: Term;
  readonly yes: Term;
  readonly no: Term;
}

/** A choice that a term is, or that is part of a sum. */
function choiceIn(t: Algebra, term: Term): ChoiceInTerm | undefined {
  if (term.op === 'select') {
    const [condition, yes, no] = term.args;
    return { condition, yes, no };
  }
  if (term.op !== 'sum') return undefined;
  for (const [i, part] of term.args.entries()) {
    if (part.op !== 'select') continue;
    const [condition, yes, no] = part.args;
    const factor = t.literal(term.factors[i] ?? 0n);
    const rest = t.sub(term, t.multiply(part, factor));
    const arm = (one: Term) => t.add(rest, t.multiply(one, factor));
    return { condition, yes: arm(yes), no: arm(no) };
  }
  return undefined;
}

function splitChoice(t: Algebra, facts: Facts, choice: ChoiceInTerm, when: Term): Cases {
  const { condition, yes, no } = choice;
  const holds = decided(t, facts, condition);
  if (holds !== undefined) return split(t, facts, holds ? yes : no, when);
  const one = split(t, facts, yes, both(t, when, truthOf(t, condition)));
  const other = split(t, facts, no, both(t, when, negated(t, condition)));
  return one === undefined || other === undefined ? undefined : [...one, ...other];
}

/** A constant and a number with a small bound, in steps of a power of two. */
function counted(t: Algebra, facts: Facts, term: Term, when: Term): Cases {
  const constant = term.op === 'sum' ? term.word : 0n;
  const number = t.sub(term, t.literal(constant));
  const step = BigInt(trailing(ALL ^ number.zeros));
  const most = maxIn(facts, number) >> step;
  if (most >= BigInt(VALUES)) return undefined;
  const cases: Case[] = [];
  for (let n = 0n; n <= most; n++)
    offer(t, facts, cases, when, number, n << step, BigInt.asUintN(64, constant + (n << step)));
  return cases;
}

/** Every setting of a few unknown bits. */
function bitwise(t: Algebra, facts: Facts, term: Term, when: Term): Cases {
  const free = ALL ^ (term.zeros | term.ones);
  const bits = Array.from({ length: 64 }, (_, i) => 1n << BigInt(i)).filter((bit) => free & bit);
  if (1 << bits.length > VALUES || bits.length > 6) return undefined;
  const cases: Case[] = [];
  for (let n = 0; n < 1 << bits.length; n++) {
    const word = bits.reduce((sum, bit, i) => ((n >> i) & 1 ? sum | bit : sum), term.ones);
    offer(t, facts, cases, when, term, word, word);
  }
  return cases;
}

/** Adds a case, unless it is known not to be. */
function offer(
  t: Algebra,
  facts: Facts,
  cases: Case[],
  when: Term,
  term: Term,
  value: Word,
  word: Word,
): void {
  const is = t.equal(term, t.literal(value));
  if (decided(t, facts, is) === false) return;
  const condition = both(t, when, is);
  if (condition.max > 0n) cases.push({ when: condition, word });
}

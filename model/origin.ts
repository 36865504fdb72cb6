// Where words come from: the arithmetic of words, over words that carry their origin.
//
// What leaves a word as it is leaves its origin; a sum with a constant stays a sum; anything else is some of its bits, or made of
// its parts.
import type { Place } from '../spec/machine.ts';
import { hex, numbers, type Word, type Words } from '../spec/words.ts';

/** Where a word came from. */
export type Origin =
  /** What a register or a field held when the switch was called, or (the guest's) what the guest put there. */
  | { readonly kind: 'place'; readonly place: Place; readonly whose: 'host' | 'guest' }
  | { readonly kind: 'constant'; readonly word: Word }
  /** Some of its bits, moved perhaps. */
  | { readonly kind: 'bits'; readonly of: Origin }
  | { readonly kind: 'sum'; readonly of: Origin; readonly plus: Word }
  | { readonly kind: 'made'; readonly of: readonly Origin[] };

/** A word and its origin. */
export interface Tagged {
  readonly word: Word;
  readonly from: Origin;
}

/** An origin in words. */
export function textOf(origin: Origin): string {
  switch (origin.kind) {
    case 'place':
      return origin.place.includes('.') ? origin.place : `the ${origin.whose}'s ${origin.place}`;
    case 'constant':
      return hex(origin.word);
    case 'bits':
      return `bits of ${textOf(origin.of)}`;
    case 'sum':
      return origin.plus >> 63n === 0n
        ? `${textOf(origin.of)} + ${hex(origin.plus)}`
        : `${textOf(origin.of)} - ${hex(numbers.sub(0n, origin.plus))}`;
    case 'made':
      return `made of ${origin.of.map(textOf).join(', ')}`;
  }
}

/** What the code itself says. */
export function constant(word: Word): Origin {
  return { kind: 'constant', word };
}

const isConstant = ({ from }: Tagged): boolean => from.kind === 'constant';

/** Some bits of what has this origin. */
export const bitsOf = (of: Origin): Origin =>
  of.kind === 'constant' || of.kind === 'bits' ? of : { kind: 'bits', of };

/** Parts of what is made that are kept apart. */
const MOST = 4;

/** What two words make: the parts of both, each once. */
function madeOf(words: readonly Tagged[]): Origin {
  const parts = words
    .filter((word) => !isConstant(word))
    .flatMap(({ from }) => (from.kind === 'made' ? from.of : [from]));
  const distinct = [...new Map(parts.map((part) => [textOf(part), part])).values()];
  const [only] = distinct;
  if (only === undefined) return constant(0n);
  return distinct.length === 1 ? only : { kind: 'made', of: distinct.slice(0, MOST) };
}

/** Two words made into one; what changes nothing leaves the origin of the other. */
function combined(
  op: 'and' | 'or' | 'xor' | 'multiply' | 'equal' | 'lessSigned' | 'lessUnsigned',
): (a: Tagged, b: Tagged) => Tagged {
  return (a, b) => {
    const word = numbers[op](a.word, b.word);
    if (isConstant(a) && isConstant(b)) return { word, from: constant(word) };
    if (word === a.word && isConstant(b)) return { word, from: a.from };
    if (word === b.word && isConstant(a)) return { word, from: b.from };
    const from = madeOf([a, b]);
    return { word, from: isConstant(a) || isConstant(b) ? bitsOf(from) : from };
  };
}

function summed(op: 'add' | 'sub'): (a: Tagged, b: Tagged) => Tagged {
  return (a, b) => {
    const word = numbers[op](a.word, b.word);
    if (isConstant(a) && isConstant(b)) return { word, from: constant(word) };
    if (isConstant(b)) return { word, from: plus(a.from, numbers[op](0n, b.word)) };
    if (isConstant(a) && op === 'add') return { word, from: plus(b.from, a.word) };
    return { word, from: madeOf([a, b]) };
  };
}

function plus(of: Origin, word: Word): Origin {
  if (of.kind !== 'sum') return word === 0n ? of : { kind: 'sum', of, plus: word };
  return plus(of.of, numbers.add(of.plus, word));
}

const cut = (a: Tagged, word: Word): Tagged => ({
  word,
  from: isConstant(a) ? constant(word) : word === a.word ? a.from : bitsOf(a.from),
});

/** The arithmetic of words, over tagged ones. */
export const tagging: Words<Tagged> = {
  literal: (word) => ({ word, from: constant(word) }),
  add: summed('add'),
  sub: summed('sub'),
  multiply: combined('multiply'),
  and: combined('and'),
  or: combined('or'),
  xor: combined('xor'),
  not: (a) => cut(a, numbers.not(a.word)),
  equal: combined('equal'),
  lessSigned: combined('lessSigned'),
  lessUnsigned: combined('lessUnsigned'),
  select: (condition, yes, no) => (condition.word === 0n ? no : yes),
  shiftLeft: (a, bits) => cut(a, numbers.shiftLeft(a.word, bits)),
  shiftRight: (a, bits) => cut(a, numbers.shiftRight(a.word, bits)),
  signExtend: (a, bits) => cut(a, numbers.signExtend(a.word, bits)),
};

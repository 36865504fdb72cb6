// Constant folding: an operation whose words are all known is done at compile time, and nothing is emitted for it.
import { numbers, type Word, type Words } from '../../spec/vocabulary/words.ts';
import { constantPair, knownWord, type Pair } from './pair.ts';

type BinaryOperation =
  | 'add'
  | 'sub'
  | 'multiply'
  | 'and'
  | 'or'
  | 'xor'
  | 'equal'
  | 'lessSigned'
  | 'lessUnsigned';

type Shift = 'shiftLeft' | 'shiftRight' | 'signExtend';

/** The same operations with constants folded. */
export function folding(words: Words<Pair>): Words<Pair> {
  const binary =
    (operation: BinaryOperation) =>
    (a: Pair, b: Pair): Pair => {
      const [first, second] = [knownWord(a), knownWord(b)];
      if (first === undefined || second === undefined) return words[operation](a, b);
      return constantPair(numbers[operation](first, second));
    };
  const shift =
    (operation: Shift) =>
    (a: Pair, bits: number): Pair =>
      unary(
        a,
        (word) => numbers[operation](word, bits),
        () => words[operation](a, bits),
      );
  return {
    literal: words.literal,
    add: binary('add'),
    sub: binary('sub'),
    multiply: binary('multiply'),
    and: binary('and'),
    or: binary('or'),
    xor: binary('xor'),
    equal: binary('equal'),
    lessSigned: binary('lessSigned'),
    lessUnsigned: binary('lessUnsigned'),
    not: (a) => unary(a, numbers.not, () => words.not(a)),
    select: (condition, yes, no) => choice(words, condition, yes, no),
    shiftLeft: shift('shiftLeft'),
    shiftRight: shift('shiftRight'),
    signExtend: shift('signExtend'),
  };
}

function choice(words: Words<Pair>, condition: Pair, yes: Pair, no: Pair): Pair {
  const word = knownWord(condition);
  if (word === undefined) return words.select(condition, yes, no);
  return word === 0n ? no : yes;
}

function unary(a: Pair, fold: (a: Word) => Word, emitted: () => Pair): Pair {
  const word = knownWord(a);
  return word === undefined ? emitted() : constantPair(fold(word));
}

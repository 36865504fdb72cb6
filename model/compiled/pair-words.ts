// Words as text: the operations of `Words` over pairs of expressions, one for each half, with constants folded.
//
// A half is a number that is known at compile time, or the name of a local. Both are signed numbers of 32 bits.
import type { Words } from '../../spec/vocabulary/words.ts';
import { folding } from './constant-folding.ts';
import type { Emitter } from './emitter.ts';
import {
  below,
  both,
  differing,
  either,
  type Half,
  inverted,
  lessThan,
  type Make,
  sum,
  textOf,
} from './half-text.ts';
import { bounded, boundOf, constantPair, knownWord, noCarry, type Pair, SMALL } from './pair.ts';

/** Whether the word is not 0, as an expression. */
export function isNotZero({ low, high }: Pair): string {
  if (high === 0) return `${textOf(low)}!==0`;
  if (low === 0) return `${textOf(high)}!==0`;
  return `(${textOf(low)}|${textOf(high)})!==0`;
}

/** The operations, writing to an emitter. The text calls `multiplyHigh`, which is to be in scope. */
export function pairWords(to: Emitter): Words<Pair> {
  const made: Make = (expression) => to.local(expression);
  return folding({
    literal: constantPair,
    ...arithmetic(made),
    ...bitwise(made),
    ...comparisons(made),
    ...shifts(made),
    select(condition, yes, no) {
      const choice = isNotZero(condition);
      return {
        ...each(yes, no, (x, y) => (x === y ? x : made(`${choice}?${t(x)}:${t(y)}`))),
        below: Math.max(boundOf(yes), boundOf(no)),
      };
    },
  });
}

const t = textOf;
const pair = (low: Half, high: Half): Pair => ({ low, high });
const each = (a: Pair, b: Pair, how: (a: Half, b: Half) => Half): Pair =>
  pair(how(a.low, b.low), how(a.high, b.high));

/** A carry or a borrow is left out where bounds or a half of zero rule it out. */
function arithmetic(made: Make): Pick<Words<Pair>, 'add' | 'sub' | 'multiply'> {
  const add = (a: Pair, b: Pair): Pair => {
    if (a.low === 0) return a.high === 0 ? b : pair(b.low, sum(made, a.high, b.high));
    if (b.low === 0) return add(b, a);
    const low = made(`(${t(a.low)}+${t(b.low)})|0`);
    const most = boundOf(a) + boundOf(b) - 1;
    if (most <= SMALL) return bounded(low, most);
    if (noCarry(a, b)) return pair(low, sum(made, a.high, b.high));
    return pair(low, made(`(${t(a.high)}+${t(b.high)}+(${below(low, a.low)}?1:0))|0`));
  };
  return {
    add,
    sub(a, b) {
      const borrow = b.low === 0 ? '' : `-(${below(a.low, b.low)}?1:0)`;
      const low = b.low === 0 ? a.low : made(`(${t(a.low)}-${t(b.low)})|0`);
      return pair(low, made(`(${t(a.high)}-${t(b.high)}${borrow})|0`));
    },
    multiply(a, b) {
      const bits = powerOfTwo(b);
      if (bits !== undefined) return shiftedLeft(made, a, bits);
      const low = made(`Math.imul(${t(a.low)},${t(b.low)})`);
      const crossed = `Math.imul(${t(a.low)},${t(b.high)})+Math.imul(${t(a.high)},${t(b.low)})`;
      return pair(low, made(`(multiplyHigh(${t(a.low)},${t(b.low)})+${crossed})|0`));
    },
  };
}

const bitwise = (made: Make): Pick<Words<Pair>, 'and' | 'or' | 'xor' | 'not'> => ({
  and: (a, b) => ({
    ...each(a, b, (x, y) => both(made, x, y)),
    below: Math.min(boundOf(a), boundOf(b)),
  }),
  or: (a, b) => each(a, b, (x, y) => either(made, x, y)),
  xor: (a, b) => each(a, b, (x, y) => (x === 0 ? y : y === 0 ? x : made(`${t(x)}^${t(y)}`))),
  not: (a) => pair(inverted(made, a.low), inverted(made, a.high)),
});

function comparisons(made: Make): Pick<Words<Pair>, 'equal' | 'lessSigned' | 'lessUnsigned'> {
  const truth = (condition: string): Pair => bounded(made(`(${condition})?1:0`), 2);
  return {
    equal: (a, b) => truth(`!(${isNotZero(each(a, b, (x, y) => differing(made, x, y)))})`),
    lessSigned: (a, b) => truth(lessThan(a, b, (x, y) => `${t(x)}<${t(y)}`)),
    lessUnsigned: (a, b) => truth(lessThan(a, b, below)),
  };
}

/** By known distances. */
const shifts = (made: Make): Pick<Words<Pair>, 'shiftLeft' | 'shiftRight' | 'signExtend'> => ({
  shiftLeft: (a, bits) => shiftedLeft(made, a, bits),
  shiftRight(a, bits) {
    if (bits === 0) return a;
    if (bits >= 32) return pair(made(`(${t(a.high)}>>>${bits - 32})|0`), 0);
    const low = `(${t(a.low)}>>>${bits})|(${t(a.high)}<<${32 - bits})`;
    return pair(made(low), a.high === 0 ? 0 : made(`(${t(a.high)}>>>${bits})|0`));
  },
  signExtend(a, bits) {
    if (bits >= 64) return a;
    if (bits > 32) return pair(a.low, made(`${t(a.high)}<<${64 - bits}>>${64 - bits}`));
    const low = bits === 32 ? a.low : made(`${t(a.low)}<<${32 - bits}>>${32 - bits}`);
    return pair(low, made(`${t(low)}>>31`));
  },
});

function shiftedLeft(made: Make, a: Pair, bits: number): Pair {
  if (bits === 0) return a;
  if (bits >= 32) return pair(0, made(`${t(a.low)}<<${bits - 32}`));
  const most = (boundOf(a) - 1) * 2 ** bits + 1;
  if (most <= SMALL) return bounded(made(`${t(a.low)}<<${bits}`), most);
  const high = `(${t(a.high)}<<${bits})|(${t(a.low)}>>>${32 - bits})`;
  return pair(made(`${t(a.low)}<<${bits}`), made(high));
}

/** How far to the left a known power of two shifts what it multiplies. */
function powerOfTwo(pair: Pair): number | undefined {
  const word = knownWord(pair);
  if (word === undefined || word === 0n || (word & (word - 1n)) !== 0n) return undefined;
  return word.toString(2).length - 1;
}

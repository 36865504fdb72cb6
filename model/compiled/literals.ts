// The literals of a step, in the order in which its meaning asks for them: all by which steps of one form differ.
import type { Word, Words } from '../../spec/words.ts';
import type { Layout } from '../layout.ts';
import type { Step, View } from '../step.ts';

/** More than any step of a guest has. */
const MOST = 1024;

const words64 = new BigInt64Array(MOST);
let count = 0;

const nothing = (): Word => 0n;

/** Words of which only the literals are kept. */
const collecting: Words<Word> = {
  literal(value) {
    words64[count++] = value;
    return value;
  },
  add: nothing,
  sub: nothing,
  multiply: nothing,
  and: nothing,
  or: nothing,
  xor: nothing,
  not: nothing,
  equal: nothing,
  lessSigned: nothing,
  lessUnsigned: nothing,
  select: nothing,
  shiftLeft: nothing,
  shiftRight: nothing,
  signExtend: nothing,
};

const noCode = (): never => {
  throw new Error('a guest knows no label');
};

/** Reads the literals of steps in a layout, as halves. */
export function literalsIn(layout: Layout): (step: Step) => Int32Array {
  const view: View<Word> = { layout, register: nothing, load: nothing, slb: nothing };
  return (step) => {
    count = 0;
    step.meaning(view, collecting, noCode);
    if (count > MOST) throw new Error('a step has too many literals');
    return new Int32Array(words64.slice(0, count).buffer);
  };
}

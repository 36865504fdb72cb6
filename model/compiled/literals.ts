// The literals of steps, in the order in which their meanings ask for them: all by which steps of one form differ.
import type { Word, Words } from '../../spec/words.ts';
import type { Layout } from '../layout.ts';
import type { Step, View } from '../step.ts';

/** Literals of all that happens in one switch, one step's behind another's. */
export interface Literals {
  /** By halves. */
  readonly halves: Int32Array;
  /** Forgets them all. */
  clear(): void;
  /** Puts the literals of a step, and says where they begin. */
  put(step: Step): number;
}

/** More than the steps of a switch have. */
const MOST = 1 << 14;

const nothing = (): Word => 0n;

const noCode = (): never => {
  throw new Error('a guest knows no label');
};

/** Room for the literals of steps in a layout. */
export function literalsIn(layout: Layout): Literals {
  const words64 = new BigInt64Array(MOST);
  let count = 0;
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
  const view: View<Word> = { layout, register: nothing, load: nothing, slb: nothing };
  return {
    halves: new Int32Array(words64.buffer),
    clear: () => {
      count = 0;
    },
    put(step) {
      const from = 2 * count;
      step.meaning(view, collecting, noCode);
      if (count > MOST) throw new Error('the steps of a switch have too many literals');
      return from;
    },
  };
}

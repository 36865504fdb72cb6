// What a step touches: one more reader of its meaning, which looks at no value. Since a meaning never looks at one either,
// a single reading tells all that it can ever touch.
//
// A word is read as the set of constants that it is made from; what comes out of a register or out of memory has none.
import type { Place as Register } from '../../spec/registers.ts';
import type { Word, Words } from '../../spec/words.ts';
import { ownLayout } from '../layout.ts';
import type { Bytes, Step, View } from '../step.ts';

/** Each list in the order in which the meaning comes to it, without repetition. */
export interface Footprint {
  readonly reads: readonly Register[];
  readonly writes: readonly Register[];
  /** Widths of what it loads and stores. */
  readonly loads: readonly Bytes[];
  readonly stores: readonly Bytes[];
  /** Constants that what it writes is made from; addresses and what is still to be synchronised are not among them. */
  readonly constants: readonly Word[];
  /** Whether it chooses between two words. */
  readonly chooses: boolean;
}

type Constants = ReadonlySet<Word>;

const NONE: Constants = new Set();
const both = (a: Constants, b: Constants): Constants => new Set([...a, ...b]);
const same = (a: Constants): Constants => a;

/** The footprint of a step. */
export function footprintOf({ meaning }: Step): Footprint {
  const reads = new Set<Register>();
  const loads = new Set<Bytes>();
  let chooses = false;
  const view: View<Constants> = {
    layout: ownLayout,
    register: (name) => {
      reads.add(name);
      return NONE;
    },
    load: (_address, bytes) => {
      loads.add(bytes);
      return NONE;
    },
    slb: () => NONE,
  };
  const words: Words<Constants> = {
    literal: (value) => (value === LABEL ? NONE : new Set([value])),
    add: both,
    sub: both,
    multiply: both,
    and: both,
    or: both,
    xor: both,
    not: same,
    equal: both,
    lessSigned: both,
    lessUnsigned: both,
    select: (condition, yes, no) => {
      chooses = true;
      return both(condition, both(yes, no));
    },
    shiftLeft: same,
    shiftRight: same,
    signExtend: same,
  };
  const written = meaning(view, words, () => LABEL);
  const named = written.flatMap(({ register }) => (register === undefined ? [] : [register]));
  const widths = written.flatMap((write) => ('bytes' in write ? [write.bytes] : []));
  const constants = written
    .filter(({ register }) => register !== 'UNSYNCED')
    .flatMap(({ value }) => [...value]);
  return {
    reads: [...reads],
    writes: [...new Set(named)],
    loads: [...loads],
    stores: [...new Set(widths)],
    constants: [...new Set(constants)],
    chooses,
  };
}

/** Stands for the address of a label, which is no constant of the step's. */
const LABEL = (1n << 64n) - 3n;

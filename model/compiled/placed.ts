// A program as the compiled reader runs it: for each step its code, the address behind it, and whether the next step follows.
import { REAL_ADDRESS } from '../layout.ts';
import type { Program } from '../program.ts';
import { highOf, lowOf } from './halves.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import type { Stretch, StretchCode } from './stretch.ts';
import type { Workshop } from './workshop.ts';

export interface PlacedCode {
  /** For each step the code that it is in, once that was run. */
  readonly codes: readonly (StretchCode | undefined)[];
  readonly lanes: Lanes;
  /** For each step its number in that code. */
  readonly numbers: Int32Array;
  /** The address behind each step, by halves. */
  readonly next: Int32Array;
  /** Whether the step with the next index lies right behind. */
  readonly follows: readonly boolean[];
  /** The indexes of the steps behind the last ones of routines. */
  readonly ends: ReadonlySet<number>;
  /** Where the labels are that the workshop's code refers to: halves, and whether there is one. */
  labels: Int32Array;
  /** The step at an effective address, or -1. */
  find(low: number, high: number): number;
  /** The code that a step is in, which is noted in `codes`. */
  codeOf(index: number): StretchCode;
}

const CACHE = 1024;

/** Puts a program into a workshop. */
export function placedCode(
  { board, labels: named, stretchesOf, swift }: Workshop,
  program: Program,
): PlacedCode {
  const { steps } = program;
  const next = new Int32Array(2 * steps.length);
  for (const [i, step] of steps.entries()) next.set([lowOf(step.next), highOf(step.next)], 2 * i);
  const stretches = program.routines.flatMap(({ passages }) =>
    passages.flatMap((passage) =>
      stretchesOf(passage).flatMap((stretch) => new Array<Stretch>(stretch.length).fill(stretch)),
    ),
  );
  if (board.layout !== program.layout || stretches.length !== steps.length)
    throw new Error('the program is not one for this workshop');
  const codes = new Array<StretchCode | undefined>(steps.length).fill(undefined);
  const placed: PlacedCode = {
    codes,
    lanes: lanesOf(steps.length, swift),
    numbers: numbersOf(stretches),
    next,
    follows: steps.map((step, i) => steps[i + 1]?.address === step.next),
    labels: labelTable(program, named),
    ends: endsOf(program),
    find: finding(program),
    codeOf(index) {
      const code = (stretches[index] ?? nowhere()).code();
      codes[index] = code;
      if (placed.labels.length < 3 * named.length) placed.labels = labelTable(program, named);
      return code;
    },
  };
  return placed;
}

/** The indexes of the steps behind the last ones of routines. */
function endsOf({ routines }: Program): ReadonlySet<number> {
  let index = 0;
  return new Set(
    routines.map(({ passages }) => {
      index += passages.reduce((sum, { steps }) => sum + steps.length, 0);
      return index;
    }),
  );
}

const nowhere = (): never => {
  throw new Error('there is no such step');
};

/** The same stretch may stand in a program twice, but never right behind itself. */
function numbersOf(stretches: readonly Stretch[]): Int32Array {
  const numbers = new Int32Array(stretches.length);
  for (let i = 1; i < stretches.length; i++)
    numbers[i] = stretches[i] === stretches[i - 1] ? (numbers[i - 1] ?? 0) + 1 : 0;
  return numbers;
}

function labelTable(program: Program, named: readonly string[]): Int32Array<ArrayBuffer> {
  const table = new Int32Array(3 * named.length);
  for (const [i, name] of named.entries()) {
    const address = program.labels.get(name);
    if (address !== undefined) table.set([lowOf(address), highOf(address), 1], 3 * i);
  }
  return table;
}

/** Looks an address up as the program does, and remembers the last ones. */
function finding({ steps }: Program): PlacedCode['find'] {
  const indexes = new Map(steps.map(({ address }, i) => [Number(address & REAL_ADDRESS), i]));
  const known = new Int32Array(3 * CACHE).fill(-1);
  return (low, high) => {
    const entry = 3 * ((low >>> 2) & (CACHE - 1));
    if (known[entry] === low && known[entry + 1] === high) return known[entry + 2] ?? -1;
    const found = indexes.get((high & 0x0fffffff) * 0x100000000 + (low >>> 0)) ?? -1;
    known.set([low, high, found], entry);
    return found;
  };
}

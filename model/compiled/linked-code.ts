// Linked code: a program as the dispatch loop runs it. For each step it has the block, the address after the step, and whether the step with
// the next index lies there.
import { REAL_ADDRESS } from '../layout.ts';
import type { Program } from '../program.ts';
import type { BaselineCode, Block } from './baseline.ts';
import { type CodeCache, codeCache } from './code-cache.ts';
import type { Compiler } from './compiler.ts';
import { highOf, lowOf } from './halves.ts';

/** The code of one program. */
export interface LinkedCode {
  /** For each step the baseline code that it is in, once that was run. */
  readonly codes: readonly (BaselineCode | undefined)[];
  /** The specialised code. */
  readonly cache: CodeCache;
  /** For each step its number in that code. */
  readonly numbers: Int32Array;
  /** The address after each step, by halves. */
  readonly next: Int32Array;
  /** For each step, whether the one with the next index lies right after it. */
  readonly follows: readonly boolean[];
  /** The indexes after those of the last steps of routines. */
  readonly ends: ReadonlySet<number>;
  /** The addresses of the labels that compiled code refers to: halves, and whether the program has it. */
  labels: Int32Array;
  /** The index of the step at an effective address, or -1. */
  find(low: number, high: number): number;
  /** Compiles the block that a step is in, and notes it in `codes`. */
  codeOf(index: number): BaselineCode;
}

/** Addresses that are remembered with the index of their step. */
const CACHE = 1024;

/** Links a program with a compiler's code. Throws when its layout is not the compiler's. */
export function linkCode(
  { buffer, labels: named, blocksOf, specialise }: Compiler,
  program: Program,
): LinkedCode {
  const { steps } = program;
  const next = new Int32Array(2 * steps.length);
  for (const [i, step] of steps.entries()) next.set([lowOf(step.next), highOf(step.next)], 2 * i);
  const blocks = program.routines.flatMap(({ passages }) =>
    passages.flatMap((passage) =>
      blocksOf(passage).flatMap((block) => new Array<Block>(block.length).fill(block)),
    ),
  );
  if (buffer.layout !== program.layout || blocks.length !== steps.length)
    throw new Error('the program does not have the layout of this compiler');
  const codes = new Array<BaselineCode | undefined>(steps.length).fill(undefined);
  const linked: LinkedCode = {
    codes,
    cache: codeCache(steps.length, specialise),
    numbers: numbersOf(blocks),
    next,
    follows: steps.map((step, i) => steps[i + 1]?.address === step.next),
    labels: labelTable(program, named),
    ends: endsOf(program),
    find: finding(program),
    codeOf(index) {
      const code = (blocks[index] ?? noStep()).code();
      codes[index] = code;
      if (linked.labels.length < 3 * named.length) linked.labels = labelTable(program, named);
      return code;
    },
  };
  return linked;
}

function endsOf({ routines }: Program): ReadonlySet<number> {
  let index = 0;
  return new Set(
    routines.map(({ passages }) => {
      index += passages.reduce((sum, { steps }) => sum + steps.length, 0);
      return index;
    }),
  );
}

const noStep = (): never => {
  throw new Error('there is no such step');
};

/** The number of each step in its block. A block may stand in a program twice, but never right after itself. */
function numbersOf(blocks: readonly Block[]): Int32Array {
  const numbers = new Int32Array(blocks.length);
  for (let i = 1; i < blocks.length; i++)
    numbers[i] = blocks[i] === blocks[i - 1] ? (numbers[i - 1] ?? 0) + 1 : 0;
  return numbers;
}

/** The addresses of labels: halves, and 1 where the program has the label. */
function labelTable(program: Program, named: readonly string[]): Int32Array<ArrayBuffer> {
  const table = new Int32Array(3 * named.length);
  for (const [i, name] of named.entries()) {
    const address = program.labels.get(name);
    if (address !== undefined) table.set([lowOf(address), highOf(address), 1], 3 * i);
  }
  return table;
}

/** Finds steps by address as the program does, and remembers the last ones found. */
function finding({ steps }: Program): LinkedCode['find'] {
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

// The code cache: entry points of specialised code, by the step at which they lie.
//
// Each block gets an entry of its own when its profile is stable. Once a program has run for long, adjacent blocks of a routine are
// merged into one function: less is done between them then, but a long function takes time to compile.
import type { BaselineCode } from './baseline.ts';
import type { SpecialisedCode } from './specialise.ts';

/** Specialised code, entered at one of its blocks. */
interface CacheEntry {
  readonly code: SpecialisedCode;
  /** The number in that code of the step at which it is entered. */
  readonly from: number;
}

/** The specialised code of one program. */
export interface CodeCache {
  /** By the index of the step at which each entry lies. */
  readonly entries: readonly (CacheEntry | undefined)[];
  /** Specialises a block whose profile is stable; it begins at this step. */
  add(index: number, block: BaselineCode): void;
  /** Merges adjacent blocks, up to these ends of routines. */
  merge(ends: ReadonlySet<number>): void;
}

/** Steps of one function at most, if more than one block is in it. */
const MOST_STEPS = 64;

/** An empty cache for a program of so many steps. */
export function codeCache(
  steps: number,
  specialise: (blocks: readonly BaselineCode[]) => SpecialisedCode,
): CodeCache {
  const entries = new Array<CacheEntry | undefined>(steps).fill(undefined);
  const blocks = new Map<number, BaselineCode>();
  const put = (index: number, group: readonly BaselineCode[]): void => {
    const code = specialise(group);
    let from = 0;
    for (const { steps } of group) {
      entries[index + from] = { code, from };
      from += steps.length;
    }
  };
  return {
    entries,
    add(index, block) {
      if (blocks.has(index)) return;
      blocks.set(index, block);
      put(index, [block]);
    },
    merge(ends) {
      const done = new Set<number>();
      for (const index of [...blocks.keys()].sort((a, b) => a - b)) {
        if (done.has(index)) continue;
        const group = adjacentTo(index, blocks, ends);
        let next = index;
        for (const { steps } of group) {
          done.add(next);
          next += steps.length;
        }
        if (group.length > 1) put(index, group);
      }
    },
  };
}

/** The blocks from one on, up to an end, that fit into one function together. */
function adjacentTo(
  index: number,
  blocks: ReadonlyMap<number, BaselineCode>,
  ends: ReadonlySet<number>,
): readonly BaselineCode[] {
  const group: BaselineCode[] = [];
  let length = 0;
  for (;;) {
    const block = ends.has(index + length) && length > 0 ? undefined : blocks.get(index + length);
    if (block === undefined || (length > 0 && length + block.steps.length > MOST_STEPS))
      return group;
    group.push(block);
    length += block.steps.length;
  }
}

// Where in a program swift code may be entered: at stretches whose habit is settled, each by itself at first.
//
// Once a program has been run for long, such as lie one behind another in a routine are put together: there is less to do between
// them then, but it takes time to write.
import type { StretchCode } from './stretch.ts';
import type { SwiftCode } from './swift.ts';

/** Swift code, entered at one of its stretches. */
interface Lane {
  readonly code: SwiftCode;
  /** The step at which it is entered. */
  readonly from: number;
}

/** The lanes of a program. */
export interface Lanes {
  /** By the index of the step at which each begins. */
  readonly at: readonly (Lane | undefined)[];
  /** A stretch that begins at this step may be entered. */
  open(index: number, code: StretchCode): void;
  /** Puts those together that lie one behind another, up to these ends of routines. */
  join(ends: ReadonlySet<number>): void;
}

/** Steps of one function at most, if more than one stretch is in it. */
const MOST = 64;

/** Lanes over so many steps, none of them open. */
export function lanesOf(steps: number, swift: (some: readonly StretchCode[]) => SwiftCode): Lanes {
  const at = new Array<Lane | undefined>(steps).fill(undefined);
  const codes = new Map<number, StretchCode>();
  const put = (index: number, group: readonly StretchCode[]): void => {
    const code = swift(group);
    let from = 0;
    for (const { steps } of group) {
      at[index + from] = { code, from };
      from += steps.length;
    }
  };
  /** The open stretches from one on, up to an end, that fit together. */
  const groupAt = (index: number, ends: ReadonlySet<number>): readonly StretchCode[] => {
    const group: StretchCode[] = [];
    let length = 0;
    for (;;) {
      const code = ends.has(index + length) && length > 0 ? undefined : codes.get(index + length);
      if (code === undefined || (length > 0 && length + code.steps.length > MOST)) return group;
      group.push(code);
      length += code.steps.length;
    }
  };
  return {
    at,
    open(index, code) {
      if (codes.has(index)) return;
      codes.set(index, code);
      put(index, [code]);
    },
    join(ends) {
      const done = new Set<number>();
      for (const index of [...codes.keys()].sort((a, b) => a - b)) {
        if (done.has(index)) continue;
        const group = groupAt(index, ends);
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

// The C code of several kernels, of which one is written down: as Linux 3.1 has it, and the others are edits of that.
import { type Edit, edited } from './edits.ts';
import { type LinkedCode, link } from './execute.ts';
import type { Code } from './statements.ts';

/** Kernels that differ in what is repaired, and in what is wrong with them. */
export interface Kernels<P, L, W, Defect extends string> {
  /** As Linux 3.1 has it. */
  readonly published: LinkedCode<P, L, W>;
  /** With every repair made. */
  readonly repaired: LinkedCode<P, L, W>;
  /** With every repair made but one. */
  withDefect(defect: Defect): LinkedCode<P, L, W>;
  /** With every repair made, and edits after that. Throws where there is nothing at a site of theirs. */
  withEdits(edits: readonly Edit<P, L, W>[]): LinkedCode<P, L, W>;
}

/** The kernels of some published code, with the repairs of it by the name of the defect. */
export function kernelsOf<P, L, W, Defect extends string>(
  published: Code<P, L, W>,
  repairs: Readonly<Record<Defect, readonly Edit<P, L, W>[]>>,
): Kernels<P, L, W, Defect> {
  const without = (defect?: string): Code<P, L, W> =>
    Object.entries<readonly Edit<P, L, W>[]>(repairs)
      .filter(([name]) => name !== defect)
      .reduce((code, [, edits]) => edited(code, edits), published);
  const repaired = without();
  return {
    published: link(published),
    repaired: link(repaired),
    withDefect: (defect) => link(without(defect)),
    withEdits: (edits) => link(edited(repaired, edits)),
  };
}

// Where source has what a step of the reference path does: by the register and the field that both move, so that no list says it.
import type { Program } from '../../model/program.ts';
import { grouped } from './grouped.ts';
import { type Transfer, transfersOf } from './transfers.ts';

/** For a step of the reference path, file and line in each tree; empty where that moves no register so. */
export interface LinesOf {
  /** What the trees are called. */
  readonly trees: readonly string[];
  at(site: string): readonly string[];
}

/** A tree that was lowered. */
export interface SourceTree {
  readonly called: string;
  readonly program: Program;
}

/** The transfers of the reference path, and the lines of the trees that make the same. */
export function linesOf(
  reference: readonly Transfer[],
  trees: readonly SourceTree[],
): LinesOf & { readonly inTrees: readonly (readonly Transfer[])[] } {
  const inTrees = trees.map(({ program }) => transfersOf(program));
  const bySite = grouped(reference, ({ site }) => site);
  return {
    trees: trees.map(({ called }) => called),
    inTrees,
    at: (site) => {
      const keys = new Set((bySite.get(site) ?? []).map(keyOf));
      return inTrees.map((all) => linesText(all.filter((one) => keys.has(keyOf(one)))));
    },
  };
}

const keyOf = ({ register, member, move, field }: Transfer): string =>
  `${register} ${member} ${move} ${move === 'host-restored' ? '' : field}`;

/** The lines of some steps: those of one file after another, each once. */
export function linesText(steps: readonly Pick<Transfer, 'site'>[]): string {
  const found = steps.flatMap(({ site }) => {
    const [, file, line] = /^(.+):(\d+)(?:\.\d+)?$/u.exec(site) ?? [];
    return file === undefined || line === undefined ? [] : [{ file, line }];
  });
  return [...grouped(found, ({ file }) => file)]
    .map(([file, lines]) => `${file}:${[...new Set(lines.map(({ line }) => line))].join(', ')}`)
    .join('; ');
}

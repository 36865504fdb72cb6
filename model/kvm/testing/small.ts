// C code of a few cells, to try statements and edits on: cells a to d, and locals i and r.
import type { Machine, Place } from '../../../spec/vocabulary/machine.ts';
import { editsOver } from '../edits.ts';
import { link } from '../execute.ts';
import { type Run, running } from '../run.ts';
import { type Code, statementsOver } from '../statements.ts';

export type Cell = 'host.lpid' | 'host.lpcr' | 'host.sdr1' | 'host.pvr';
export type Local = 'i' | 'r';

export const made = statementsOver<Cell, Local, bigint>();
export const edits = editsOver<Cell, Local, bigint>();

const isCell = (place: Place): place is Cell =>
  ['host.lpid', 'host.lpcr', 'host.sdr1', 'host.pvr'].some((cell) => cell === place);

/** A run in which every cell begins with 0. */
export const begun = (): Run<Cell, Local> =>
  running<Cell, Local>({
    base: () => 0n,
    seen: (at): Machine => ({
      word: (place) => (isCell(place) ? at(place) : 0n),
      address: () => 0n,
    }),
    told: (writes) => writes.map(([place, word]) => ({ place, word, stored: true })),
  });

/** A run in which a routine of the code was called, in a world that is a word. */
export function ran(code: Code<Cell, Local, bigint>, routine: string, world = 0n) {
  const run = begun();
  link(code).call(routine, run, world);
  return run;
}

/** The sites of the steps of a run. */
export const sitesOf = ({ taken }: Run<Cell, Local>): readonly string[] =>
  taken.map(({ site }) => site);

// Which recorded defects cause what a run shows: those whose repair, made in this program, makes it go. And the program with them made.
import { type Edit, withEdits } from '../../model/mutate.ts';
import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import { brokenBy } from '../subjects/defects.ts';
import { type Way, wayOf } from './executed-steps.ts';
import { faultsIn } from './findings.ts';
import { mends } from './mends.ts';

/** How the run of a history goes on a program, at the level of the clause. */
export type Replay = (program: Program) => Trace;

/** The defects that are known to break a clause. */
export const suspectsOf = ({ name }: Clause): readonly DefectName[] =>
  defectNames.filter((defect) => brokenBy(defect).includes(name));

/** The edits that put a defect right as far as the ways show it; none where it is not there, or cannot be put right. */
export const mendingEdits = (defect: DefectName, ways: readonly Way[]): readonly Edit[] => [
  ...editsFor(defect, ways).values(),
];

/** The program with a defect put right as far as the ways show it; undefined where it is not there, or cannot be put right. */
export const mended = (
  program: Program,
  defect: DefectName,
  ways: readonly Way[],
): Program | undefined => made(program, editsFor(defect, ways));

/** The program with all of these defects put right that are there and can be, as the ways of it as it stands show where. */
export function mendedTogether(
  program: Program,
  defects: readonly DefectName[],
  ways: readonly Way[],
): Program {
  let [edits, right] = [new Map<string, Edit>(), program];
  for (const defect of defects) {
    const more = new Map(edits);
    for (const [key, edit] of editsFor(defect, ways)) more.set(key, both(more.get(key), edit));
    const next = more.size === 0 ? undefined : made(program, more);
    if (next !== undefined) [edits, right] = [more, next];
  }
  return right;
}

/** The edits that mend a defect, by what they do where. */
function editsFor(defect: DefectName, ways: readonly Way[]): ReadonlyMap<string, Edit> {
  const edits = new Map<string, Edit>();
  for (const way of ways)
    for (const edit of mends[defect](way) ?? []) {
      const key = `${edit.edit} ${edit.at}`;
      if (!edits.has(key)) edits.set(key, edit);
    }
  return edits;
}

/** Steps that two edits put in at one place are put in by one: a place holds a few, once. */
const both = (first: Edit | undefined, edit: Edit): Edit =>
  first !== undefined && 'put' in first && 'put' in edit
    ? { ...edit, put: { ...first.put, ...edit.put } }
    : edit;

function made(program: Program, edits: ReadonlyMap<string, Edit>): Program | undefined {
  if (edits.size === 0) return undefined;
  try {
    return { ...program, ...withEdits(program, [...edits.values()]) };
  } catch {
    return undefined;
  }
}

/** The ways of all switches of a run. */
export const waysOf = (program: Program, { spans, cutShort }: Trace): readonly Way[] =>
  [...spans.filter(({ kind }) => kind === 'switch'), ...(cutShort ? [cutShort] : [])].map((span) =>
    wayOf(program, span),
  );

/** The defects that make a place wrong in a run. `switches` are its switches, as the program takes them. */
export function causesOf(
  program: Program,
  clause: Clause,
  place: string,
  plays: Replay,
  switches: Trace,
): readonly DefectName[] {
  const ways = waysOf(program, switches);
  return suspectsOf(clause).filter((defect) => {
    const other = mended(program, defect, ways);
    if (other === undefined) return false;
    const trace = plays(other);
    return (
      trace.ending.end === 'returned' &&
      !faultsIn(trace, clause).some((fault) => fault.place === place)
    );
  });
}

// Every guilty site of a clause that a program breaks: one counterexample hides the others, and an old defect hides a new one.
//
// Sought on the history of the counterexample and on a few that take every way. What recorded defects cause is then put right, and the
// program is judged on, for as many rounds as there may be causes.
import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import type { History } from '../levels/switch/history.ts';
import { play, type Stage } from '../levels/switch/play.ts';
import { quick } from '../mutation/pool.ts';
import { causesOf, mendedTogether, waysOf } from './causes.ts';
import { type Fault, faultsIn, siteOf } from './findings.ts';

/** Where a clause fails, and a history that shows it. */
export interface GuiltySite {
  readonly fault: Fault;
  readonly history: History;
  /** The recorded defects whose repair, made in the program, makes it go. */
  readonly causes: readonly DefectName[];
  /** The defects that had to be put right before it showed. */
  readonly once: readonly DefectName[];
}

/** Sites of one clause that are looked for at most. */
const MOST = 12;

/** How often what was found to be a cause is put right, and the program judged on. */
const ROUNDS = 3;

/** A program that is being looked into; what histories give on it is played once for all clauses. */
export interface Inquiry {
  readonly program: Program;
  readonly stage: Stage;
  readonly traces: Map<Program, Map<History, Trace>>;
  /** The program with these defects put right, by their names. */
  readonly mended: Map<string, Program>;
}

/** One for each program: its histories are played once, whoever asks. */
const inquiries = new WeakMap<Program, Inquiry>();

export function inquiry(program: Program, stage: Stage): Inquiry {
  const known = inquiries.get(program);
  if (known?.stage === stage) return known;
  const made: Inquiry = { program, stage, traces: new Map(), mended: new Map() };
  inquiries.set(program, made);
  return made;
}

/** The guilty sites of a clause of the switch, that of the counterexample first. */
export function guiltySites(
  asked: Inquiry,
  clause: Clause,
  counterexample: History,
): readonly GuiltySite[] {
  const histories = [counterexample, ...quick()];
  const found = new Map<string, GuiltySite>();
  const put = new Set<DefectName>();
  for (let round = 0; round < ROUNDS; round++) {
    const before = found.size;
    const once = defectNames.filter((name) => put.has(name));
    look(asked, mendedProgram(asked, once), clause, histories, once, found);
    for (const { causes } of [...found.values()].slice(before))
      for (const cause of causes) put.add(cause);
    if (put.size === once.length) break;
  }
  return [...found.values()];
}

/** The program with defects put right. */
export function mendedProgram(asked: Inquiry, defects: readonly DefectName[]): Program {
  if (defects.length === 0) return asked.program;
  const key = defects.join(' ');
  const known = asked.mended.get(key);
  if (known !== undefined) return known;
  const ways = quick().flatMap((one) => waysOf(asked.program, traceOf(asked, asked.program, one)));
  const made = mendedTogether(asked.program, defects, ways);
  asked.mended.set(key, made);
  return made;
}

/** Notes the sites that a program shows beside those that are known. */
function look(
  asked: Inquiry,
  program: Program,
  clause: Clause,
  histories: readonly History[],
  once: readonly DefectName[],
  found: Map<string, GuiltySite>,
): void {
  for (const history of histories) {
    const trace = traceOf(asked, program, history);
    for (const fault of faultsIn(trace, clause)) {
      const site = siteOf(fault);
      if (found.has(site) || found.size >= MOST) continue;
      const plays = (other: Program) => play(other, history, asked.stage).trace;
      const causes = causesOf(program, clause, fault.place, plays, trace);
      const known = [...found.values()].some((one) => isSame(one, fault, causes));
      if (!known) found.set(site, { fault, history, causes, once });
    }
  }
}

/** Two ways in which the same defect shows in one place are one site. */
const isSame = (one: GuiltySite, { place }: Fault, causes: readonly DefectName[]): boolean =>
  causes.length > 0 && one.fault.place === place && one.causes.join() === causes.join();

/** How a history goes on a program. */
export function traceOf({ traces, stage }: Inquiry, program: Program, history: History): Trace {
  const known = traces.get(program) ?? new Map<History, Trace>();
  traces.set(program, known);
  const trace = known.get(history) ?? play(program, history, stage).trace;
  known.set(history, trace);
  return trace;
}

// A repair found by trying: each candidate is put into the program and the program played; what makes the clause hold on the whole
// pool and breaks nothing else is a repair.
//
// Where the clause fails at several places, what puts one of them right is kept, and the next is looked for.
import { withEdits } from '../../model/mutate.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge, type Verdict } from '../../spec/judging/judge.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { play } from '../levels/switch/play.ts';
import { pool, quick, stage } from '../mutation/pool.ts';
import { brokenOnPool, evaluatorOn } from '../mutation/trial.ts';
import { SEVERITY } from '../severity.ts';
import { type Candidate, placeOf } from './candidate.ts';
import { candidatesFor } from './candidates.ts';

/** What trying came to. */
export interface Repair {
  /** What to change, in words; nothing where no change was found. */
  readonly changes: readonly string[];
  /** Candidates that were tried. */
  readonly tried: number;
  /** Histories on which the clause then holds. */
  readonly histories: number;
  /** Clauses that were broken before and still are. */
  readonly left: readonly string[];
  /** Where the clause fails all the same, and nothing was found that mends that place. */
  readonly stillAt: string | null;
}

/** Places at which a clause may fail. */
const PLACES = 4;

/** Candidates that are tried at most, at all places together. */
const BUDGET = 2000;

/** Histories beside its own, in which it fails as there, on which a candidate is tried before the rest of the pool. */
const WITNESSES = 3;

/** Candidates that are still tried for all of it when one was found that puts a part right. */
const PATIENCE = 100;

/** Looks for a repair of a program that breaks a clause on a history. */
export function repairOf(program: Program, clause: Clause, history: History): Repair {
  const known = new Set([...brokenOnPool(program), clause.name]);
  const search: Search = { clause, known, tried: 0 };
  const found = repairFrom(search, program, history, PLACES);
  const { tried } = search;
  if (found === undefined)
    return { changes: [], tried, histories: 0, left: [...known], stillAt: null };
  return {
    changes: found.changes,
    tried,
    histories: pool().length,
    left: [...brokenOnPool(found.program)],
    stillAt: found.stillAt,
  };
}

interface Search {
  readonly clause: Clause;
  /** What is broken anyway. */
  readonly known: ReadonlySet<string>;
  tried: number;
}

interface FoundRepair {
  readonly program: Program;
  readonly changes: readonly string[];
  readonly stillAt: string | null;
}

function repairFrom(
  search: Search,
  program: Program,
  history: History,
  places: number,
): FoundRepair | undefined {
  const { clause } = search;
  const failure = failureOn(program, clause, history);
  if (failure === undefined) return undefined;
  const key = keyOf(failure);
  const failing = [history, ...failingAlike(program, clause, key)];
  let part: Part | undefined;
  for (const candidate of candidatesFor({ program, clause, ...failure })) {
    if (search.tried++ >= (part?.until ?? BUDGET)) break;
    const changed = withCandidate(program, candidate);
    if (changed === undefined || !failing.every((one) => passes(changed, clause, one, key)))
      continue;
    const next = failingOn(search, changed, [...failing, ...quick()]);
    if (next === 'another') continue;
    const found = { program: changed, changes: candidate.text.split('\n'), stillAt: null };
    if (next !== undefined) part ??= { ...found, next, until: search.tried + PATIENCE };
    else if (failingOn(search, changed, pool()) === undefined) return found;
  }
  if (part === undefined) return undefined;
  const rest = places > 1 ? repairFrom(search, part.program, part.next, places - 1) : undefined;
  if (rest !== undefined) return { ...rest, changes: [...part.changes, ...rest.changes] };
  const next = failureOn(part.program, clause, part.next);
  return { ...part, stillAt: next === undefined ? '' : keyOf(next) };
}

/** One place put right, a history that shows the next, and how long it is worth looking for something better. */
interface Part extends FoundRepair {
  readonly next: History;
  readonly until: number;
}

type Failing = Extract<Verdict, { verdict: 'violated' }>;

function failureOn(program: Program, clause: Clause, history: History): Failing | undefined {
  const verdict = judge(clause, play(program, history, stage).trace);
  return verdict.verdict === 'violated' ? verdict : undefined;
}

/** A few histories of the pool in which a clause fails at the same place: the fuller ones come first. */
function failingAlike(program: Program, clause: Clause, key: string): readonly History[] {
  const found: History[] = [];
  for (const history of pool()) {
    const failure = failureOn(program, clause, history);
    if (failure !== undefined && keyOf(failure) === key) found.push(history);
    if (found.length === WITNESSES) break;
  }
  return found;
}

/** Whether a clause does not fail on a history, or not at that place. */
function passes(program: Program, clause: Clause, history: History, key: string): boolean {
  const verdict = judge(clause, play(program, history, stage).trace);
  if (verdict.verdict === 'violated') return keyOf(verdict) !== key;
  return verdict.verdict === 'holds' || verdict.verdict === 'vacuous';
}

/** A place that is full takes no more steps. */
function withCandidate(program: Program, { edits }: Candidate): Program | undefined {
  try {
    return withEdits(program, edits);
  } catch {
    return undefined;
  }
}

/** Where a clause fails: behind which step, wherever that has been moved, or in which place. */
function keyOf({ span, evidence }: Failing): string {
  if (evidence.step === undefined) return evidence.place;
  return placeOf(span.taken[evidence.step]?.site ?? '');
}

/** The first history on which the clause fails; `another` where a clause breaks that did not before. */
function failingOn(
  { clause, known }: Search,
  program: Program,
  histories: readonly History[],
): History | 'another' | undefined {
  const evaluator = evaluatorOn(program, stage);
  let failing: History | undefined;
  for (const history of histories) {
    const { verdicts } = evaluator.judge(history);
    for (const [i, one] of switchContract.entries()) {
      if (one !== clause && known.has(one.name)) continue;
      const severity = verdicts[i] ?? SEVERITY.vacuous;
      if (severity <= SEVERITY.holds) continue;
      if (one !== clause || severity !== SEVERITY.violated) return 'another';
      failing ??= history;
    }
  }
  return failing;
}

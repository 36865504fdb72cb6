// A changed program tried on the pool: which clauses it breaks where the assumptions hold.
import type { Program } from '../../model/program.ts';
import { type CompiledEvaluator, compiledEvaluator } from '../compiled/evaluator.ts';
import { interpreterEvaluator } from '../compiled/interpreter-evaluator.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import type { Stage } from '../levels/switch/play.ts';
import { SEVERITY } from '../severity.ts';
import { pool, quick, stage, thorough } from './pool.ts';

/** How much of the pool a change is tried on: a part, where an argument says already that nothing will show. */
export type Extent = 'all' | 'a-part';

/** Of the pool, one history in so many is in the part. */
const PART = 4;

/** The histories that a change is tried on. */
export const partOf = (histories: readonly History[], extent: Extent): readonly History[] =>
  extent === 'all' ? histories : histories.filter((_, i) => i % PART === 0);

/** Which reader plays what is tried. */
export type Reader = 'plain' | 'compiled';

/** Plays and judges a program on a stage. Code that was compiled for a program is used again as long as there is the program. */
export function evaluatorOn(
  program: Program,
  on: Stage,
  reader: Reader = 'compiled',
): CompiledEvaluator {
  if (reader === 'plain') return interpreterEvaluator(program, switchContract, on);
  const known = compiled.get(program) ?? new Map<Stage, CompiledEvaluator>();
  compiled.set(program, known);
  const evaluator = known.get(on) ?? compiledEvaluator(program, switchContract, on);
  known.set(on, evaluator);
  return evaluator;
}

const compiled = new WeakMap<Program, Map<Stage, CompiledEvaluator>>();

/**
 * The clauses that a program breaks, but for those that the sound one breaks already: all of them on the quick part of the pool;
 * else those of the first history that shows any.
 */
export function killersOf(
  wrong: Program,
  known: ReadonlySet<string>,
  { extent, reader }: { readonly extent: Extent; readonly reader: Reader },
): readonly string[] {
  const evaluator = evaluatorOn(wrong, stage, reader);
  const by = killersOn(evaluator, quick(), known);
  if (by.length > 0) return by;
  for (const history of partOf(thorough(), extent)) {
    const found = brokenBy(evaluator, history, known);
    if (found.length > 0) return found;
  }
  return [];
}

/** Where something shows: the number of a history, and a clause that breaks there or a place that is not as it should be. */
export interface Sighting {
  readonly number: number;
  readonly place: string;
}

/** The first clause that the wrong program breaks on one of these histories, and none of the sound ones does. */
export function clauseOn(
  histories: readonly History[],
  sound: readonly Program[],
  wrong: Program,
): Sighting | undefined {
  const evaluator = evaluatorOn(wrong, stage);
  for (const [number, history] of histories.entries()) {
    const broken = brokenBy(evaluator, history, NONE);
    if (broken.length === 0) continue;
    const known = sound.flatMap((one) => brokenBy(evaluatorOn(one, stage), history, NONE));
    const clause = broken.find((name) => !known.includes(name));
    if (clause !== undefined) return { number, place: `the clause ${clause}` };
  }
  return undefined;
}

/** Whether no clause but this one, and those that are known, breaks on the part of the pool that is not quick. */
export function breaksNoOther(
  program: Program,
  clause: string,
  known: ReadonlySet<string>,
): boolean {
  const allowed = new Set([...known, clause]);
  const evaluator = evaluatorOn(program, stage);
  return thorough().every((history) => brokenBy(evaluator, history, allowed).length === 0);
}

/** Every clause that a program breaks on the whole pool. */
export const brokenOnPool = (program: Program): ReadonlySet<string> =>
  new Set(killersOn(evaluatorOn(program, stage), pool(), NONE));

const NONE: ReadonlySet<string> = new Set();

/** The clauses that a evaluator's program violates, or is stuck over, on any of these histories. */
function killersOn(
  evaluator: CompiledEvaluator,
  histories: readonly History[],
  known: ReadonlySet<string>,
): readonly string[] {
  const seen = new Set(known);
  for (const history of histories)
    for (const clause of brokenBy(evaluator, history, seen)) seen.add(clause);
  return [...seen].filter((clause) => !known.has(clause));
}

/** The clauses, but for those that are known, that one run breaks. */
function brokenBy(
  evaluator: CompiledEvaluator,
  history: History,
  known: ReadonlySet<string>,
): readonly string[] {
  const { verdicts } = evaluator.judge(history);
  const broken: string[] = [];
  for (let i = 0; i < verdicts.length; i++) {
    if ((verdicts[i] ?? 0) <= SEVERITY.holds) continue;
    const name = switchContract[i]?.name;
    if (name !== undefined && !known.has(name)) broken.push(name);
  }
  return broken;
}

// What a program breaks once its known defects are put right: a defect may hide what else is wrong, also by other clauses than its own.
//
// The program put right is judged on the pool of histories that take every way through the switch, and on some pairs of runs and
// interruptions. A mend breaks a few clauses itself; they are judged with that defect left as it is.
import type { DefectName } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { failureOf } from '../counterexample/failure.ts';
import { interruptionDefinition } from '../levels/interruption/level.ts';
import type { Evaluator } from '../levels/level.ts';
import { levelOf } from '../levels/levels.ts';
import { compiledPairs } from '../levels/noninterference/counting.ts';
import { pairs } from '../levels/noninterference/level.ts';
import { evaluatorOf } from '../levels/sampled.ts';
import type { History } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { pool, stage } from '../mutation/pool.ts';
import { SEVERITY } from '../severity.ts';
import { heed } from '../work/interruption.ts';
import { isMends } from './mend.ts';
import { brokenByMend } from './mends.ts';
import { type FoundSite, ofSwitch } from './of-results.ts';
import { inquiry, mendedProgram } from './sites.ts';

/** A site that shows once defects are put right, and a clause that is violated there. */
export interface HiddenSite {
  readonly clause: Clause;
  readonly site: FoundSite;
}

/** Histories of pairs and of interruptions that are drawn, and their seed. */
const [RUNS, SEED] = [60, 2013];

/** What is violated, by these clauses, once these defects are put right as far as they can be. */
export function hiddenSites(
  program: Program,
  defects: readonly DefectName[],
  clauses: readonly Clause[],
): readonly HiddenSite[] {
  if (defects.length === 0) return [];
  const asked = inquiry(program, stage);
  return byDefectsLeft(defects, clauses).flatMap(([put, those]) => {
    const right = mendedProgram(asked, put);
    if (right === program) return [];
    return [...ofPool(right, put, those), ...drawn(right, put, those)].filter(isNoMends);
  });
}

/** Whether the source itself does it, and not a step that a mend has put in. */
const isNoMends = ({ site: { lastWriter } }: HiddenSite): boolean =>
  lastWriter === undefined || !isMends(lastWriter.site);

/** The clauses, by the defects that are put right where they are judged. */
function byDefectsLeft(
  defects: readonly DefectName[],
  clauses: readonly Clause[],
): readonly (readonly [readonly DefectName[], readonly Clause[]])[] {
  const groups = new Map<string, readonly [readonly DefectName[], Clause[]]>();
  for (const clause of clauses) {
    const put = defects.filter((one) => !brokenByMend[one]?.some((name) => name === clause.name));
    const key = put.join(' ');
    const group = groups.get(key) ?? [put, []];
    group[1].push(clause);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Clauses of the switch, on the pool. */
function ofPool(
  program: Program,
  once: readonly DefectName[],
  clauses: readonly Clause[],
): readonly HiddenSite[] {
  const those = clauses.filter((clause) => levelOf(clause).name === 'switch');
  const asked = inquiry(program, stage);
  return [...violatedOn(program, those)].flatMap(([clause, history]) => {
    const finding = { history: switchHistory.write(history) };
    return ofSwitch(asked, '', { clause, finding }).map((site) => ({
      clause,
      site: { ...site, once: [...new Set([...once, ...site.once])], token: '' },
    }));
  });
}

/** The first history of the pool that violates each clause. */
function violatedOn(program: Program, clauses: readonly Clause[]): ReadonlyMap<Clause, History> {
  const found = new Map<Clause, History>();
  if (clauses.length === 0) return found;
  const evaluator = compiledEvaluator(program, clauses, stage);
  for (const history of pool()) {
    heed();
    const { verdicts } = evaluator.judge(history);
    for (const [i, clause] of clauses.entries())
      if (verdicts[i] === SEVERITY.violated && !found.has(clause)) found.set(clause, history);
  }
  return found;
}

/** Clauses about pairs of runs and about interruptions, on histories that are drawn. */
function drawn(
  program: Program,
  once: readonly DefectName[],
  clauses: readonly Clause[],
): readonly HiddenSite[] {
  const of = (level: string) => clauses.filter((clause) => levelOf(clause).name === level);
  const [both, interrupted] = [of('pair'), of('interruption')];
  return [
    ...violations(compiledPairs(pairs, program, both, {}), both),
    ...violations(evaluatorOf(interruptionDefinition, program, interrupted), interrupted),
  ].map(({ clause, site }) => ({ clause, site: { ...site, once } }));
}

function violations(evaluator: Evaluator, clauses: readonly Clause[]): readonly HiddenSite[] {
  if (clauses.length === 0) return [];
  const { counts } = evaluator.run({ seed: SEED, runs: RUNS });
  return clauses.flatMap((clause, i) => {
    const worst = counts[i]?.worst;
    if (worst?.verdict !== 'violated') return [];
    const { trace, begin } = evaluator.replay(worst.history);
    const failure = failureOf(clause, judge(clause, trace), begin);
    if (failure === undefined) return [];
    const { place, lastWriter, ended } = failure;
    return [{ clause, site: { place, lastWriter, ended, causes: [], once: [], token: '' } }];
  });
}

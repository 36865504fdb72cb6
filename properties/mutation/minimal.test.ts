// Counterexamples of faults of all kinds are minimal: no place could be 0, no bit clear, no action, delay or change be gone or smaller.
import { describe, expect, it } from 'vitest';
import { faultsOfRepaired } from '../../model/faults/catalogue.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { minimise } from '../levels/minimise.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { play } from '../levels/switch/play.ts';
import { SEVERITY } from '../severity.ts';
import { few } from '../testing/rows.ts';
import { pool, stage } from './pool.ts';
import { simplerHistories } from './simpler.ts';

/** One fault in so many, and of those a few; the numbers of the others are in the benchmark. */
const STRIDE = 199;

const chosen = few(
  faultsOfRepaired().filter((_, i) => i % STRIDE === 3),
  10,
).map(({ name, plantedIn }) => {
  const program = plantedIn(repaired);
  return { name, program, failure: firstFailure(program) };
});

function firstFailure(program: Program): readonly [Clause, History] | undefined {
  const evaluator = compiledEvaluator(program, switchContract, stage);
  for (const history of pool()) {
    const { verdicts } = evaluator.judge(history);
    const clause = switchContract.find((_, i) => verdicts[i] === SEVERITY.violated);
    if (clause !== undefined) return [clause, history];
  }
  return undefined;
}

describe('the minimal counterexample', () => {
  it.each(chosen)('of $name cannot be made simpler', ({ program, failure }) => {
    if (failure === undefined) return;
    const [clause, history] = failure;
    const fails = (candidate: History) =>
      judge(clause, play(program, candidate, stage).trace).verdict === 'violated';
    const minimal = minimise(program, clause, history, stage, histories);
    expect(fails(minimal)).toBe(true);
    expect([...simplerHistories(minimal)].filter(fails)).toEqual([]);
  });

  it('was asked for of faults enough', () => {
    expect(chosen.filter(({ failure }) => failure !== undefined).length).toBeGreaterThan(
      chosen.length / 2,
    );
  });
});

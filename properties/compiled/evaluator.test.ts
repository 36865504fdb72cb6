// The compiled evaluator beside the interpreter: the same verdict of every clause on every history.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOfRepaired } from '../../model/faults/catalogue.ts';
import { insertAfter, withEdits } from '../../model/mutate.ts';
import { published } from '../../model/paths/published.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';
import { goTo } from '../../model/steps/branch.ts';
import { set } from '../../model/steps/transfer.ts';
import { judge } from '../../spec/judging/judge.ts';
import { watchedByAll } from '../../spec/judging/watch.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { play, type Stage, stageWithout } from '../levels/switch/play.ts';
import { quick } from '../mutation/pool.ts';
import { SEVERITY } from '../severity.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { defectAlone } from '../subjects/variants.ts';
import { few } from '../testing/rows.ts';
import { compiledEvaluator } from './evaluator.ts';

const stage = stageWithout(new Set());
const watched = watchedByAll(switchContract.map(({ claim }) => claim));

const sample = (numRuns: number): readonly History[] =>
  fc.sample(histories, { numRuns, seed: 2011 });

/** Histories on which the readers say different things of some clause. */
function differences(program: Program, on: readonly History[], staged: Stage = stage) {
  const { judge: judged, ran } = compiledEvaluator(program, switchContract, staged);
  let steps = 0;
  const different = on.flatMap((history, i) => {
    const played = play(program, history, staged);
    steps += played.trace.spans.reduce(
      (sum, { kind, to }) => sum + (kind === 'switch' ? to : 0),
      0,
    );
    const { switches, verdicts } = judged(history);
    const clauses = switchContract.filter(
      (clause, c) => SEVERITY[judge(clause, played.trace, watched).verdict] !== verdicts[c],
    );
    if (switches !== played.switches) return [`history ${i}: ${switches} switches`];
    return clauses.map(({ name }) => `history ${i}: ${name}`);
  });
  expect(ran()).toBeGreaterThanOrEqual(steps);
  return different;
}

describe('both evaluators judge alike', () => {
  it.each([
    ['the published path', () => published],
    ['the path put right', () => repaired],
    ['kernel source', () => ownSwitch([]).program],
    ['kernel source as it is published', () => ownSwitch(defectNames).program],
  ])('%s', (_name, program) => {
    expect(differences(program(), [...sample(50), ...few(quick(), 60)])).toEqual([]);
  });

  it('a run that goes round for ever, and one that changes as it does', () => {
    const again = goTo('return.nvgprs.r20');
    const round = (more: Record<string, Step>) =>
      withEdits(repaired, [insertAfter('return.nvgprs.r20', { ...more, again })]);
    const up = set(
      'r21',
      (view, words) => words.add(view.register('r21'), words.literal(1n)),
      '+1',
    );
    const [wait, count] = [round({}), round({ up })];
    for (const [program, ending] of [
      [wait, 'endless'],
      [count, 'not-enough'],
    ] as const) {
      const { judge: judged } = compiledEvaluator(program, switchContract, stage);
      expect(sample(5).map((history) => judged(history).ending)).toContain(ending);
      expect(differences(program, few(quick(), 20))).toEqual([]);
    }
  });

  it.each(few(defectNames, 3))('the defect %s', (defect) => {
    expect(differences(defectAlone(defect), quick())).toEqual([]);
  });

  it('faults that are generated', () => {
    const faults = faultsOfRepaired().filter((_, i) => i % 499 === 0);
    expect(faults.length).toBeGreaterThan(5);
    const different = faults.flatMap((fault) =>
      differences(fault.plantedIn(repaired), quick().slice(0, 30)).map(
        (text) => `${fault.name}: ${text}`,
      ),
    );
    expect(different).toEqual([]);
  });
});

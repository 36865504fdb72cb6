// Each recorded defect, put back alone into the repaired path, breaks exactly the clauses that it is said to break, and
// the counterexample of each is minimal: nothing in it can be made simpler and still break the clause.
import { beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../spec/judging/judge.ts';
import { type CheckReport, check } from '../campaign/check.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { defects, switchDefects } from '../subjects/defects.ts';
import { defectAlone } from '../subjects/variants.ts';
import { simplerHistories } from './simpler.ts';

const stage = stageWithout(new Set());

describe.each(switchDefects)('%s', (name) => {
  const program = defectAlone(name);
  let checked: CheckReport;
  beforeAll(async () => {
    const subjects = [{ model: name, program }];
    checked = await check({ subjects, clauses: switchContract, runs: 500, seed: 36 });
  });

  it('breaks exactly the clauses that it is said to break', () => {
    const broken = checked.results.filter(({ verdict }) => verdict !== 'holds');
    expect(new Set(broken.map(({ verdict }) => verdict))).toEqual(new Set(['violated']));
    expect(broken.map(({ clause }) => clause.name).sort()).toEqual(
      [...defects[name].breaks].sort(),
    );
  });

  it.each(defects[name].breaks)('has a minimal counterexample of %s', (clauseName) => {
    const result = checked.results.find(({ clause }) => clause.name === clauseName);
    if (result?.history === undefined) throw new Error('there is no counterexample');
    const { clause, history } = result;
    const breaks = (candidate: History) =>
      judge(clause, play(program, candidate, stage).trace).verdict === 'violated';
    expect(breaks(history)).toBe(true);
    expect([...simplerHistories(history)].filter(breaks)).toEqual([]);
  });
});

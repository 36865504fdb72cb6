// Coverage: every cell is there, and a fair number of runs meets each.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { message } from '../../../spec/cite.ts';
import { at, reachable } from '../../../spec/terms.ts';
import { VECTOR } from '../../../spec/vocabulary/bits.ts';
import { compiledEvaluator } from '../../compiled/evaluator.ts';
import { SEVERITY } from '../../severity.ts';
import { counting, covered, endings, isAsked, states } from './coverage.ts';
import { histories } from './history.ts';
import { stageWithout } from './play.ts';
import { watchingBoard } from './watcher.ts';

const counter = counting();
const stage = stageWithout(new Set());

describe('before any run', () => {
  it('every cell and every pair is there, at zero', () => {
    const { cells, pairs } = counting().coverage();
    expect(Object.keys(pairs).length).toBe(endings.length ** 2);
    expect([...Object.values(cells), ...Object.values(pairs)].every((count) => count === 0)).toBe(
      true,
    );
    expect(Object.keys(cells).length).toBe(
      endings.flatMap((ending) => states.filter((state) => isAsked(ending, state))).length,
    );
  });
});

describe('after 12000 runs', () => {
  const evaluator = compiledEvaluator(repaired, [], stage);
  for (const history of fc.sample(histories, { numRuns: 12000, seed: 7 }))
    evaluator.judge(history, watchingBoard(counter));
  const { cells } = counter.coverage();

  it('every cell that is asked for was met', () => {
    expect(Object.entries(cells).filter(([, count]) => count === 0)).toEqual([]);
  });
});

describe('in 4000 runs by default', () => {
  const names = Object.keys(VECTOR) as (keyof typeof VECTOR)[];
  const exits = names.map((name) => ({
    name,
    says: '',
    cite: [message('hypervisor-interrupts')] as const,
    over: ['exit'] as const,
    claim: reachable(at(name)),
  }));
  const met = exits.map(() => 0);
  const evaluator = compiledEvaluator(repaired, exits, stage);
  for (const history of fc.sample(histories, { numRuns: 4000, seed: 3 }))
    for (const [i, severity] of evaluator.judge(history).verdicts.entries())
      if (severity === SEVERITY.holds) met[i] = (met[i] ?? 0) + 1;

  it.each(names.map((name, i) => [name, i] as const))('%s ends a guest in 3 %% of them', (_, i) => {
    expect((met[i] ?? 0) / 4000).toBeGreaterThanOrEqual(0.03);
  });
});

describe('counts of parts', () => {
  it('are the same in any order, and lose no ending that only one of them met', () => {
    const none = counting().coverage();
    const a = { ...none, cells: { ...none.cells, 'Y / EE on': 1 } };
    const b = { ...none, cells: { ...none.cells, 'X / EE on': 2 } };
    const all = covered(a, b);
    expect(JSON.stringify(covered(b, a))).toBe(JSON.stringify(all));
    expect(all.cells).toMatchObject({ 'X / EE on': 2, 'Y / EE on': 1 });
    expect(Object.keys(all.cells).length).toBe(Object.keys(none.cells).length + 2);
  });
});

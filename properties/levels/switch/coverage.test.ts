// Coverage: every cell is there, and a fair number of runs meets each.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { compiledEvaluator } from '../../compiled/evaluator.ts';
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

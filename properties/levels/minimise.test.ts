// Minimising: nothing simpler shows the same, what is left midway is the simplest so far, and other errors are not swallowed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drop, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import { sequenceOf } from '../arbitraries/sequence-of.ts';
import { wordsOf } from '../arbitraries/words-of.ts';
import { halting, Interruption } from '../work/interruption.ts';
import { minimise, simplest } from './minimise.ts';
import { histories } from './switch/history.ts';
import { play, stageWithout } from './switch/play.ts';

const numbers = sequenceOf(
  9,
  (random) => random.nextInt(0, 99),
  (n) => (n > 0 ? [n - 1] : []),
);

describe('the simplest', () => {
  it('is the one of which nothing can be left out', () => {
    const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
    expect(simplest(numbers, [7, 50, 3], (all) => sum(all) >= 20)).toEqual([20]);
  });

  it('is looked for again: a later part may free an earlier one', () => {
    const fails = (all: readonly number[]) =>
      all.length === 2 ? (all[1] ?? 0) > 2 || all[0] === 5 : all.length > 2;
    expect(simplest(numbers, [5, 4], fails)).toEqual([0, 3]);
  });

  it('of words is looked for again: a later word that is smaller frees an earlier one', () => {
    const failing = ['5,3', '5,1', '0,1'];
    const found = simplest(wordsOf(2), BigUint64Array.of(5n, 3n), (words) =>
      failing.includes(words.join()),
    );
    expect(found).toEqual(BigUint64Array.of(0n, 1n));
  });

  it('is what it was where nothing simpler fails', () => {
    const begin = [7];
    let tried = 0;
    const found = simplest(numbers, begin, (all) => {
      tried++;
      return all[0] === 7;
    });
    expect(found).toEqual([7]);
    expect(tried).toBe(3);
  });

  it('is the one that was found by then where the work is left', () => {
    let tried = 0;
    const found = simplest(numbers, [7, 50, 3], (all) => {
      if (++tried > 4) throw new Interruption('enough');
      return all.includes(50);
    });
    expect(found).toEqual([50, 3]);
    expect(tried).toBe(5);
  });

  it('is what it was where the work is left at once', () => {
    const leave = () => {
      throw new Interruption('at once');
    };
    expect(simplest(numbers, [7], leave)).toEqual([7]);
  });
});

describe('what goes wrong while it is made simpler', () => {
  it('is no failure of what is simpler: it is thrown, and nothing more is tried', () => {
    let tried = 0;
    const wrong = (all: readonly number[]) => {
      tried++;
      if (all.length < 2) throw new RangeError('wrong');
      return true;
    };
    expect(() => simplest(numbers, [7, 50], wrong)).toThrow(RangeError);
    expect(tried).toBe(2);
  });
});

describe('a history that breaks a clause', () => {
  const program = withEdits(repaired, [drop('exit.sprs.host-dscr')]);
  const clause = clauseNamed('host-dscr-returns');
  const stage = stageWithout(new Set());
  const verdictOf = (history: Parameters<typeof play>[1]) =>
    judge(clause, play(program, history, stage).trace).verdict;
  const broken = () => {
    const all = fc.sample(histories, { numRuns: 40, seed: 5 });
    const found = all.find((history) => verdictOf(history) === 'violated');
    if (found === undefined) throw new Error('nothing breaks it');
    return found;
  };

  it('is made one of a single word and a switch in which nothing happens, and shows the same', () => {
    let tried = 0;
    const minimal = minimise(program, clause, broken(), stage, histories, () => tried++);
    expect(verdictOf(minimal)).toBe('violated');
    expect(minimal[1]).toEqual([]);
    expect([...minimal[0]].filter((word) => word !== 0n)).toHaveLength(1);
    expect(tried).toBeGreaterThan(10);
  });

  it('is still told where the work is left before it begins', () => {
    const history = broken();
    const found = halting(
      () => true,
      () => minimise(program, clause, history, stage, histories),
    );
    expect(found).toBe(history);
  });
});

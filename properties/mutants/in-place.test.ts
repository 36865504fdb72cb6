// Tests that are taken one by one: what is on the list when files are loaded, and what is told of a mutant by what they came to.
import { describe, expect, it } from 'vitest';
import * as inPlace from './in-place.ts';
import { told } from './runner.ts';
import type { Answer, TestRun } from './tries.ts';

describe('a list of tests', () => {
  const taken: unknown[] = [];
  const load = async (): Promise<void> => {
    inPlace.describe('outer', () => {
      inPlace.it('first', () => taken.push('first'));
      inPlace.it.each([1, [2, 3]])('row %s', (...row) => taken.push(row));
      inPlace.describe.each([{ name: 'a' }])('inner', (one) => {
        inPlace.it('last', () => taken.push(one));
      });
    });
    inPlace.it('alone', () => inPlace.expect(1).to.equal(2));
    inPlace.afterAll(() => taken.push('end'));
  };

  it('has every test under its whole name, and takes none by itself', async () => {
    const tests = await inPlace.testsIn(['a.test.ts'], load);
    expect(tests.map(({ name }) => name)).toEqual([
      'outer first',
      'outer row 1',
      'outer row 2 3',
      'outer inner object last',
      'alone',
    ]);
    expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
    expect(taken).toEqual([]);
    for (const { run } of tests.slice(0, -1)) run();
    expect(taken).toEqual(['first', [1], [2, 3], { name: 'a' }]);
    expect(tests.at(-1)?.run).toThrow('expected 1 to equal 2');
    await inPlace.end();
    expect(taken.at(-1)).toBe('end');
  });
});

describe('a mutant', () => {
  const round: TestRun = { mutant: '1', tests: undefined, until: 'failure', limit: 10 };
  const taken = (failure?: string) => ({ id: 'a', name: 'a', file: 'a', ms: 1, failure });
  const answer = (hits: number, ...failures: readonly (string | undefined)[]): Answer => ({
    taken: failures.map(taken),
    hits,
    isClean: true,
    coverage: undefined,
  });

  it('survives where every test passes', () => {
    expect(told(answer(10, undefined, undefined), round)).toEqual({
      status: 'survived',
      nrOfTests: 2,
    });
  });
  it('is killed by the test that fails, whatever that says', () => {
    const killed = { status: 'killed', killedBy: ['a'], nrOfTests: 2 };
    expect(told(answer(10, undefined, 'why'), round)).toEqual({ ...killed, failureMessage: 'why' });
    expect(told(answer(10, undefined, ''), round)).toEqual({ ...killed, failureMessage: '' });
  });
  it('is late where it is come to more often than it may be', () => {
    expect(told(answer(11, 'why'), round)).toMatchObject({ status: 'timeout' });
    expect(told(answer(11, 'why'), { ...round, limit: undefined }).status).toBe('killed');
  });
});

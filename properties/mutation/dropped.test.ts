// Every step of the repaired path earns its place: without it some clause breaks, or the list says why none does.
import { describe, expect, it } from 'vitest';
import { without } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { mayBeDropped } from './may-be-dropped.ts';
import { brokenOn, pool } from './pool.ts';
import { clauseOn } from './trial.ts';

describe('the repaired path', () => {
  it('breaks no clause on the pool', () => {
    expect([...brokenOn(repaired, 'all')].map(({ name }) => name)).toEqual([]);
  });

  it('needs every step but those listed', () => {
    const survivors = repaired.steps
      .filter((placed) => clauseOn(pool(), [], without(repaired, placed)) === undefined)
      .map(({ site }) => site);
    expect(survivors.sort()).toEqual(Object.keys(mayBeDropped).sort());
  });
});

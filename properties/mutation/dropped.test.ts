// The repaired path breaks nothing on the pool, and the list of steps that may be dropped is of steps that it has. That it needs every
// other step is tried by the kill matrix, which fails on a step that can be dropped and is not listed, and on one that is and cannot.
import { describe, expect, it } from 'vitest';
import { repaired } from '../../model/paths/repairs.ts';
import { mayBeDropped } from './may-be-dropped.ts';
import { brokenOn } from './pool.ts';

describe('the repaired path', () => {
  it('breaks no clause on the pool', () => {
    expect([...brokenOn(repaired, 'all')].map(({ name }) => name)).toEqual([]);
  });

  it('has every step of which is said that it may be dropped', () => {
    const sites = repaired.steps.map(({ site }) => site);
    expect(Object.keys(mayBeDropped).filter((site) => !sites.includes(site))).toEqual([]);
  });
});

// Every step of the repaired path earns its place: without it some clause breaks, or the list says why none does.
import { describe, expect, it } from 'vitest';
import { without } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { stepsOfPath } from '../../model/program.ts';
import { mayBeDropped } from './may-be-dropped.ts';
import { brokenOn } from './pool.ts';
import { killersOf } from './trial.ts';

/** The compiled evaluator, on the whole pool: hundreds of paths are too many for the plain one. */
const EVERYWHERE = { extent: 'all', reader: 'compiled' } as const;

describe('the repaired path', () => {
  it('breaks no clause on the pool', () => {
    expect([...brokenOn(repaired, 'all')].map(({ name }) => name)).toEqual([]);
  });

  it('needs every step but those listed', () => {
    const survivors = stepsOfPath(repaired)
      .filter((placed) => killersOf(without(repaired, placed), new Set(), EVERYWHERE).length === 0)
      .map(({ site }) => site);
    expect(survivors.sort()).toEqual(Object.keys(mayBeDropped).sort());
  });
});

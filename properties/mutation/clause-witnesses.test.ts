// No clause is idle: each is violated by the fault that the table names for it, and has one.
import { describe, expect, it } from 'vitest';
import { drop, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { culprits } from './clause-witnesses.ts';
import { violatedOn } from './pool.ts';

const clauses = switchContract.filter(({ claim }) => claim.claim !== 'reachable');

describe('the table of culprits', () => {
  it('has every clause but the witnesses, and no other', () => {
    expect(Object.keys(culprits).sort()).toEqual(clauses.map(({ name }) => name).sort());
  });
});

it.each(clauses)('$name is violated by its culprit', (clause) => {
  const culprit = culprits[clause.name];
  if (culprit === undefined) throw new Error('nothing is said to violate this clause');
  const edit = typeof culprit === 'string' ? drop(culprit) : culprit;
  expect(violatedOn(withEdits(repaired, [edit]), clause)).toBe(true);
});

// The faults by hand: those of history break what they should, and each is caught by the clause that is named here.
import { describe, expect, it } from 'vitest';
import { putIns } from '../../model/faults/inserted-steps.ts';
import { laterFaults, recordedFaults } from '../../model/faults/named-faults.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { defects } from '../subjects/defects.ts';
import { catalogueOf } from './catalogue.ts';
import { caughtBy } from './caught-by.ts';
import { brokenOnPool } from './trial.ts';

describe('the path put right', () => {
  const { faults, known } = catalogueOf('repaired');

  it('breaks nothing', () => {
    expect([...known]).toEqual([]);
  });

  it('has faults with names of their own, each at a step that is there', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ site }) => !repaired.labels.has(site))).toEqual([]);
  });
});

it.each(Object.entries(caughtBy))('%s is caught by %s', (name, clause) => {
  const fault = laterFaults.find((one) => one.name === name);
  expect([...brokenOnPool(fault?.plantedIn(repaired) ?? repaired)]).toContain(clause);
});

it.each(defectNames)('%s breaks on the pool just what is recorded', (name) => {
  const fault = recordedFaults.find((one) => one.name === name);
  expect([...brokenOnPool(fault?.plantedIn(repaired) ?? repaired)].sort()).toEqual(
    [...defects[name].breaks].sort(),
  );
});

it.each(putIns)('$name breaks one clause of the contract, and no other', ({ plantedIn }) => {
  const broken = [...brokenOnPool(plantedIn(repaired))];
  expect(broken).toHaveLength(1);
  expect(switchContract.map(({ name }) => name)).toContain(broken[0]);
});

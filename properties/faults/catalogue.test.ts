// The faults by hand: those of history break what they should, and each is caught by the clause that is named here.
import { describe, expect, it } from 'vitest';
import { type LaterName, laterFaults, recordedFaults } from '../../model/faults/historical.ts';
import { putIns } from '../../model/faults/put-in.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import { defects } from '../defects.ts';
import { switchContract } from '../switch-contract.ts';
import { catalogueOf } from './catalogue.ts';
import { brokenOnPool } from './trial.ts';

/** The clause that must catch each fault of later history; others may break too. */
const caughtBy: Readonly<Record<LaterName, string>> = {
  'samples-written-through-read-only-aliases': 'host-samples-return-when-in-use',
  'hypervisor-vector-without-its-tag': 'pc-and-msr-come-from-the-right-pair',
  'stale-copy-on-the-fast-return': 'resumed-guest-keeps-its-registers',
  'guest-dec-from-an-old-timebase': 'guest-dec-starts-from-expiry',
  'hdec-extended-from-sixteen-bits': 'guest-is-not-entered-late',
  'dec-not-sign-extended': 'refused-dec-expiry-is-dec-plus-timebase',
  'host-stack-pointer-field-used-twice': 'host-stack-and-paca-return',
  'mer-never-cleared': 'host-partition-returns',
  'half-of-ctr': 'guest-ctr-survives',
  'no-reserved-lpid': 'partition-changes-through-reserved-lpid',
  'sdr1-under-the-guests-lpid': 'partition-changes-through-reserved-lpid',
  'translation-on-in-the-guests-partition': 'translation-off-outside-host-partition',
  'vcpu-in-vmalloc': 'real-mode-reaches-what-it-touches',
  'vm-in-vmalloc': 'real-mode-reaches-what-it-touches',
  'slb-shadow-in-vmalloc': 'real-mode-reaches-what-it-touches',
};

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

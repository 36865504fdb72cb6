// With every recorded defect put right at once the own tree breaks nothing, so what still shows was hidden by them.
import { expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { triesAll } from '../testing/rows.ts';
import { hiddenSites } from './hidden.ts';

it.runIf(triesAll)('nothing is hidden in the own tree as it is published', () => {
  expect(hiddenSites(ownSwitch(defectNames).program, defectNames, switchContract)).toEqual([]);
});

it('what a defect hides is found, with the defect that hid it', () => {
  const { program } = ownSwitch(['dscr-saved-through-its-value'], ['FAULT_STRAY_BEHIND_DSCR']);
  const clauses = [clauseNamed('stores-stay-home')];
  const found = hiddenSites(program, ['dscr-saved-through-its-value'], clauses);
  expect(found).toMatchObject([
    { site: { place: 'kvm.rmor', causes: [], once: ['dscr-saved-through-its-value'] } },
  ]);
});

it('nothing is tried where no defect is known', () => {
  expect(hiddenSites(ownSwitch([]).program, [], switchContract)).toEqual([]);
});

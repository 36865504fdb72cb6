// Causes are tried, not guessed: a defect is named where its repair makes the failure go, and nowhere else; and it hides no other.

import { describe, expect, it } from 'vitest';
import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { type ClauseName, clauseNamed } from '../../spec/contract.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { pool, stage } from '../mutation/pool.ts';
import { SEVERITY } from '../severity.ts';
import { defects } from '../subjects/defects.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { few } from '../testing/rows.ts';
import { type GuiltySite, guiltySites, inquiry } from './sites.ts';

/** The guilty sites of a clause, from the first history of the pool that breaks it. */
function sitesOf(program: Program, name: ClauseName): readonly GuiltySite[] {
  const clause = clauseNamed(name);
  const evaluator = compiledEvaluator(program, [clause], stage);
  const history = pool().find((one) => evaluator.judge(one).verdicts[0] === SEVERITY.violated);
  if (history === undefined) throw new Error(`${name} is not violated`);
  return guiltySites(inquiry(program, stage), clause, history);
}

const told = (sites: readonly GuiltySite[]): readonly string[] =>
  sites.map(
    ({ fault, causes, once }) =>
      `${fault.place}: ${causes.join(' ')}${once.length ? ` once ${once.join(' ')}` : ''}`,
  );

const each = defectNames.flatMap((defect) =>
  defects[defect].breaks.map((clause): [DefectName, ClauseName] => [defect, clause]),
);

describe('a recorded defect', () => {
  it.each(few(each, 1))('%s alone is the cause of %s, at every site', (defect, clause) => {
    const sites = sitesOf(ownSwitch([defect]).program, clause);
    expect(sites.length).toBeGreaterThan(0);
    for (const { causes, once } of sites)
      expect({ causes, once }).toEqual({ causes: [defect], once: [] });
  });

  it.each(
    few<[string, ClauseName]>(
      [
        ['FAULT_HALF_OF_DSCR', 'guest-starts-from-vcpu'],
        ['FAULT_SAMPLES_THROUGH_USER_NUMBERS', 'host-samples-return-when-in-use'],
        ['FAULT_EXTERNAL_NOT_TAGGED', 'resumed-guest-keeps-its-registers'],
        ['FAULT_TRANSLATION_LEFT_ON', 'translation-off-outside-host-partition'],
        ['FAULT_TOO_HARD_GOES_ON', 'resumed-guest-keeps-its-registers'],
      ],
      2,
    ),
  )('that was put right is not the cause where %s breaks its clause', (fault, clause) => {
    const sites = sitesOf(ownSwitch([], ['REAL_MODE_HCALLS', fault]).program, clause);
    expect(sites.flatMap(({ causes }) => causes)).toEqual([]);
  });

  it('does not hide what else is wrong by the same clause', () => {
    const { program } = ownSwitch(['samples-not-switched'], ['FAULT_SPRG3_INTO_SPRG2']);
    expect([...told(sitesOf(program, 'guest-starts-from-vcpu'))].sort()).toEqual([
      'SDAR: samples-not-switched',
      'SIAR: samples-not-switched',
      'SPRG2: ',
      'SPRG3: ',
    ]);
  });

  it('is put right, and the program judged on, where it comes before another', () => {
    const { program } = ownSwitch(['dscr-saved-through-its-value'], ['FAULT_STRAY_BEHIND_DSCR']);
    expect(told(sitesOf(program, 'stores-stay-home'))).toEqual([
      expect.stringMatching(/^\[0x[0-9a-f]+\]: dscr-saved-through-its-value$/u),
      'kvm.rmor:  once dscr-saved-through-its-value',
    ]);
  });
});

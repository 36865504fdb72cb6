// The level of the switch: both evaluators say the same of a series, and one that lied would be found out.
import { expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { clauseNamed } from '../../../spec/contract.ts';
import { SEVERITY, verdictOf } from '../../severity.ts';
import { defectAlone } from '../../subjects/variants.ts';
import { Disagreement } from './disagreement.ts';
import { confirming, switchEvaluator } from './level.ts';
import { stageWithout } from './play.ts';

const clause = clauseNamed('host-cr-fields-return');
const named = { model: 'cr-not-kept', program: defectAlone('cr-not-kept') };

it('is the same by both evaluators, counted and covered', () => {
  const terms = { without: new Set<string>(), coverage: true };
  const [plain, compiled] = (['plain', 'compiled'] as const).map((reader) =>
    switchEvaluator(named, [clause], { ...terms, reader }).run({ seed: 3, runs: 800 }),
  );
  expect(compiled).toEqual(plain);
  expect(compiled?.counts[0]?.worst?.verdict).toBe('violated');
  expect(compiled?.coverage?.cells['EXTERNAL / resumed once']).toBeGreaterThan(0);
});

it('is an internal error where the compiled evaluator says what the plain one does not', () => {
  const counts = switchEvaluator(named, [clause], { without: new Set() }).run({
    seed: 3,
    runs: 20,
  });
  const confirm = confirming(
    { model: 'repaired', program: repaired },
    [clause],
    stageWithout(new Set()),
  );
  expect(() => confirm(counts)).toThrow(Disagreement);
});

it('knows verdicts by their severity', () => {
  for (const [verdict, severity] of Object.entries(SEVERITY))
    expect(verdictOf(severity)).toBe(verdict);
});

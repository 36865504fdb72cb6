// The level of the switch: both evaluators say the same of a series, and one that lied would be found out.
import { expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { clauseNamed } from '../../../spec/contract.ts';
import { SEVERITY, verdictOf } from '../../severity.ts';
import { defectAlone } from '../../subjects/variants.ts';
import { confirming } from '../confirming.ts';
import { Disagreement } from './disagreement.ts';
import { switchEvaluator } from './level.ts';

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
  const terms = { without: new Set<string>() };
  const counts = switchEvaluator(named, [clause], terms).run({ seed: 3, runs: 20 });
  const other = switchEvaluator({ model: 'repaired', program: repaired }, [clause], terms);
  const confirm = confirming([clause], other.judge);
  expect(() => confirm(counts)).toThrow(Disagreement);
});

it('knows verdicts by their severity', () => {
  for (const [verdict, severity] of Object.entries(SEVERITY))
    expect(verdictOf(severity)).toBe(verdict);
});

// The contract over both reference paths: every clause met, and every verdict the expected one.
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckReport, check } from './campaign/check.ts';
import { switchContract } from './levels/switch/contract.ts';
import { expectedOf, modelNames, models } from './subjects/variants.ts';

describe.each(modelNames)('%s', (model) => {
  let checked: CheckReport;
  beforeAll(async () => {
    const subjects = [{ model, program: models[model] }];
    checked = await check({ subjects, clauses: switchContract, runs: 1500, seed: 20110629 });
  });

  it.each(switchContract)('$name: $says', ({ name }) => {
    const result = checked.results.find(({ clause }) => clause.name === name);
    expect(result?.verdict).toBe(expectedOf(model, name, 'switch'));
    expect(result?.met).toBeGreaterThan(0);
  });
});

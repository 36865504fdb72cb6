// The soak: which campaigns it plays, and that one which finds something is never good.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { levels } from '../levels/levels.ts';
import { OWN_FILE, OWN_TREE } from '../subjects/fixtures.ts';
import { triesAll } from '../testing/rows.ts';
import { soakJobs, soundModels } from './soak-jobs.ts';
import { isGood, soak } from './soak-run.ts';

const HVSPEC = 'dist/cli/hvspec.js';
const folder = mkdtempSync(join(tmpdir(), 'hvspec-soak-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const size = { atSwitch: 1000, elsewhere: 100, seeds: [1, 2, 3] };

describe('the jobs of a soak', () => {
  it('are every sound model at the level of the switch, and every other level that is sampled', () => {
    const jobs = soakJobs(soundModels, size);
    const played = new Set(jobs.map(({ model, level }) => `${model} ${level}`));
    const others = levels.filter(({ extent, name }) => extent === 'sampled' && name !== 'switch');
    expect(played).toEqual(
      new Set([
        'repaired switch',
        `${OWN_TREE} switch`,
        ...others.map(({ name }) => `repaired ${name}`),
      ]),
    );
  });

  it('come to no fewer runs than asked for', () => {
    for (const { model, level } of soakJobs(soundModels, size)) {
      const same = soakJobs(soundModels, { ...size, level }).filter((job) => job.model === model);
      const runs = same.reduce((sum, job) => sum + job.runs, 0);
      expect(runs).toBeGreaterThanOrEqual(level === 'switch' ? size.atSwitch : size.elsewhere);
    }
  });
});

describe('a job of a soak', () => {
  const job = { level: 'switch', seed: 5, runs: 500 };

  it.runIf(triesAll).each(soundModels)(
    'of $model is good: every shard and the merge exit 0',
    async (model) => {
      const args = [...model.args, '--level', 'switch'];
      const outcome = await soak({ ...job, ...model, args }, 2, folder, HVSPEC);
      expect(outcome.complaint).toBe('');
      expect(outcome.exitCodes).toEqual([0, 0, 0]);
      expect(outcome.leastMet).toBeGreaterThan(0);
      expect(isGood(outcome)).toBe(true);
    },
  );

  it.runIf(triesAll)('is not good when a clause is violated, and says which', async () => {
    const args = ['kernel', OWN_FILE, '--clause', 'host-cr-fields-return', '--level', 'switch'];
    const outcome = await soak({ ...job, model: 'as published', args }, 1, folder, HVSPEC);
    expect(outcome.exitCodes).toContain(1);
    expect(outcome.complaint).toContain('host-cr-fields-return');
    expect(isGood(outcome)).toBe(false);
  });

  it.runIf(triesAll)('is not good when a clause is never met', async () => {
    const args = ['check', 'some-exit-is-data-storage', '--model', 'repaired'];
    const outcome = await soak({ ...job, runs: 1, model: 'repaired', args }, 1, folder, HVSPEC);
    expect(isGood(outcome)).toBe(false);
  });
});

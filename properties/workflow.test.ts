// The workflow of CI runs .ci/run and nothing of its own: what CI demands is in one place, which runs anywhere.
import { accessSync, constants, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

it('CI calls .ci/run alone, and that can be run', () => {
  const workflow: Workflow = parse(readFileSync('.github/workflows/ci.yml', 'utf8'));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
  expect(() => accessSync('.ci/run', constants.X_OK)).not.toThrow();
});

// Loops of kernel source over terms: every path of the project's own tree comes to the end of the call, and none is given up.
import { describe, expect, it } from 'vitest';
import { ownSwitch } from '../subjects/fixtures.ts';
import { triesAll } from '../testing/rows.ts';
import { proofRun } from './run.ts';

describe('the own tree with every defect put right', () => {
  it.runIf(triesAll)(
    'runs to the end over terms, its loops over the SLB among it',
    () => {
      const { run, t } = proofRun(ownSwitch([]).program, []);
      expect(run.ends.map(({ end, site, why }) => ({ end, site, why }))).toEqual(
        run.ends.map(({ site }) => ({ end: 'returned', site, why: 'the call is over' })),
      );
      expect(run.ends.length).toBeGreaterThanOrEqual(10);
      expect(run.resumed.length).toBeGreaterThan(0);
      expect(t.table.size).toBeLessThan(200_000);
    },
    120_000,
  );
});

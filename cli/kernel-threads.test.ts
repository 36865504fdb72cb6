// The kernel verb on source with secondary threads: what the protocol breaks, why, and what is said where not every state was seen.
import { describe, expect, it } from 'vitest';
import { protocolDefects } from '../model/protocol/path.ts';
import type { Result } from '../properties/campaign/results.ts';
import { brokenBy, defects } from '../properties/subjects/defects.ts';
import { OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { clauseNamed } from '../spec/contract.ts';
import { threadLines } from './kernel-report.ts';
import { hvspec } from './testing/run-cli.ts';

const threaded = `kernel ${OWN_TREE} --define SECONDARIES --level protocol --workers 1`;
const putRight = [...Object.keys(defects), ...protocolDefects]
  .map((name) => `--define ${repairName(name as (typeof protocolDefects)[number])}`)
  .join(' ');

describe('a tree with secondary threads', () => {
  it.runIf(triesAll)(
    'breaks as published what the recorded defects of the protocol break, and says which',
    async () => {
      const { code, out } = await hvspec(`${threaded} --json -`);
      const { findings, results } = JSON.parse(out);
      expect(code).toBe(1);
      const causes = findings.map(({ cause }: { readonly cause: string }) => cause);
      expect(causes.sort()).toEqual([...protocolDefects].sort());
      for (const { clauses, cause, site } of findings) {
        expect([...clauses].sort()).toEqual([...brokenBy(cause)].sort());
        expect(site).toMatch(/^book3s_hv_rmhandlers\.S:[\d.]+$/u);
      }
      expect(results).toHaveLength(20);
    },
  );

  it.runIf(triesAll)('breaks nothing once it is put right', async () => {
    const { code, out } = await hvspec(`${threaded} ${putRight}`);
    expect(out).toMatch(/secondary threads too: 2 threads of a core[^.]*,\s+\d+ states/u);
    expect(code).toBe(0);
  });

  it('says where not every state was seen', () => {
    const result = (verdict: Result['verdict']): Result => ({
      model: 'kernel',
      clause: clauseNamed('everyone-comes-to-rest'),
      verdict,
      runs: 7,
      met: 7,
      extent: 'exhaustive',
      finding: undefined,
    });
    expect(threadLines([result('holds')], 200).join(' ')).toMatch(/every order, 7 states$/u);
    expect(threadLines([result('not-enough')], 200).join(' ')).toContain('budget of states has');
    expect(threadLines([], 80)).toEqual(['  the primary thread only']);
  });
});

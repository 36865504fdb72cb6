// The kernel verb on source with secondary threads: what the protocol breaks, why, and what is said where not every state was seen.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** As later kernels have it: only an interrupt between processors brings a guest. */
const ASKING = `--- a/arch/powerpc/kvm/book3s_hv_rmhandlers.S
+++ b/arch/powerpc/kvm/book3s_hv_rmhandlers.S
@@ -218,5 +218,11 @@
+	mfspr	r10, SPRN_SRR1
+	rlwinm	r10, r10, 44-31, 29, 31
+	cmpwi	r10, 4
+	bne	nothing_to_run
 	ld	r8, HSTATE_XICS_PHYS(r13)
 	li	r5, XICS_XIRR
 	lwzcix	r10, r8, r5
+	clrldi.	r5, r10, 40
+	beq	nothing_to_run
 	sync
 	no_ipi	r8
`;

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

  it.runIf(triesAll)(
    'comes to rest where a thread asks what ended its nap, and what its controller presents',
    async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'hvspec-threads-')), 'asks.patch');
      writeFileSync(file, ASKING);
      const asked = `--patch ${file} --clause everyone-comes-to-rest --clause some-siblings-run-guests-together`;
      const { code, out } = await hvspec(`${threaded} ${putRight} ${asked}`);
      expect(out).toMatch(/of which 0 are violated[\s\S]*nothing is new/u);
      expect(code).toBe(0);
    },
  );

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

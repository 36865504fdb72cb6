// Recorded defects on kernel source, proved: each alone in the own tree put right is refuted for the clauses that it breaks, and for no other.

import { afterAll, describe, expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { defects } from '../subjects/defects.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { triesAll } from '../testing/rows.ts';
import { proving } from './prove.ts';
import { lazySolver } from './solver.ts';

/** Milliseconds that all clauses of a tree may take on a busy machine. */
const LONG = 900_000;

const solver = lazySolver();
afterAll(() => solver.close());

describe.runIf(triesAll)('the own tree with one defect (HVSPEC_TESTS=all)', () => {
  it.each(defectNames)(
    '%s is refuted for what that breaks, and for nothing else',
    async (defect) => {
      const breaks: readonly string[] = defects[defect].breaks;
      const proof = proving(ownSwitch([defect]).program, switchContract, { solver });
      const refuted: string[] = [];
      for (const clause of switchContract) {
        const isBroken = breaks.includes(clause.name);
        const verdict = isBroken ? await proof.judge(clause) : proof.sampled(clause);
        if (verdict?.verdict === 'refuted') refuted.push(clause.name);
      }
      expect(refuted.sort()).toEqual([...breaks].sort());
    },
    LONG,
  );
});

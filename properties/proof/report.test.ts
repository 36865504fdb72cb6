// What is made of the news of a proof: a history that does not show what was said of it is a disagreement of readers, and nothing less.
import { expect, it } from 'vitest';
import { slotNamed, slots } from '../../model/places.ts';
import { clauseNamed } from '../../spec/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { models } from '../subjects/variants.ts';
import { haltingAsync } from '../work/interruption.ts';
import type { ProofVerdict } from './prove.ts';
import { fitsToken, minimalResult, proofResult } from './report.ts';
import { type ProofNews, proveTasks } from './work.ts';

const clause = clauseNamed('host-vrsave-returns');
const stage = stageWithout(new Set());
const subject = { model: 'published', name: 'published', program: models.published, stage };

const told = (verdict: ProofVerdict) => ({
  clause: clause.name,
  verdict,
  seconds: 1,
  certificate: [],
});

/** The default machine, but for a guest whose CR is not 0. */
function machine(): BigUint64Array {
  const words = new BigUint64Array(slots + 1);
  words[slotNamed('vcpu.cr')] = 0x1000n;
  return words;
}

it('a refutation that the interpreter confirms becomes a minimal finding', async () => {
  const news: ProofNews[] = [];
  const task = { subject: 'published', clauses: [clause.name], without: [], certified: false };
  await proveTasks([task], { left: new AbortController().signal }, (_, one) => news.push(one));
  const settled = news.find((one) => one.news === 'settled');
  const result = proofResult(subject, clause, settled);
  expect(result).toMatchObject({ verdict: 'violated', finding: { subject: 'published' } });
  const { finding } = minimalResult(subject, result);
  expect(finding && fitsToken(finding)).toBe(true);
  expect(JSON.stringify(finding?.history).length).toBeLessThan(
    JSON.stringify(result.finding?.history).length,
  );
});

it('one that it does not confirm is a disagreement', () => {
  const quiet: History = [machine(), []];
  const repaired = { ...subject, model: 'repaired', name: 'repaired', program: models.repaired };
  const refuted = { verdict: 'refuted', history: quiet, found: 'violated', where: '' } as const;
  expect(() => proofResult(repaired, clause, told(refuted))).toThrow(
    'two readers of the model disagree: on host-vrsave-returns the proof says violated, the plain one holds',
  );
  const reached = { verdict: 'reached', history: quiet } as const;
  const witness = clauseNamed('some-exit-is-external');
  expect(() => proofResult(repaired, witness, told(reached))).toThrow('two readers');
});

it('a history that is longer than a token may be has none', () => {
  const delays = Array.from({ length: 200 }, (_, after) => ({ after, ticks: 1n }));
  const history: History = [machine(), [{ changes: [], delays, guest: [] }]];
  const refuted = { verdict: 'refuted', history, found: 'violated', where: '' } as const;
  const { finding } = proofResult(subject, clauseNamed('host-cr-fields-return'), {
    ...told(refuted),
  });
  expect(finding && fitsToken(finding)).toBe(false);
});

it('what was settled before a proof was left is told', async () => {
  const settled: string[] = [];
  const clauses = ['host-vrsave-returns', 'host-msr-returns'];
  const task = { subject: 'repaired', clauses, without: [], certified: false };
  const { signal } = new AbortController();
  const done = await haltingAsync(
    () => settled.length > 0,
    async () => {
      await proveTasks([task], { left: signal }, (_, news) => {
        if (news.news === 'settled') settled.push(news.clause);
      });
      return true;
    },
  );
  expect([done, settled]).toEqual([undefined, ['host-vrsave-returns']]);
});

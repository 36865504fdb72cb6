// Claims about two runs, proved and refuted: the repaired path tells neither side of the other, and each leak is found by a pair that shows it.

import { afterAll, describe, expect, it } from 'vitest';
import { type Edit, insertAfter, replace, withEdits } from '../../../model/mutate.ts';
import { ENTERING } from '../../../model/paths/base-registers.ts';
import { published } from '../../../model/paths/published.ts';
import { defectNames, repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { goToIf, isZero } from '../../../model/steps/branch.ts';
import { nothing } from '../../../model/steps/context.ts';
import { transfers } from '../../../model/steps/transfer.ts';
import { isolation } from '../../../spec/chapters/isolation.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Side } from '../../../spec/secrets.ts';
import { leaks } from '../../levels/noninterference/faults.ts';
import { playPair } from '../../levels/noninterference/play.ts';
import { stageWithout } from '../../levels/switch/play.ts';
import { brokenBy } from '../../subjects/defects.ts';
import { triesAll } from '../../testing/rows.ts';
import { type ProofVerdict, proving } from '../prove.ts';
import { lazySolver } from '../solver.ts';
import { sideOf } from './sides.ts';

/** Milliseconds that a program may take on a busy machine. */
const LONG = 900_000;

const solver = lazySolver();
afterAll(() => solver.close());

const clausesOf = (side: Side) => isolation.clauses.filter((clause) => sideOf(clause) === side);

/** The verdicts on clauses, by name. A pair that is to show something is played again. */
async function verdictsOn(
  program: Program,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProofVerdict>> {
  const clauses = isolation.clauses.filter(({ name }) => names.includes(name));
  const proof = proving(program, clauses, { solver });
  const verdicts = new Map<string, ProofVerdict>();
  for (const clause of clauses) {
    const verdict = await proof.judge(clause);
    verdicts.set(clause.name, verdict);
    if (!('history' in verdict)) continue;
    if (!('side' in verdict.history)) throw new Error('a pair is shown by a history of one run');
    const trace = playPair(program, verdict.history, stageWithout(new Set()));
    const found = verdict.verdict === 'reached' ? 'holds' : verdict.found;
    expect(judge(clause, trace).verdict, clause.name).toBe(found);
  }
  return verdicts;
}

const verdictOn = async (program: Program, name: string): Promise<string | undefined> =>
  (await verdictsOn(program, [name])).get(name)?.verdict;

describe.runIf(triesAll)('the repaired path (HVSPEC_TESTS=all)', () => {
  it.each<Side>(['hosts', 'guests'])(
    'tells nothing of two %s: every clause is proved, and its witness reached',
    async (side) => {
      const names = clausesOf(side).map(({ name }) => name);
      const verdicts = await verdictsOn(repaired, names);
      for (const [name, { verdict, ...rest }] of verdicts)
        expect({ verdict, ...rest }, name).toMatchObject(
          name.startsWith('some-') ? { verdict: 'reached' } : { verdict: 'proved', caveats: [] },
        );
      expect([...verdicts.keys()]).toEqual(names);
    },
    LONG,
  );
});

describe.runIf(triesAll)('the published path (HVSPEC_TESTS=all)', () => {
  it(
    'has just those clauses refuted that a recorded defect breaks',
    async () => {
      const recorded = new Set<string>(defectNames.flatMap(brokenBy));
      const names = isolation.clauses.map(({ name }) => name);
      const verdicts = await verdictsOn(published, names);
      for (const [name, { verdict }] of verdicts)
        expect([name, verdict === 'refuted']).toEqual([name, recorded.has(name)]);
    },
    LONG,
  );
});

describe.runIf(triesAll)('a leak (HVSPEC_TESTS=all)', () => {
  it.each(Object.entries(leaks))(
    '%s is refuted for what it breaks',
    async (_name, { code, breaks }) => {
      const verdicts = await verdictsOn(code, breaks);
      for (const name of breaks) expect(verdicts.get(name)).toMatchObject({ verdict: 'refuted' });
    },
    LONG,
  );
});

const entering = transfers(ENTERING);

/** The guest's UAMOR is one of two words of its own, and a secret of the host decides which. */
const CHOSEN_BY_THE_HOST: readonly Edit[] = [
  insertAfter('guest.data.uamor', {
    asks: goToIf(isZero(entering.field('paca.cpu_start')), 'not started', 'guest.data.amor'),
    other: entering.load('UAMOR').from('vcpu.amr'),
  }),
];

describe.runIf(triesAll)('what makes the two differ (HVSPEC_TESTS=all)', () => {
  it.each<[string, readonly Edit[], string]>([
    [
      'a register of the guest is not loaded',
      [replace('guest.data.uamor', nothing)],
      'guest-sees-nothing-of-the-host',
    ],
    [
      'a register of the host is not brought back',
      [replace('return.nvgprs.r20', nothing)],
      'host-registers-tell-nothing-of-the-guest',
    ],
    [
      'a secret decides which of two words comes, and is none of them',
      CHOSEN_BY_THE_HOST,
      'guest-sees-nothing-of-the-host',
    ],
  ])('%s: refuted', async (_what, edits, name) => {
    expect(await verdictOn(withEdits(repaired, edits), name)).toBe('refuted');
  });
});

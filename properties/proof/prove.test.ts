// What is proved, and what is refuted: the repaired path keeps its clauses on every machine, the published one breaks what is recorded.

import { afterAll, describe, expect, it } from 'vitest';
import { type Edit, replace, withEdits } from '../../model/mutate.ts';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { nothing } from '../../model/steps/context.ts';
import { neededBy } from '../../spec/assumptions.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { defects } from '../subjects/defects.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { triesAll } from '../testing/rows.ts';
import { type ProofVerdict, proving } from './prove.ts';
import { lazySolver } from './solver.ts';

/** Milliseconds that all clauses of a path may take on a busy machine. */
const LONG = 900_000;

/** Whether all clauses are proved; else those of some chapters. */
const whole = triesAll;

const solver = lazySolver();
afterAll(() => solver.close());

const SOME =
  /^(?:host-(?!purr|dec)|guest-r|guest-cr|stores-stay-home|where-the-vcpu-ran|interrupts-stay)/u;

const settled = switchContract.filter(({ name }) => whole || SOME.test(name));
if (!whole)
  process.stderr.write(
    `proved are ${settled.length} of ${switchContract.length} clauses: HVSPEC_TESTS=all proves all\n`,
  );

const named = (...names: readonly string[]): readonly Clause[] =>
  switchContract.filter(({ name }) => names.includes(name));

/** The verdict on each clause, by name. */
async function verdictsOf(
  program: Program,
  clauses: readonly Clause[],
  without: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, ProofVerdict>> {
  const proof = proving(program, clauses, { without, solver });
  const verdicts = new Map<string, ProofVerdict>();
  for (const clause of clauses) verdicts.set(clause.name, await proof.judge(clause));
  return verdicts;
}

/** The names of those with a verdict. */
const those = (
  verdicts: ReadonlyMap<string, ProofVerdict>,
  wanted: ProofVerdict['verdict'],
): readonly string[] =>
  [...verdicts].filter(([, { verdict }]) => verdict === wanted).map(([name]) => name);

/** The verdict on one clause of the repaired path with edits. */
const verdictOn = async (name: string, edits: readonly Edit[]): Promise<ProofVerdict | undefined> =>
  (await verdictsOf(withEdits(repaired, edits), named(name))).get(name);

describe('the repaired path', () => {
  it(
    'has every clause proved, and every witness reached',
    async () => {
      const verdicts = await verdictsOf(repaired, settled);
      expect(those(verdicts, 'refuted')).toEqual([]);
      expect(those(verdicts, 'vacuous')).toEqual([]);
      expect(those(verdicts, 'not-settled')).toEqual([]);
      expect(those(verdicts, 'proved').length).toBeGreaterThanOrEqual(whole ? 115 : 25);
      if (whole) expect(those(verdicts, 'reached').length).toBeGreaterThanOrEqual(20);
      for (const verdict of verdicts.values())
        if (verdict.verdict === 'proved') expect(verdict.caveats).toEqual([]);
    },
    LONG,
  );
});

describe('the published path', () => {
  it(
    'has just those clauses refuted that a recorded defect breaks, by histories that do',
    async () => {
      const recorded = new Set(Object.values(defects).flatMap(({ breaks }) => breaks));
      const verdicts = await verdictsOf(published, settled);
      expect([...those(verdicts, 'refuted')].sort()).toEqual(
        settled
          .map(({ name }) => name)
          .filter((name) => recorded.has(name))
          .sort(),
      );
      expect(those(verdicts, 'not-settled')).toEqual([]);
      for (const clause of settled) {
        const verdict = verdicts.get(clause.name);
        if (verdict?.verdict !== 'refuted' || 'side' in verdict.history) continue;
        const { trace } = play(published, verdict.history, stageWithout(new Set()));
        expect(judge(clause, trace).verdict).toBe(verdict.found);
      }
    },
    LONG,
  );
});

/** The assumption that is left out in every run. */
const IN_EVERY_RUN = 'host-is-partition-zero';

/**
 * Without these a call may come from anywhere, with any machine state or save area: the run over terms takes minutes. That
 * what needs them falls is shown by histories (properties/assumptions.test.ts).
 */
const TOO_WIDE = [
  'host-calls-in-virtual-mode',
  'caller-is-outside-the-switch',
  'paca-is-the-kernels',
];

/** Assumptions about the call or the machine, with what falls without each at the level of the switch. */
const needs = Object.entries(neededBy)
  .filter(([name]) => !TOO_WIDE.includes(name))
  .flatMap(([name, { clause }]) => (named(clause).length > 0 ? [[name, clause] as const] : []));

/** Correct switches, of which the second relies on the kernel around it for more. */
const sound = [repaired, ownSwitch([]).program];

describe('without an assumption', () => {
  it.each(whole ? needs : needs.filter(([name]) => name === IN_EVERY_RUN))(
    '%s: %s falls',
    async (assumption, clause) => {
      for (const program of sound) {
        const verdicts = await verdictsOf(program, named(clause), new Set([assumption]));
        if (verdicts.get(clause)?.verdict === 'refuted') return;
      }
      throw new Error('it is not refuted: the assumption is not needed for it');
    },
    LONG,
  );
});

describe('a step that does nothing', () => {
  const needed = [
    ['exit.gprs.r10', 'guest-r3-r12-survives'],
    ['return.nvgprs.r20', 'host-nonvolatile-gprs-return'],
    ['entry.msr.ee-off', 'interrupts-stay-hard-disabled'],
  ] as const;
  it.runIf(triesAll).each(needed)('at %s breaks %s', async (site, clause) => {
    expect(await verdictOn(clause, [replace(site, nothing)])).toMatchObject({
      verdict: 'refuted',
      found: 'violated',
    });
  });
});

// What is proved, and what is refuted: the repaired path keeps its clauses on every machine, the published one breaks what is recorded.
import { afterAll, describe, expect, it } from 'vitest';
import { type Edit, replace, withEdits } from '../../model/mutate.ts';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { nothing } from '../../model/steps/context.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { defects } from '../subjects/defects.ts';
import { type ProofVerdict, proving } from './prove.ts';
import { lazySolver } from './solver.ts';

/** Milliseconds that all clauses of a path may take on a busy machine. */
const LONG = 900_000;

/** Whether all clauses are proved; else those of some chapters. */
const whole = process.env.HVSPEC_PROOFS === 'all';

const solver = lazySolver();
afterAll(() => solver.close());

const SOME =
  /^(?:host-(?!purr|dec)|guest-r|guest-cr|stores-stay-home|where-the-vcpu-ran|interrupts-stay)/u;

const settled = switchContract.filter(({ name }) => whole || SOME.test(name));
if (!whole)
  process.stderr.write(
    `proved are ${settled.length} of ${switchContract.length} clauses: HVSPEC_PROOFS=all proves all\n`,
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

/** The verdict on one clause of the repaired path with edits, or without an assumption. */
async function verdictOn(
  name: string,
  edits: readonly Edit[],
  without: readonly string[] = [],
): Promise<ProofVerdict | undefined> {
  const program = edits.length === 0 ? repaired : withEdits(repaired, edits);
  return (await verdictsOf(program, named(name), new Set(without))).get(name);
}

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

/** The first two of a list, or all where all is proved. */
const someOf = <T>(all: readonly T[]): readonly T[] => (whole ? all : all.slice(0, 2));

describe('without an assumption', () => {
  const needs = [
    ['host-is-partition-zero', 'translation-off-outside-host-partition'],
    ['timers-are-read-together', 'hdec-equals-dec'],
    ['no-guest-runs-yet', 'vectors-know-that-no-guest-runs'],
    ['vm-lpcr-leaves-interrupts-to-the-guest', 'only-hypervisor-interrupts-end-a-guest'],
    ['run-latch-is-on', 'host-ctrl-returns'],
  ] as const;
  it.each(someOf(needs))('%s: %s is refuted', async (assumption, clause) => {
    expect(await verdictOn(clause, [], [assumption])).toMatchObject({ verdict: 'refuted' });
  });
});

describe('a step that does nothing', () => {
  const needed = [
    ['exit.gprs.r10', 'guest-r3-r12-survives'],
    ['return.nvgprs.r20', 'host-nonvolatile-gprs-return'],
    ['entry.msr.ee-off', 'interrupts-stay-hard-disabled'],
  ] as const;
  it.each(someOf(needed))('at %s breaks %s', async (site, clause) => {
    expect(await verdictOn(clause, [replace(site, nothing)])).toMatchObject({
      verdict: 'refuted',
      found: 'violated',
    });
  });
});

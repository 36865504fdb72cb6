// Reports for scripts: schema hvspec.report/1. Keys may be added, never renamed.

import { assumptions } from '../../spec/assumptions.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import { hex } from '../../spec/vocabulary/words.ts';
import type { Result } from '../campaign/results.ts';
import type { ReportedSite } from '../causes/of-results.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { provedJson, unsettledJson } from './assurance.ts';
import { type CauseFinding, findingJson } from './finding.ts';

/** What is reported of a check, and what was expected. */
interface CheckSummary {
  readonly results: readonly Result[];
  readonly seed: number;
  readonly runs: number;
  readonly elapsedMs: number;
  readonly switches: number;
  readonly complete: boolean;
  expected(result: Result): 'holds' | 'violated' | null;
  shown(result: Result): Counterexample | undefined;
  readonly findings: readonly CauseFinding[];
  /** The guilty sites of violated clauses, where they were looked for. */
  readonly sites?: ReadonlyMap<Result, readonly ReportedSite[]>;
}

/** The report of a check. */
export const reportJson = ({
  results,
  expected,
  shown,
  findings,
  sites,
  ...check
}: CheckSummary): object => ({
  schema: 'hvspec.report/1',
  seed: `0x${(check.seed >>> 0).toString(16)}`,
  runsPerClause: check.runs,
  elapsedMs: check.elapsedMs,
  switches: check.switches,
  complete: check.complete,
  results: results.map((result) => ({
    ...resultJson(result, expected(result), shown(result)),
    ...(sites === undefined ? {} : { sites: (sites.get(result) ?? []).map(siteJson) }),
  })),
  findings: findings.map(findingJson),
});

function resultJson(
  result: Result,
  expected: 'holds' | 'violated' | null,
  shown: Counterexample | undefined,
): object {
  const { clause, model, verdict, runs, met, extent, proof } = result;
  return {
    clause: clause.name,
    model,
    verdict,
    expected,
    assurance:
      proof === undefined || proof.verdict.verdict === 'not-settled'
        ? { class: runs === 0 ? 'not-run' : extent, runs, met }
        : provedJson(proof, ASSUMED, { runs, met }),
    ...(proof === undefined ? {} : unsettledJson(proof.verdict)),
    counterexample: shown === undefined ? null : counterexampleJson(shown),
  };
}

/** Every proof of a check makes all assumptions. */
const ASSUMED = assumptions.map(({ name }) => name);

const siteJson = (site: ReportedSite): object => ({
  place: site.place,
  lastWriter: placeJson(site.lastWriter),
  ended: placeJson(site.ended),
  causes: site.causes,
  once: site.once,
  repair: site.repair,
  token: site.token,
});

/** One counterexample. */
export const counterexampleJson = (shown: Counterexample): object => ({
  clause: shown.clause.name,
  says: shown.clause.says,
  cite: shown.cite,
  verdict: shown.verdict,
  place: shown.place,
  expected: shown.expected,
  found: shown.found,
  way: shown.way ?? null,
  initial: Object.fromEntries(shown.initial.map(([place, word]) => [place, hex(word)])),
  guest: shown.rounds.flatMap(({ guest }) => guest),
  rounds: shown.rounds,
  happens: shown.lines ?? null,
  trace: shown.trace.filter(({ writes }) => writes.length > 0).map(stepJson),
  lastWriter: placeJson(shown.lastWriter),
  ended: placeJson(shown.ended),
  token: shown.token,
  life: shown.life ?? null,
  free: shown.free ?? null,
  repair: shown.repair ?? null,
});

const placeJson = (step: StepRecord | undefined): object | null =>
  step === undefined ? null : { site: step.site, text: step.text };

const stepJson = ({ site, text, writes }: StepRecord): object => ({
  site,
  text,
  writes: Object.fromEntries(writes.map(({ place, word }) => [place, hex(word)])),
});

// Reports of proofs for scripts: schema hvspec.report/1 as of a check, with more keys. Nothing is drawn, so seed and runs are 0.
import {
  type Counterexample,
  counterexampleFrom,
  type Depth,
} from '../counterexample/counterexample.ts';
import type { Finding } from '../levels/level.ts';
import { levelOf } from '../levels/levels.ts';
import { fitsToken, type ProofResult } from '../proof/report.ts';
import type { RunSize } from '../proof/work.ts';
import { counterexampleJson } from './json.ts';

/** What is reported of proofs, and what was expected. */
export interface ProofSummary {
  readonly results: readonly ProofResult[];
  readonly elapsedMs: number;
  readonly complete: boolean;
  /** How much each subject was to run over terms, by its name in reports. */
  readonly sizes: ReadonlyMap<string, RunSize>;
  /** Names of the assumptions that were made, and of those that were left out. */
  readonly assumptions: readonly string[];
  readonly without: readonly string[];
  readonly depth: Depth;
  expected(result: ProofResult): 'holds' | 'violated' | null;
}

/** The report of proofs. */
export const proofReportJson = (summary: ProofSummary): object => ({
  schema: 'hvspec.report/1',
  seed: '0x0',
  runsPerClause: 0,
  elapsedMs: summary.elapsedMs,
  switches: 0,
  complete: summary.complete,
  without: summary.without,
  paths: Object.fromEntries(summary.sizes),
  results: summary.results.map((result) => resultJson(result, summary)),
});

function resultJson(result: ProofResult, summary: ProofSummary): object {
  const { clause, model, verdict, settled, finding } = result;
  const shown = finding && proofCounterexample(finding, summary.without, summary.depth);
  return {
    clause: clause.name,
    model,
    level: levelOf(clause).name,
    verdict,
    expected: summary.expected(result),
    assurance: assuranceJson(result, summary),
    ...whyJson(settled?.verdict),
    counterexample: shown === undefined ? null : counterexampleJson(shown),
  };
}

/**
 * The counterexample of a finding. It has no token where an assumption is left out, as a token tells of none, and where the history is
 * longer than one may be.
 */
export function proofCounterexample(
  finding: Finding,
  without: readonly string[],
  depth: Depth,
): Counterexample | undefined {
  const shown = counterexampleFrom(finding, depth);
  if (shown === undefined || (without.length === 0 && fitsToken(finding))) return shown;
  return { ...shown, token: '' };
}

function assuranceJson({ settled }: ProofResult, { assumptions }: ProofSummary): object {
  const none = { class: 'not-run', runs: 0, met: 0 };
  if (settled === undefined) return none;
  const { verdict: settlement, seconds } = settled;
  const common = { assumptions, seconds };
  switch (settlement.verdict) {
    case 'proved': {
      const { paths, byRewriting, bySolver, caveats } = settlement;
      return { ...PROVED, paths, byRewriting, bySolver, caveats, ...common };
    }
    case 'vacuous':
      return { ...PROVED, ...common };
    case 'refuted':
    case 'reached':
      return { ...PROVED, runs: 1, met: 1, ...common };
    case 'not-settled':
      return { ...none, ...common };
  }
}

const PROVED = { class: 'proved', runs: 0, met: 0 } as const;

function whyJson(settlement: NonNullable<ProofResult['settled']>['verdict'] | undefined): object {
  if (settlement === undefined) return { why: 'the proof was ended before it came to this clause' };
  if (settlement.verdict === 'refuted') return { where: settlement.where };
  if (settlement.verdict !== 'not-settled') return {};
  const { why, where, term } = settlement;
  return { why, where, term };
}

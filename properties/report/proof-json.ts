// Reports of proofs for scripts: schema hvspec.report/1 as of a check, with more keys. Nothing is drawn, so seed and runs are 0.
import type { Depth } from '../counterexample/counterexample.ts';
import { levelOf } from '../levels/levels.ts';
import type { ProofResult } from '../proof/report.ts';
import type { RunSize, Settlement } from '../proof/work.ts';
import { provedJson, unsettledJson } from './assurance.ts';
import { counterexampleJson } from './json.ts';
import { proofCounterexample } from './proof-counterexample.ts';

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

function assuranceJson({ settled }: ProofResult, { assumptions }: ProofSummary): object {
  const none = { class: 'not-run', runs: 0, met: 0 };
  if (settled === undefined) return none;
  const { verdict, seconds } = settled;
  if (verdict.verdict === 'not-settled') return { ...none, assumptions, seconds };
  const history = 'history' in verdict ? 1 : 0;
  return provedJson(settled, assumptions, { runs: history, met: history });
}

function whyJson(settlement: Settlement['verdict'] | undefined): object {
  if (settlement === undefined) return { why: 'the proof was ended before it came to this clause' };
  return unsettledJson(settlement);
}

// The card of one finding, on request: its counterexample, with a repair that is looked for.
import type { Result } from '../properties/campaign/results.ts';
import type { CauseFinding } from '../properties/report/finding.ts';
import { withLegend } from '../properties/report/legend.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { complain, type Io } from './io.ts';
import { phase } from './phase.ts';

/** Prints it; says so where there is no such finding. */
export function printCard(
  number: number,
  findings: readonly CauseFinding[],
  results: readonly Result[],
  io: Io,
): void {
  const chosen = findings[number - 1];
  if (chosen === undefined) {
    complain(io, `--card is ${number}, and there are ${findings.length} findings`);
    return;
  }
  const { finding } = results.find(({ clause }) => clause === chosen.clauses[0]) ?? {};
  const explained =
    finding && phase(io, 'repair', () => proofCounterexample(finding, [], 'repair'));
  const shown = explained ?? chosen.shown;
  if (shown !== undefined) io.out(withLegend([shown]));
}

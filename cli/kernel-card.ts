// The card of one finding, on request: its counterexample, with a repair that is looked for, and that as a diff of the source.
import type { LoweredProgram } from '../asm/lower/lower.ts';
import type { Result } from '../properties/campaign/results.ts';
import { type SourceDiff, sourceDiff } from '../properties/causes/source-diff.ts';
import type { CauseFinding } from '../properties/report/finding.ts';
import { withLegend } from '../properties/report/legend.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import type { KernelSource } from '../properties/subjects/kernel-source.ts';
import { filesOf } from '../properties/subjects/source-files.ts';
import { complain, type Io } from './io.ts';
import { phase } from './phase.ts';

/** The source that was judged, and what it was lowered to. */
interface JudgedSource {
  readonly source: KernelSource;
  readonly lowered: LoweredProgram;
}

/** Prints it; says so where there is no such finding. */
export function printCard(
  number: number,
  findings: readonly CauseFinding[],
  results: readonly Result[],
  { source, lowered }: JudgedSource,
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
  const changes = shown?.repair?.changes ?? [];
  if (changes.length === 0) return;
  const wanted = { clause: chosen.clauses[0].name, changes };
  const { program, files } = lowered;
  const made = phase(io, 'diff', () => sourceDiff(source, filesOf(source), program, files, wanted));
  if (made !== undefined) io.out(diffText(made));
}

/** The repair as lines of the source, or why it is none. */
const diffText = (made: SourceDiff): string =>
  'diff' in made
    ? `\nthe repair for patch -p1 in the tree\n\n${made.diff}`
    : `\n${wrapped(`no diff: ${made.why}`, '').join('\n')}\n`;

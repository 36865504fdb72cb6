// What machines are told of a campaign: its findings, and why a verdict that no finding tells is not the expected one.
import { isPart, type Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { Shown } from '../properties/report/check-findings.ts';
import type { CauseFinding } from '../properties/report/finding.ts';
import type { MachineReport } from '../properties/report/formats/machine-report.ts';
import type { Io } from './io.ts';

/** How a verb reads its results. */
interface Reading {
  readonly findings: readonly CauseFinding[];
  readonly isExpected: (result: Result) => boolean;
  readonly shown: Shown;
  readonly pathOf: MachineReport['pathOf'];
}

/** The report for machines. */
export const machineReport = (
  { results, asked, elapsedMs, ended, share }: Outcome,
  { findings, isExpected, shown, pathOf }: Reading,
  io: Io,
): MachineReport => ({
  findings,
  verdicts: results.map((result) => ({
    model: result.model,
    clause: result.clause,
    verdict: result.verdict,
    isExpected: isExpected(result),
    why: isExpected(result) ? '' : whyOf(result, shown),
  })),
  seed: `0x${(asked.series.seed >>> 0).toString(16)}`,
  seconds: elapsedMs / 1000,
  begun: new Date(Date.now() - Math.round(io.now())),
  complete: !ended && !isPart(share),
  isPart: isPart(share),
  pathOf,
});

function whyOf(result: Result, shown: Shown): string {
  switch (result.verdict) {
    case 'holds':
      return 'it holds, though a recorded defect should break it';
    case 'vacuous':
      return `no run met it, of ${result.runs}: try more --runs`;
    case 'not-enough':
      return 'the budget ended before the verdict';
    case 'stuck':
      return `stuck: ${shown(result)?.found ?? 'the run came to no end'}`;
    case 'violated':
      return '';
  }
}

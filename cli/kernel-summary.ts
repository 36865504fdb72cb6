// The summary of a judged kernel: one finding for each cause, on one screen; the cards are in the report without --summary.
import type { LoweredProgram } from '../asm/lower/lower.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { ReportedSite } from '../properties/causes/of-results.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { editionLines, unfinishedLines, vacuousLines } from './kernel-report.ts';
import { pace } from './outcome.ts';

/** What is broken by one cause: where, and which clauses say so. */
interface KernelFinding {
  readonly site: ReportedSite;
  readonly clauses: readonly string[];
}

/** The summary. */
export function kernelSummary(
  outcome: Outcome,
  shown: ReadonlyMap<Result, Counterexample>,
  sites: ReadonlyMap<Result, readonly ReportedSite[]>,
  lowered: Pick<LoweredProgram, 'signs'>,
): string {
  const { results } = outcome;
  const bad = results.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'not-enough');
  const found = findingsOf(results, sites);
  return [
    pace(outcome),
    countsText(results),
    ...editionLines(lowered),
    '',
    ...found.flatMap(findingText),
    ...(found.length > 0 ? [''] : []),
    ...unfinishedLines(bad, shown),
    ...vacuousLines(bad),
    bad.length === 0
      ? 'no clause is violated'
      : `${found.length} findings; a card for each clause without --summary`,
    '',
  ].join('\n');
}

/** The findings: clauses of which the same recorded defects are the cause are one, and so are those of one place in the source. */
function findingsOf(
  results: readonly Result[],
  sites: ReadonlyMap<Result, readonly ReportedSite[]>,
): readonly KernelFinding[] {
  const found = new Map<string, { readonly site: ReportedSite; readonly clauses: string[] }>();
  for (const result of results) {
    if (result.verdict !== 'violated') continue;
    for (const site of sites.get(result) ?? []) {
      const key = site.causes.length > 0 ? `of ${site.causes.join(' ')}` : `at ${siteOf(site)}`;
      const known = found.get(key) ?? { site, clauses: [] };
      if (!known.clauses.includes(result.clause.name)) known.clauses.push(result.clause.name);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

/** File and line, or the name of a step; where nothing is written, the place that should be. */
const siteOf = ({ lastWriter, ended, place }: ReportedSite): string =>
  (lastWriter ?? ended)?.site ?? `${place} is not written`;

/** `file:line: clause: place: defect`; what does not fit a line goes on below, indented. */
function findingText({ site, clauses: [first = '', ...others] }: KernelFinding): readonly string[] {
  const clauses = others.length === 0 ? first : `${first} and ${others.length} more`;
  const text = [siteOf(site), clauses, site.place, ...causesOf(site)].join(': ');
  const [line = '', ...rest] = wrapped(text, '');
  return [line, ...wrapped(rest.join(' '), INDENT).filter((one) => one !== INDENT)];
}

const causesOf = ({ causes }: ReportedSite): readonly string[] =>
  causes.length === 0 ? [] : [causes.join(', ')];

const INDENT = '    ';

/** How many clauses there are of each verdict. */
function countsText(results: readonly Result[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const each = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  return `${results.length} clauses: ${each.join(', ')}`;
}

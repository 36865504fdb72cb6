// What hvspec kernel prints with --base or --patch, on one screen: what is new, what is gone, and how much is the same.
import type { LoweredProgram } from '../asm/lower/lower.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { ComparableFinding, JudgedSource } from '../properties/causes/comparable-findings.ts';
import type { Comparison } from '../properties/causes/comparison.ts';
import { version } from '../properties/input/version.ts';
import { printableLine } from '../properties/report/printable.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import type { PatchedFiles } from '../properties/subjects/patch.ts';
import { aboutJson } from './about-source.ts';
import { findingJson } from './kernel-findings.ts';
import { pace, reported } from './outcome.ts';

/** A comparison, and what was compared. */
export interface ComparisonReport extends Comparison {
  readonly outcome: { readonly outcome: Outcome };
  readonly lowered: LoweredProgram;
  readonly names: { readonly own: string; readonly base: string };
  /** The files of the patch, if there was one. */
  readonly patch: PatchedFiles | undefined;
}

/** The screen. */
export function comparisonText({
  fresh,
  gone,
  same,
  names,
  outcome,
  patch,
}: ComparisonReport): string {
  const { results } = outcome.outcome;
  const violated = results.filter(({ verdict }) => verdict === 'violated').length;
  return [
    ...wrapped(`${printableLine(names.own)}, compared with ${printableLine(names.base)}`, ''),
    pace(outcome.outcome),
    `${results.length} clauses, of which ${violated} are violated`,
    ...(patch === undefined ? [] : patchLines(patch)),
    '',
    ...section('new', fresh),
    ...section('gone', gone),
    ...sameLines(same),
    fresh.length === 0 ? 'nothing is new' : `${fresh.length} new`,
    '',
  ].join('\n');
}

/** A list under a heading; none where it is empty. */
const section = (heading: string, findings: readonly ComparableFinding[]): readonly string[] =>
  findings.length === 0
    ? []
    : [`${heading} (${findings.length})`, ...findings.flatMap(findingLines), ''];

/** `file:line, routine: clause: place: defect`. */
function findingLines(finding: ComparableFinding): readonly string[] {
  const { site, routine, text, places, clauses, defects, once } = finding;
  const [first = '', ...others] = clauses;
  const named = others.length === 0 ? first : `${first} and ${others.length} more`;
  const where = [site, routine === '' ? '' : `in ${routine}`].filter((one) => one !== '').join(' ');
  const what = finding.verdict === 'violated' ? text : `${finding.verdict}: ${printableLine(text)}`;
  const parts =
    finding.verdict === 'vacuous'
      ? [text]
      : [where, named, places.join(' '), defects.join(', '), what];
  const hidden = once.length === 0 ? '' : ` (once ${once.length} known are put right)`;
  const line = `${parts.filter((one) => one !== '').join(': ')}${hidden}`;
  const [head = '', ...rest] = wrapped(line, '  ');
  return [head, ...wrapped(rest.map((one) => one.trim()).join(' '), INDENT).filter(isText)];
}

const INDENT = '      ';
const isText = (line: string): boolean => line.trim() !== '';

/** How many are the same, and which recorded defects are among them. */
function sameLines(same: readonly ComparableFinding[]): readonly string[] {
  if (same.length === 0) return [];
  const known = same.flatMap(({ defects }) => defects);
  const named = known.length === 0 ? '' : `: ${known.join(', ')}`;
  const others = same.filter(({ defects }) => defects.length === 0).length;
  const more = known.length === 0 || others === 0 ? '' : `, and ${others} without a name`;
  return [...wrapped(`${same.length} the same${named}${more}`, ''), ''];
}

/** What of a patch was made use of. */
function patchLines({ changed, absent, inexact, met }: PatchedFiles): readonly string[] {
  const line = (what: string, files: readonly string[]) =>
    files.length === 0 ? [] : wrapped(`${what}: ${files.map(printableLine).join(', ')}`, '  ');
  return [
    ...line('changed by the patch', [...met]),
    ...line(
      'changed, and not read',
      changed.filter((path) => !met.has(path)),
    ),
    ...line('changed, and not in this tree', absent),
    ...line('applied though lines beside the change differ', inexact),
  ];
}

/** What was drawn, and whether all of it was. */
function seriesJson(outcome: Outcome): object {
  const { seed, runs, complete } = reported(outcome);
  return { seed: `0x${(seed >>> 0).toString(16)}`, runsPerClause: runs, complete };
}

/** The same for scripts: the report of the source, with its findings, and those of the base that are gone. */
export const comparisonJson = (
  { fresh, gone, same, names, patch }: ComparisonReport,
  { outcome }: JudgedSource & { readonly outcome: Outcome },
  { lowered, read }: { readonly lowered: LoweredProgram; readonly read: readonly string[] },
): object => ({
  schema: 'hvspec.comparison/1',
  version,
  ...seriesJson(outcome),
  verdicts: Object.fromEntries(
    outcome.results.map(({ clause, verdict }) => [clause.name, verdict]),
  ),
  level: outcome.asked.series.level ?? null,
  findings: [
    ...fresh.map((one) => findingJson(one, true)),
    ...same.map((one) => findingJson(one, false)),
  ],
  gone: gone.map((one) => findingJson(one, false)),
  base: names.base,
  patch:
    patch === undefined
      ? null
      : {
          changed: patch.changed,
          read: [...patch.met],
          absent: patch.absent,
          inexact: patch.inexact,
        },
  source: aboutJson(lowered, read),
});

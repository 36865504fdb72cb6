// What hvspec kernel prints first: one screen with a line for each defect, what no record explains before the rest. The verdict of every
// clause, and a card for each, are printed on request.
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { sparesNamed } from '../properties/causes/comparable-findings.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import { type CauseFinding, isNew } from '../properties/report/finding.ts';
import { printableLine } from '../properties/report/printable.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import type { Colors, Io } from './io.ts';
import {
  aboutSource,
  type SourceReading,
  threadLines,
  unfinishedLines,
  vacuousLines,
} from './kernel-report.ts';
import { pace } from './outcome.ts';

/** What the screen is made of. */
export interface KernelScreen {
  readonly outcome: Outcome;
  readonly findings: readonly CauseFinding[];
  readonly shown: ReadonlyMap<Result, Counterexample>;
  readonly reading: SourceReading;
}

/** The screen, in lines as wide as the terminal. */
export function kernelScreen(
  { outcome, findings, shown, reading }: KernelScreen,
  { colors, columns }: Pick<Io, 'colors' | 'columns'>,
): string {
  const { results } = outcome;
  const bad = results.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'not-enough');
  const fresh = findings.filter(isNew);
  const known = findings.filter((one) => !isNew(one));
  const section = (title: string, listed: readonly CauseFinding[]): readonly string[] =>
    listed.length === 0
      ? []
      : [
          colors.bold(`${title} (${listed.length})`),
          ...listed.flatMap((one) => findingLines(one, findings.indexOf(one) + 1, colors, columns)),
          '',
        ];
  const text = [
    ...aboutSource(reading.lowered, reading.read, columns),
    ...threadLines(results, columns),
    pace(outcome),
    countsText(results),
    '',
    ...section('not recorded', fresh),
    ...section('recorded in Linux 3.1', known),
    ...unfinishedLines(bad, shown),
    ...vacuousLines(bad),
    ...lastLines(bad.length, findings.length, columns),
    '',
  ].join('\n');
  return sparesNamed(reading.lowered)(text);
}

/** `file:line: clause: what is lost: what repairs it (cause, --card N)`; what does not fit a line goes on below, indented. */
function findingLines(
  { site, clauses: [first, ...others], lost, repair, causes }: CauseFinding,
  number: number,
  colors: Colors,
  columns: number,
): readonly string[] {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const end = [...causes, `--card ${number}`].join(', ');
  const parts = [
    `${first.name}${more}`,
    lost,
    ...(repair.length === 0 ? [] : [repairText(repair)]),
  ];
  const text = printableLine(`${site}: ${parts.join(': ')} (${end})`);
  const [line = '', ...rest] = wrapped(text, '', columns);
  const below = rest.map((one) => one.trim()).join(' ');
  return [
    line.replace(`${site}:`, colors.bold(`${site}:`)),
    ...(below === '' ? [] : wrapped(below, INDENT, columns)),
  ];
}

const INDENT = '    ';

/** The first change of a repair, and how many there are beside. */
function repairText(repair: readonly string[]): string {
  const rest = repair.length - FEW;
  return `${repair.slice(0, FEW).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

const FEW = 1;

/** How many clauses there are of each verdict. */
function countsText(results: readonly Result[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const each = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  return `${results.length} clauses: ${each.join(', ')}`;
}

const lastLines = (bad: number, findings: number, columns: number): readonly string[] =>
  bad === 0
    ? ['no clause is violated']
    : wrapped(
        `${findings} findings; --card N prints the counterexample of one and looks for a repair, --cards prints all, and the verdict of every clause`,
        '',
        columns,
      );

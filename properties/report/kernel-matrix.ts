// The page of kernels: versions by defects, made from the reports that `hvspec kernel --json` writes. It has names, numbers and places in
// files, and no text of a kernel.
import type { ClauseName } from '../../spec/contract.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import { type Reading, readings } from '../subjects/kernel-readings.ts';

/** What a report says of a clause. */
interface Judged {
  readonly clause: string;
  readonly verdict: string;
}

/** A cause that a report lists: a recorded defect, or none. */
interface Cause {
  readonly cause: string | null;
  readonly site: string | null;
  readonly clauses: readonly string[];
  readonly lost: string;
}

/** As much of a report as the page needs. */
export interface KernelReport {
  readonly seed: string;
  readonly runsPerClause: number;
  readonly results: readonly Judged[];
  readonly findings: readonly Cause[];
  readonly source: {
    readonly editions: readonly { readonly edition: string; readonly site: string }[];
  };
}

/** A report, and the name of the kernel that it is of. */
export interface NamedReport {
  readonly kernel: string;
  readonly report: KernelReport;
}

/** The page, in Markdown. */
export function kernelsPage(reports: readonly NamedReport[]): string {
  return `${[
    '# Kernels',
    '',
    'Which kernels have which defects of the world switch on POWER7, as `hvspec kernel TREE --json` judges each unedited. Made by `npm run kernels` from',
    'those reports; lines are of the versions named. What a kernel does on purpose and 3.1 did not is an [edition](kernel-source.md#later-kernels).',
    '',
    ...table(
      ['Kernel', 'Seed', 'Histories a path', 'Clauses', 'Hold', 'Violated', 'Not met'],
      reports.map(countsOf),
    ),
    '',
    '## Recorded defects',
    '',
    'A place is where the defect shows. _Mended_: every clause that it breaks and that was met holds. _Not seen_: one is violated for another cause, which may hide it. _Not judged_: none was met.',
    '',
    ...table(
      ['Defect', ...reports.map(({ kernel }) => kernel)],
      defectsIn(reports).map((name) => [code(name), ...reports.map((one) => stateOf(name, one))]),
    ),
    '',
    '## What no recorded defect explains',
    '',
    ...reports.flatMap(unexplained),
    '## Editions',
    '',
    ...table(
      ['Edition', ...reports.map(({ kernel }) => kernel)],
      editionsIn(reports).map((name) => [code(name), ...reports.map((one) => foundAt(name, one))]),
    ),
    '',
    '## Not met',
    '',
    ...reports.map(notMet),
  ].join('\n')}\n`;
}

function countsOf({ kernel, report }: NamedReport): readonly string[] {
  const { seed, runsPerClause, results } = report;
  const count = (...verdicts: readonly string[]): string =>
    String(results.filter(({ verdict }) => verdicts.includes(verdict)).length);
  return [
    kernel,
    seed,
    String(runsPerClause),
    String(results.length),
    count('holds'),
    count('violated', 'stuck'),
    count('vacuous', 'not-enough'),
  ];
}

/** Recorded defects that break a clause which some report judges, in the order of the list. */
const defectsIn = (reports: readonly NamedReport[]): readonly string[] => {
  const judged = new Set(
    reports.flatMap(({ report }) => report.results.map(({ clause }) => clause)),
  );
  return Object.keys(recorded).filter((name) => brokenBy(name).some((one) => judged.has(one)));
};

/** Whether a kernel has a defect, and where. */
function stateOf(name: string, { report }: NamedReport): string {
  const found = report.findings.filter(({ cause }) => cause === name);
  if (found.length > 0) return found.map(({ site }) => site ?? 'present').join(', ');
  const own = recorded[name]?.breaks ?? [];
  const names = own.length > 0 ? own : brokenBy(name);
  const met = report.results.filter(
    ({ clause, verdict }) => names.includes(clause) && !['vacuous', 'not-enough'].includes(verdict),
  );
  if (met.length === 0) return 'not judged';
  return met.every(({ verdict }) => verdict === 'holds') ? 'mended' : 'not seen';
}

/** What a report finds that is not recorded, each with what reading the source shows. */
function unexplained({ kernel, report }: NamedReport): readonly string[] {
  const open = report.findings.filter(({ cause }) => cause === null);
  if (open.length === 0) return [`### ${kernel}`, '', 'Nothing.', ''];
  return [
    `### ${kernel}`,
    '',
    ...open.map((finding) => {
      const { site, clauses } = finding;
      const [first = '', ...more] = clauses;
      const others = more.length === 0 ? '' : `, and ${more.map(code).join(', ')}`;
      return `- ${site ?? 'no line'}: ${code(first)}${others}. ${readingOf(kernel, finding)}`;
    }),
    '',
  ];
}

/** What reading shows of a finding; that nobody has read it, where nobody has. */
function readingOf(kernel: string, { clauses }: Cause): string {
  const read = readings.filter(
    (one: Reading) =>
      one.kernels.includes(kernel) &&
      one.clauses.some((name: ClauseName) => clauses.includes(name)),
  );
  if (read.length === 0) return 'Not read.';
  return read
    .map(({ isDefect, says }) => `${isDefect ? 'A defect' : 'No defect'}: ${says}`)
    .join(' ');
}

const editionsIn = (reports: readonly NamedReport[]): readonly string[] => [
  ...new Set(reports.flatMap(({ report }) => report.source.editions.map((one) => one.edition))),
];

const foundAt = (name: string, { report }: NamedReport): string =>
  report.source.editions.find(({ edition }) => edition === name)?.site ?? '';

function notMet({ kernel, report }: NamedReport): string {
  const names = report.results
    .filter(({ verdict }) => verdict === 'vacuous' || verdict === 'not-enough')
    .map(({ clause }) => code(clause));
  return `- ${kernel}: ${names.length === 0 ? 'every clause was met' : names.join(', ')}.`;
}

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

// The formats of a report on the contract: the text for people, and beside it JSON, SARIF, JUnit XML and annotations for machines. One of
// them goes to standard output, the others to files.
import { githubAnnotations } from '../properties/report/formats/github.ts';
import { junitXml } from '../properties/report/formats/junit.ts';
import type { MachineReport } from '../properties/report/formats/machine-report.ts';
import { sarifLog } from '../properties/report/formats/sarif.ts';
import { checkWritable, complain, type Io, inJson, type Report, writeText } from './io.ts';
import { UsageError, unknown } from './usage.ts';

/** Formats of standard output. */
const reportFormats = ['text', 'json', 'sarif', 'junit', 'github'] as const;

type ReportFormat = (typeof reportFormats)[number];

export interface FormatFlags {
  readonly format?: string;
  readonly json?: string;
  readonly sarif?: string;
  readonly junit?: string;
}

/** Formats that may go to a file. */
const FILED = ['json', 'sarif', 'junit'] as const;

/** What is asked for: what standard output has, and the files. Throws UsageError. */
export interface FormatRequest {
  readonly printed: ReportFormat;
  readonly files: readonly (readonly [format: (typeof FILED)[number], file: string])[];
}

/** Whether standard output has the text for people. */
export const isForPeople = ({ printed }: FormatRequest): boolean =>
  printed === 'text' || printed === 'github';

/** Reads the flags, and refuses files that cannot be written. Throws UsageError. */
export function formatsFrom(flags: FormatFlags): FormatRequest {
  const named = flags.format === undefined ? [] : [formatNamed(flags.format)];
  const dashed = FILED.filter((format) => flags[format] === '-');
  const [printed = 'text', another] = [...named, ...dashed];
  if (another !== undefined)
    throw new UsageError(
      `standard output has one format: ${printed} or ${another}; give the other a file`,
    );
  const files = FILED.flatMap((format): FormatRequest['files'] => {
    const file = flags[format];
    return file === undefined || file === '-' ? [] : [[format, file]];
  });
  const twice = files.find(([, file], i) => files.findIndex((one) => one[1] === file) < i);
  if (twice !== undefined)
    throw new UsageError(`--${twice[0]} needs a file of its own, and not '${twice[1]}'`);
  for (const [format, file] of files) checkWritable(file, `--${format}`);
  return { printed, files };
}

const formatNamed = (name: string): ReportFormat =>
  reportFormats.find((format) => format === name) ?? unknown('format', name, reportFormats);

/** A report in every format; the findings are made when they are asked for. */
export interface FormattedReport extends Report {
  readonly machine: () => MachineReport;
}

/** Prints a report and writes its files. Says whether everything is where it was to be. */
export function deliverFormats(io: Io, formats: FormatRequest, report: FormattedReport): boolean {
  const { printed, files } = formats;
  let made: MachineReport | undefined;
  const machine = (): MachineReport => {
    made ??= report.machine();
    return made;
  };
  const texts = {
    text: report.text,
    json: () => inJson(report.json()),
    sarif: () => inJson(sarifLog(machine())),
    junit: () => junitXml(machine()),
    github: () => `${report.text()}${githubAnnotations(machine())}`,
  };
  if (io.quiet !== true) io.out(texts[printed]());
  const said = files.map(([format, file]) => {
    const failed = writeText(`--${format}`, file, texts[format]());
    if (failed !== undefined) {
      if (io.quiet === true) io.out(texts.text());
      complain(io, `${failed}; the report is above`);
    } else if (isForPeople(formats) && io.quiet !== true) io.out(`${file} written\n`);
    return failed === undefined;
  });
  return said.every(Boolean);
}

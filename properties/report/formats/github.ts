// Annotations of GitHub Actions: workflow commands, a line for each finding that is not expected.
import { type CauseFinding, isNew } from '../finding.ts';
import {
  lineOf,
  type MachineReport,
  otherFailures,
  paragraphs,
  titleOf,
} from './machine-report.ts';

/** The commands: what no record explains is an error, and what one does a warning. */
export const githubAnnotations = (report: MachineReport): string =>
  [
    ...report.findings
      .filter(({ isExpected }) => !isExpected)
      .map((finding) => annotationOf(report, finding)),
    ...otherFailures(report)
      .filter(({ verdict }) => !(verdict === 'not-enough' && report.isPart))
      .map(({ clause, verdict, model, why }) =>
        command('error', { title: `${clause.name}: ${verdict}` }, `${model}: ${why || verdict}`),
      ),
  ]
    .map((line) => `${line}\n`)
    .join('');

function annotationOf(report: MachineReport, finding: CauseFinding): string {
  const at = lineOf(report, finding.site);
  const where =
    at?.isRead === true ? { file: at.path, line: at.line === undefined ? '' : `${at.line}` } : {};
  return command(
    isNew(finding) ? 'error' : 'warning',
    { ...where, title: titleOf(finding) },
    paragraphs(finding).join('\n'),
  );
}

/** A workflow command; what separates its parts is escaped in them. */
function command(
  level: 'error' | 'warning',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) => `${name}=${escaped(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
    );
  return `::${level} ${given.join(',')}::${escaped(message)}`;
}

const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

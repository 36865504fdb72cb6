// SARIF 2.1.0: one result for each finding. Rules are clauses, with their sentence as text and their citations and formula as help.
import type { Location, Log, ReportingDescriptor, Result, Run } from 'sarif';
import { citationText } from '../../../spec/cite.ts';
import type { Clause } from '../../../spec/clause.ts';
import { version } from '../../input/version.ts';
import { claimText } from '../claim-text.ts';
import { type CauseFinding, isNew } from '../finding.ts';
import { lineOf, type MachineReport, otherFailures, paragraphs } from './machine-report.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What paths of files that were read are relative to. */
const ROOT = '%SRCROOT%';

/** What files of the citations of a recorded defect are relative to. */
const LINUX = 'LINUX_3_1';

/** The log. Violations that are expected are suppressed notes; what no record explains is an error, and what one does a warning. */
export function sarifLog(report: MachineReport): Log {
  const clauses = [...new Set(report.verdicts.map(({ clause }) => clause))];
  return { $schema: SCHEMA, version: '2.1.0', runs: [runOf(report, clauses)] };
}

const runOf = (report: MachineReport, clauses: readonly Clause[]): Run => ({
  tool: {
    driver: {
      name: 'hvspec',
      version,
      semanticVersion: version,
      fullName: 'The contract of the KVM world switch on POWER7',
      rules: clauses.map(ruleOf),
    },
  },
  columnKind: 'utf16CodeUnits',
  originalUriBaseIds: {
    [ROOT]: { description: { text: 'The folder in which the command was run, or the tree.' } },
    [LINUX]: { description: { text: 'Linux 3.1; a file is named by its last name.' } },
  },
  invocations: [
    {
      executionSuccessful: report.complete || report.isPart,
      startTimeUtc: report.begun.toISOString(),
      endTimeUtc: new Date(report.begun.getTime() + report.seconds * 1000).toISOString(),
      toolExecutionNotifications: otherFailures(report).map(({ clause, model, verdict, why }) => ({
        level: verdict === 'not-enough' && report.isPart ? 'note' : 'error',
        message: { text: `${model}: ${clause.name}: ${why === '' ? verdict : why}` },
        associatedRule: { id: clause.name, index: clauses.indexOf(clause) },
      })),
    },
  ],
  properties: { seed: report.seed },
  results: report.findings.map((finding) => resultOf(report, finding, clauses)),
});

const ruleOf = ({ name, says, cite, claim, over }: Clause): ReportingDescriptor => {
  const cited = cite.map(citationText);
  return {
    id: name,
    shortDescription: { text: says },
    help: {
      text: [...cited, ...claimText(claim)].join('\n'),
      markdown: [...cited.map((one) => `- ${one}`), '', '```', ...claimText(claim), '```'].join(
        '\n',
      ),
    },
    properties: { citations: cited, over: [...over] },
  };
};

function resultOf(report: MachineReport, finding: CauseFinding, rules: readonly Clause[]): Result {
  const { clauses, causes, isExpected, model, place, repair, token, shown, shows, lost } = finding;
  const [first] = clauses;
  const related = shows === undefined ? [] : locationsOf(report, shows.site, shows.text);
  return {
    ruleId: first.name,
    ruleIndex: rules.indexOf(first),
    kind: 'fail',
    level: isExpected ? 'note' : isNew(finding) ? 'error' : 'warning',
    message: { text: paragraphs(finding).join('\n') },
    locations: locationsOf(report, finding.site, finding.text),
    relatedLocations: related.map((one, id) => ({
      ...one,
      id,
      message: { text: 'It shows here' },
    })),
    partialFingerprints: {
      'cause/v1': [model, ...(isNew(finding) ? [first.name, place] : causes)].join(' '),
    },
    ...(isExpected ? { suppressions: [suppressedBy(causes)] } : {}),
    properties: {
      clauses: clauses.map(({ name }) => name),
      cause: causes.length === 0 ? null : causes.join(' '),
      model,
      place,
      lost,
      expected: shown?.expected ?? null,
      found: shown?.found ?? null,
      repair,
      token,
    },
  };
}

const suppressedBy = (causes: readonly string[]) => ({
  kind: 'external' as const,
  status: 'accepted' as const,
  justification: `The recorded defect ${causes.join(', ')} of the published model.`,
});

/** Where a site is: a line of a file, or a step by its name. */
function locationsOf(report: MachineReport, site: string, text: string): Location[] {
  const found = lineOf(report, site);
  if (found === undefined)
    return site === ''
      ? []
      : [{ logicalLocations: [{ fullyQualifiedName: site, kind: 'member' }] }];
  const { path, line, isRead } = found;
  const artifactLocation = {
    uri: path.split('/').map(encodeURIComponent).join('/'),
    uriBaseId: isRead ? ROOT : LINUX,
  };
  const snippet = text === '' ? {} : { snippet: { text } };
  const region = line === undefined ? {} : { region: { startLine: line, ...snippet } };
  return [{ physicalLocation: { artifactLocation, ...region } }];
}

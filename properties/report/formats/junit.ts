// JUnit XML, as Ant and Jenkins have it: a suite for each model, a case for each clause that is as expected and for each finding that is not.
import Builder from 'fast-xml-builder';
import { version } from '../../input/version.ts';
import type { CauseFinding } from '../finding.ts';
import { printable } from '../printable.ts';
import {
  type ClauseVerdict,
  lineOf,
  type MachineReport,
  otherFailures,
  paragraphs,
  titleOf,
} from './machine-report.ts';

/** An element: its attributes begin with `@`, and `#` is its text. */
interface Element {
  readonly [name: string]: string | Element | readonly Element[];
}

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  format: true,
  suppressEmptyNode: true,
});

/** The document. */
export function junitXml(report: MachineReport): string {
  const models = [...new Set(report.verdicts.map(({ model }) => model))];
  const suites = models.map((model, id) => suiteOf(report, model, id));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: { testsuite: suites } })}`;
}

function suiteOf(report: MachineReport, model: string, id: number): Element {
  const ofModel = (one: { readonly model: string }): boolean => one.model === model;
  const right = report.verdicts.filter((one) => ofModel(one) && one.isExpected);
  const findings = report.findings.filter((one) => ofModel(one) && !one.isExpected);
  const others = otherFailures(report).filter(ofModel);
  const wrong = others.filter((one) => !isLeftOpen(report, one));
  const cases = [
    ...right.map(({ clause }) => caseOf(model, clause.name)),
    ...findings.map((finding) => findingCase(report, finding)),
    ...wrong.map(errorCase),
  ];
  return {
    '@name': 'hvspec',
    '@package': model,
    '@id': `${id}`,
    '@timestamp': report.begun.toISOString().slice(0, 19),
    '@hostname': 'localhost',
    '@tests': `${cases.length}`,
    '@failures': `${findings.length}`,
    '@errors': `${wrong.length}`,
    '@time': report.seconds.toFixed(3),
    properties: {
      property: [
        { '@name': 'version', '@value': version },
        { '@name': 'seed', '@value': report.seed },
      ],
    },
    testcase: cases,
    'system-out': '',
    'system-err': '',
  };
}

/** A shard does not decide everything, and need not: what it leaves to others is no case of its own. */
const isLeftOpen = ({ isPart }: MachineReport, { verdict }: ClauseVerdict): boolean =>
  isPart && verdict === 'not-enough';

const caseOf = (model: string, name: string): Element => ({
  '@name': printable(name),
  '@classname': `hvspec.${model}`,
  '@time': '0',
});

function findingCase(report: MachineReport, finding: CauseFinding): Element {
  const at = lineOf(report, finding.site);
  const where = at === undefined ? finding.site : `${at.path}${at.line ? `:${at.line}` : ''}`;
  return {
    ...caseOf(finding.model, titleOf(finding)),
    failure: {
      '@message': printable(`${where}: ${finding.lost}`),
      '@type': 'violated',
      '#': printable(paragraphs(finding).join('\n')),
    },
  };
}

const errorCase = ({ model, clause, verdict, why }: ClauseVerdict): Element => ({
  ...caseOf(model, clause.name),
  error: { '@message': printable(why === '' ? verdict : why), '@type': verdict },
});

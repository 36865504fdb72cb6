// Each format against its schema, and against what it is to say: one result for each finding, whatever its texts contain.
import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { type ClauseName, clauseNamed } from '../../../spec/contract.ts';
import type { CauseFinding } from '../finding.ts';
import { wrongInJunit, wrongInSarif } from '../testing/schemas.ts';
import { githubAnnotations } from './github.ts';
import { junitXml } from './junit.ts';
import type { ClauseVerdict, MachineReport } from './machine-report.ts';
import { sarifLog } from './sarif.ts';

const finding = (more: Partial<CauseFinding> = {}): CauseFinding => ({
  model: 'kernel',
  causes: [],
  site: 'enter.S:12.3',
  text: 'mtcr r6',
  place: 'CR',
  clauses: [
    clauseNamed('host-cr-fields-return'),
    clauseNamed('host-registers-tell-nothing-of-the-guest'),
  ],
  lost: "CR should hold the host's CR, and holds vcpu.cr",
  repair: ['before enter.S:1: save CR to caller.cr_save'],
  isExpected: false,
  shows: { site: 'enter.S:90', text: 'blr', by: 'host', writes: [] },
  shown: undefined,
  token: '',
  ...more,
});

const verdict = (
  name: ClauseName,
  said: ClauseVerdict['verdict'],
  isExpected: boolean,
  why = '',
): ClauseVerdict => ({
  model: 'kernel',
  clause: clauseNamed(name),
  verdict: said,
  isExpected,
  why,
});

const verdicts: readonly ClauseVerdict[] = [
  verdict('host-cr-fields-return', 'violated', false),
  verdict('host-registers-tell-nothing-of-the-guest', 'violated', false),
  verdict('host-dscr-returns', 'holds', true),
  verdict('host-amr-returns', 'stuck', false, 'stuck: after enter.S:4: nothing lies there'),
  verdict('host-ctrl-returns', 'vacuous', false, 'no run met it'),
  verdict('host-dabr-returns', 'not-enough', false, 'the budget ended before the verdict'),
];

const report = (
  findings: readonly CauseFinding[] = [finding()],
  more: Partial<MachineReport> = {},
): MachineReport => ({
  findings,
  verdicts,
  seed: '0x1',
  seconds: 1.5,
  begun: new Date('2011-11-04T05:06:07Z'),
  complete: true,
  isPart: false,
  pathOf: (file) => (file === 'enter.S' ? 'arch/power pc/enter.S' : undefined),
  ...more,
});

const recordedDefect = finding({
  model: 'published',
  causes: ['cr-not-kept'],
  site: 'book3s_hv_interrupts.S:43',
  isExpected: true,
});

describe('SARIF', () => {
  it('is what its schema says, whatever there is to tell', () => {
    const stepOfModel = finding({ site: 'exit.dscr.save', shows: undefined, repair: [] });
    const nowhere = finding({ site: '', text: '', shows: undefined });
    const all = report([finding(), recordedDefect, stepOfModel, nowhere], { isPart: true });
    for (const one of [report(), report([]), all]) expect(wrongInSarif(sarifLog(one))).toEqual([]);
  });

  it('is held to the schema: a result without a message is none', () => {
    const { runs, ...log } = sarifLog(report());
    expect(wrongInSarif({ ...log, runs: [{ ...runs[0], results: [{}] }] })).not.toEqual([]);
  });

  it('has a result for each finding, at its line, with the clause as rule', () => {
    const [run] = sarifLog(report([finding(), finding({ causes: ['cr-not-kept'] })])).runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(run?.results).toMatchObject([
      {
        ruleId: 'host-cr-fields-return',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'arch/power%20pc/enter.S', uriBaseId: '%SRCROOT%' },
              region: { startLine: 12, snippet: { text: 'mtcr r6' } },
            },
          },
        ],
        properties: {
          clauses: ['host-cr-fields-return', 'host-registers-tell-nothing-of-the-guest'],
          cause: null,
          repair: ['before enter.S:1: save CR to caller.cr_save'],
        },
      },
      { level: 'warning', properties: { cause: 'cr-not-kept' } },
    ]);
    expect(run?.results?.[0]?.relatedLocations?.[0]?.physicalLocation?.region?.startLine).toBe(90);
    const rule = rules[run?.results?.[0]?.ruleIndex ?? -1];
    expect(rule?.id).toBe('host-cr-fields-return');
    expect(rule?.help?.text).toMatch(/^64-bit PowerPC ELF ABI/u);
    expect(rules).toHaveLength(verdicts.length);
  });

  it('suppresses what is expected, and names files of Linux 3.1 as such', () => {
    const [run] = sarifLog(report([recordedDefect])).runs;
    expect(run?.results).toMatchObject([
      {
        level: 'note',
        suppressions: [{ kind: 'external', status: 'accepted' }],
        locations: [{ physicalLocation: { artifactLocation: { uriBaseId: 'LINUX_3_1' } } }],
      },
    ]);
  });

  it('notifies of verdicts that are no findings', () => {
    const [run] = sarifLog(report()).runs;
    const said = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(said.map(({ message }) => message.text)).toEqual([
      'kernel: host-amr-returns: stuck: after enter.S:4: nothing lies there',
      'kernel: host-ctrl-returns: no run met it',
      'kernel: host-dabr-returns: the budget ended before the verdict',
    ]);
  });
});

/** The number of elements that an XPath finds. */
function found(xml: string, path: string): number {
  const document = XmlDocument.fromString(xml);
  try {
    return document.find(path).length;
  } finally {
    document.dispose();
  }
}

describe('JUnit XML', () => {
  it('is what its schema says, whatever there is to tell', () => {
    for (const one of [report(), report([]), report([recordedDefect], { isPart: true })])
      expect(wrongInJunit(junitXml(one))).toEqual([]);
    expect(wrongInJunit('<testsuites><testsuite/></testsuites>')).not.toEqual([]);
  });

  it('has a case for each clause that is as expected, and one for each finding', () => {
    const xml = junitXml(report());
    expect(found(xml, '//testcase')).toBe(5);
    expect(found(xml, '//testsuite[@tests="5"][@failures="1"][@errors="3"]')).toBe(1);
    expect(found(xml, '//testcase[@name="host-dscr-returns"][not(*)]')).toBe(1);
    const message = "arch/power pc/enter.S:12: CR should hold the host's CR, and holds vcpu.cr";
    expect(found(xml, `//testcase/failure[@message="${message}"]`)).toBe(1);
    expect(found(xml, '//testcase[@name="host-amr-returns"]/error[@type="stuck"]')).toBe(1);
  });

  it('has no case of what a shard leaves to others', () => {
    const xml = junitXml(report([], { isPart: true }));
    expect(found(xml, '//testcase[@name="host-dabr-returns"]')).toBe(0);
    expect(found(xml, '//testsuite[@errors="2"]')).toBe(1);
  });
});

/** A workflow command as the runner reads it. */
function readBack(line: string) {
  const [, level, given = '', message = ''] = /^::(error|warning) ([^:]*)::(.*)$/u.exec(line) ?? [];
  const plain = (text: string) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const named = given
    .split(',')
    .map((one) => one.split('=', 2))
    .map(([name, value = '']) => [
      name,
      plain(value.replaceAll('%3A', ':').replaceAll('%2C', ',')),
    ]);
  return { level, ...Object.fromEntries(named), message: plain(message) };
}

describe('annotations of GitHub', () => {
  it('are a line for each finding that is not expected, and each other failure', () => {
    const lines = githubAnnotations(
      report([finding(), finding({ causes: ['cr-not-kept'] }), recordedDefect]),
    ).split('\n');
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual([
      ...['::error', '::warning', '::error', '::error', '::error', ''],
    ]);
    expect(readBack(lines[0] ?? '')).toMatchObject({
      file: 'arch/power pc/enter.S',
      line: '12',
      title: 'host-cr-fields-return: CR',
      message: expect.stringContaining('\nRepair: before enter.S:1: save CR to caller.cr_save.'),
    });
    expect(githubAnnotations(report([], { isPart: true }))).not.toContain('host-dabr-returns');
  });
});

it('whatever texts contain, every format is well-formed, and says them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, (place, lost, step) => {
      const told = finding({ place, lost, text: step, repair: [step], site: step });
      const one = report([told], { verdicts: verdicts.slice(0, 1) });
      expect(wrongInSarif(sarifLog(one))).toEqual([]);
      expect(wrongInJunit(junitXml(one))).toEqual([]);
      const [line = ''] = githubAnnotations(one).split('\n');
      expect(readBack(line)).toMatchObject({ title: `host-cr-fields-return: ${place}` });
      expect(readBack(line).message).toContain(`Lost: ${lost}`);
    }),
    { numRuns: 10 },
  );
});

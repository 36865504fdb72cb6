// The exported test, run by vitest as its reader would run it: it fails with the defect and passes without.
//
// It is run in a copy of the tree that is made of links, so that nothing is ever left among the sources.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { slotOf, slots } from '../../model/places.ts';
import { clauseNamed, contract } from '../../spec/contract.ts';
import { encodeToken } from '../counterexample/token.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { OWN_TREE, repairName } from '../subjects/fixtures.ts';
import { kernelSubject } from '../subjects/kernel-subject.ts';
import { triesAll } from '../testing/rows.ts';
import { vitestTest } from './vitest-test.ts';

const tree = mkdtempSync(join(tmpdir(), 'hvspec-'));
const FOUND = 'properties/found';

beforeAll(() => {
  mkdirSync(join(tree, FOUND), { recursive: true });
  const apart = ['.git', 'dist', 'coverage', 'properties'];
  for (const name of readdirSync('.')) if (!apart.includes(name)) link(name);
  for (const name of readdirSync('properties')) if (name !== 'found') link(`properties/${name}`);
});

afterAll(() => rmSync(tree, { recursive: true }));

const link = (path: string): void => symlinkSync(resolve(path), join(tree, path));

describe('the exported test', () => {
  const clause = clauseNamed('host-cr-fields-return');

  const blank = encodeToken({
    subject: 'repaired',
    clause: clause.name,
    level: 'switch',
    history: switchHistory.write([new BigUint64Array(), []]),
  });

  /** Of a counterexample in which the guest's CR has a bit that the host's has not. */
  const exported = (subject: string): string => {
    const words = new BigUint64Array(slots + 1);
    words[slotOf.get('vcpu.cr') ?? slots] = 0x1000n;
    const token = encodeToken({
      subject,
      clause: clause.name,
      level: 'switch',
      history: switchHistory.write([words, []]),
    });
    return vitestTest({ clause, token });
  };

  const repairs = defectNames.map(repairName);
  const ofSource = (defines: readonly string[]): string =>
    exported(kernelSubject({ paths: [OWN_TREE], defines, digest: 'of old' }));

  it.runIf(triesAll)(
    'fails with the defect and shows it, and passes without, on paths and on kernel source',
    () => {
      const others = repairs.filter((name) => name !== repairName('cr-not-kept'));
      const { code, tests } = ran({
        'defect.test.ts': exported('cr-not-kept'),
        'repaired.test.ts': exported('cr-not-kept').replace(
          "const SUBJECT = 'cr-not-kept';",
          "const SUBJECT = 'repaired';",
        ),
        'source.test.ts': ofSource(others),
        'source-repaired.test.ts': ofSource(repairs),
      });
      const shown = expect.stringContaining('host-cr-fields-return: violated');
      expect({ code, tests }).toEqual({
        code: 1,
        tests: [
          ['defect.test.ts', 'failed', shown],
          ['repaired.test.ts', 'passed', ''],
          ['source-repaired.test.ts', 'passed', ''],
          ['source.test.ts', 'failed', shown],
        ],
      });
    },
  );

  it('is formatted as the house wants it', () => {
    const text = exported('cr-not-kept');
    const file = join(tree, FOUND, 'formatted.test.ts');
    writeFileSync(file, text);
    const biome = resolve('node_modules/@biomejs/biome/bin/biome');
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        biome,
        'check',
        '--error-on-warnings',
        '--config-path=biome.json',
        '--vcs-enabled=false',
        file,
      ],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });

  it.each(contract)('of $name says at its head where it belongs', (one) => {
    const lines = vitestTest({ clause: one, token: blank }).split('\n');
    const header = lines.findIndex((line) => !line.startsWith('//'));
    expect(header).toBeLessThanOrEqual(8);
    expect(lines.slice(0, header).join('\n')).toContain('right below properties/');
    for (const line of lines.slice(0, header)) expect(line.length).toBeLessThanOrEqual(100);
  });
});

interface TestRun {
  readonly code: number | null;
  /** Each file with how its test ended, and what it said then. */
  readonly tests: readonly (readonly [file: string, how: string, said: string])[];
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs vitest on files of these texts, in a process of its own. */
function ran(files: Readonly<Record<string, string>>): TestRun {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(tree, FOUND, name), text);
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', `${FOUND}/`, '--reporter=json', '--maxWorkers=1'],
    { cwd: tree, encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  const { testResults }: JsonReport = JSON.parse(stdout);
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(
      (one) => [basename(name), one.status, one.failureMessages.join('\n')] as const,
    ),
  );
  return { code: status, tests: tests.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

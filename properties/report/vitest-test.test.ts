// The exported test, run by vitest as its reader would run it: it fails with the defect and passes without.
//
// It is run in a copy of the tree that is made of links, so that nothing is ever left among the sources.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { slotOf, slots } from '../../model/places.ts';
import { clauseNamed, contract } from '../../spec/contract.ts';
import { encodeToken } from '../counterexample/token.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { OWN_TREE, repairName } from '../subjects/fixtures.ts';
import { kernelSubject } from '../subjects/kernel-subject.ts';
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
  if (clause === undefined) throw new Error('the clause of this test is gone');

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

  it('fails with a recorded defect, and shows the counterexample', () => {
    const { code, tests, said } = ran(exported('cr-not-kept'));
    expect({ code, tests }).toEqual({ code: 1, tests: ['failed'] });
    expect(said).toContain('host-cr-fields-return: violated');
  });

  it('passes on the repaired path', () => {
    const swapped = exported('cr-not-kept').replace(
      "const SUBJECT = 'cr-not-kept';",
      "const SUBJECT = 'repaired';",
    );
    expect(ran(swapped)).toMatchObject({ code: 0, tests: ['passed'] });
  });

  it('fails with kernel source, and passes when that is put right', () => {
    const repairs = defectNames.map(repairName);
    const [broken, whole] = [
      repairs.filter((name) => name !== repairName('cr-not-kept')),
      repairs,
    ].map((defines) =>
      ran(exported(kernelSubject({ paths: [OWN_TREE], defines, digest: 'of old' }))),
    );
    expect(broken).toMatchObject({ code: 1, tests: ['failed'] });
    expect(broken?.said).toContain('host-cr-fields-return: violated');
    expect(whole).toMatchObject({ code: 0, tests: ['passed'] });
  });

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

interface Ran {
  readonly code: number | null;
  /** How each test ended. */
  readonly tests: readonly string[];
  readonly said: string;
}

/** Runs vitest on a file of this text, in a process of its own. */
function ran(text: string): Ran {
  writeFileSync(join(tree, FOUND, 'one.test.ts'), text);
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', `${FOUND}/one.test.ts`, '--reporter=json'],
    { cwd: tree, encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  const tests = [...stdout.matchAll(/"status":"(passed|failed)","title"/gu)].map(
    ([, how]) => how ?? '',
  );
  return { code: status, tests, said: stdout };
}

// What the system refuses, at the beginning, at work and at the end: one line, the report that was earned, and an exit code that is
// no verdict. What cannot be made so on every machine is refused by a file system that is made up.
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OWN_FILE } from '../properties/subjects/fixtures.ts';
import { few } from '../properties/testing/rows.ts';
import { started } from './testing/process-run.ts';
import { hvspec, hvspecIn } from './testing/run-cli.ts';

/** Which calls are refused, of which files, and why; the calls that are let pass before. */
const refused = { call: '', file: /^$/u, code: '', passes: 0 };

const refusing = (call: string, act: (...args: never[]) => unknown) =>
  function refuse(...args: never[]) {
    const isIt = refused.call === call && refused.file.test(String(args[0]));
    if (isIt && refused.passes-- <= 0)
      throw Object.assign(new Error(`${refused.code}: refused, ${call} '${String(args[0])}'`), {
        code: refused.code,
        syscall: call,
      });
    return act(...args);
  };

/** What may be refused, as it is, for when these tests are over. */
const { writeFileSync: write, openSync, statSync, accessSync } = fs;
const real = { writeFileSync: write, openSync, statSync, accessSync };

for (const [call, act] of Object.entries(real))
  Object.assign(fs, { [call]: refusing(call, act as never) });
syncBuiltinESMExports();
afterAll(() => {
  Object.assign(fs, real);
  syncBuiltinESMExports();
});

const folder = mkdtempSync(join(tmpdir(), 'hvspec-unwritten-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  Object.assign(refused, { call: '', file: /^$/u, code: '', passes: 0 });
});

const CHECK = 'check --sample host-cr-fields-return --runs 60 --seed 1';

beforeAll(async () => {
  await hvspec(`${CHECK} --resume ${file('part')}`);
  const { out } = await hvspec('counterexample uamor-left --format json');
  writeFileSync(file('token.json'), out);
});

describe('standard output that takes nothing', () => {
  const full = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  it.each([
    ['--help', 2],
    ['check --help', 2],
    ['--version', 2],
    ['spec', 2],
    ['spec --json -', 2],
    ['faults', 2],
    [CHECK, 4],
    [`${CHECK} --json -`, 4],
    [`kernel ${OWN_FILE} --clause host-cr-fields-return --runs 20 --seed 1`, 4],
    [`merge ${file('part')}`, 4],
    ['explore --cores 1 --threads 2', 4],
    [`counterexample ${file('token.json')} --format itf`, 4],
    ['faults --kill entry.freeze.isync', 4],
  ])('%s exits %i', async (line, code) => {
    const said = await hvspecIn(line.split(' '), {
      write: (to) => (to === 1 ? full() : undefined),
    });
    expect(said.code).toBe(code);
    expect(said.err).toMatch(
      /^(?:hvspec: .*\n)?hvspec: standard output cannot be written: ENOSPC.*\n$/u,
    );
  });

  it('and standard error that takes nothing either is borne', async () => {
    expect((await hvspecIn(['spec'], { write: full })).code).toBe(2);
    expect((await hvspecIn(['check', 'nothing'], { write: full })).code).toBe(2);
  });
});

describe('a report that cannot be kept is printed, then told', () => {
  const late = (call: string, what: RegExp, passes = 0) =>
    Object.assign(refused, { call, file: what, code: 'ENOSPC', passes });
  it.each([
    [`${CHECK} --json ${file('j')}`, /\/j$/u, /verdicts are the expected/u, '--json', 4, 0],
    [`spec --json ${file('s')}`, /\/s$/u, /HOST STATE/u, '--json', 2, 0],
    [`merge ${file('part')} --json ${file('m')}`, /\/m$/u, /expected/u, '--json', 4, 0],
    [`explore --cores 1 --json ${file('x')}`, /\/x$/u, /clauses hold/u, '--json', 4, 0],
    [
      `faults --kill entry.freeze.isync --elements ${file('e')}`,
      /\/e$/u,
      /killed/u,
      '--elem',
      4,
      0,
    ],
    [`${CHECK} --corpus ${file('c')}`, /\/c\/.*new$/u, /verdicts/u, 'the corpus', 4, 0],
    [`${CHECK} --resume ${file('r')}`, /\/r\..*new$/u, /verdicts/u, '--resume', 4, 1],
  ])('%s', async (line, what, report, name, code, passes) => {
    late('writeFileSync', what, passes);
    const said = await hvspec(line);
    expect(said.out).toMatch(report);
    expect(said.err.trimEnd().split('\n')).toHaveLength(1);
    expect(said.err).toMatch(new RegExp(`^hvspec: ${name}.* cannot (?:be written|write)`, 'u'));
    expect(said.err).toContain('ENOSPC');
    expect(said.code).toBe(code);
  });

  it('and nothing is left beside a file that could not be kept', () => {
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
  });
});

describe('what cannot be read or written from the beginning', () => {
  it.each([
    [`kernel ${OWN_FILE}`, 'statSync', 'EACCES', OWN_FILE],
    [`kernel ${OWN_FILE}`, 'openSync', 'EMFILE', OWN_FILE],
    [`kernel ${OWN_FILE}`, 'openSync', 'EIO', OWN_FILE],
    [`faults --kill --kernel ${OWN_FILE}`, 'openSync', 'ENFILE', OWN_FILE],
    [`${CHECK} --resume ${file('part')}`, 'openSync', 'EACCES', '/part'],
    [`${CHECK} --resume ${file('ro')}`, 'writeFileSync', 'EROFS', '/ro'],
    [`${CHECK} --json ${file('ro')}`, 'openSync', 'EROFS', '/ro'],
    [`faults --kill --elements ${file('ro')}`, 'openSync', 'EACCES', '/ro'],
    [`${CHECK} --corpus ${file('c')}`, 'accessSync', 'EROFS', '/c'],
    [`merge ${file('part')}`, 'openSync', 'EACCES', '/part'],
    [`counterexample ${file('token.json')}`, 'openSync', 'EMFILE', 'token.json'],
  ])('%s: %s refuses with %s', async (line, call, code, what) => {
    Object.assign(refused, { call, code, file: new RegExp(what.replaceAll('.', '\\.'), 'u') });
    const said = await hvspec(line);
    expect([said.code, said.out]).toEqual([2, '']);
    expect(said.err).toMatch(new RegExp(`^hvspec: .*${code}.*\\n$`, 'u'));
  });

  it.each([
    `${CHECK} --json ${folder}`,
    `${CHECK} --json ${file('part')}/below`,
    `${CHECK} --resume ${folder}`,
    `${CHECK} --resume ${file('part')}/below`,
    `${CHECK} --resume /dev/full`,
    `${CHECK} --corpus ${file('part')}`,
    `${CHECK} --corpus /dev/full`,
    `merge ${folder}`,
    `counterexample ${folder}/`,
    `faults --kill --elements ${folder}`,
    `spec --json /proc/no-such`,
  ])('%s is refused by any system', async (line) => {
    const said = await hvspec(line);
    expect([said.code, said.out]).toEqual([2, '']);
    expect(said.err).toMatch(/^hvspec: .*\n$/u);
  });
});

describe('the built command', () => {
  const inShell = (line: string) =>
    started('bash', ['-o', 'pipefail', '-c', `${process.execPath} dist/cli/hvspec.js ${line}`])
      .said;

  it.each(
    few<[string, number, RegExp]>(
      [
        ['spec > /dev/full', 2, /ENOSPC/u],
        [`${CHECK} > /dev/full`, 4, /ENOSPC/u],
        [`${CHECK} --json /dev/full`, 4, /--json cannot write '\/dev\/full': ENOSPC.*above/u],
        ['spec | true', 2, /EPIPE/u],
        ['spec 2> /dev/full > /dev/full', 2, /^$/u],
      ],
      1,
    ),
  )('%s exits %i', async (line, code, complaint) => {
    const said = await inShell(line);
    expect(said.code).toBe(code);
    expect(said.err).toMatch(complaint);
  });
});

it('a file that the system refused is as it was', () => {
  expect(readFileSync(file('part'), 'utf8')).toContain('hvspec.campaign');
});

// --quiet: nothing on standard output but what could not be kept elsewhere; files and exit codes are as without it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deliverFormats } from './formats.ts';
import { streams } from './io.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-quiet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FEW = 'check --sample host-dscr-returns --runs 5 --seed 1';

it('prints nothing, and writes files', async () => {
  const file = join(folder, 'report.json');
  expect(await hvspec(`${FEW} --quiet --json ${file}`)).toEqual({ code: 0, out: '', err: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 'hvspec.report/1' });
  expect(await hvspec('explore --cores 1 --threads 2 --fault sdr1-not-restored --quiet')).toEqual({
    code: 1,
    out: '',
    err: '',
  });
});

it('says what is wrong all the same', async () => {
  const { code, out, err } = await hvspec('check no-such-clause --quiet');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain("no clause is called 'no-such-clause'");
});

it.each([
  ['--json -', '--json - would be ignored'],
  ['--format sarif', '--format would be ignored'],
  ['--coverage', '--coverage would be ignored'],
])('is refused beside %s', async (flags, complaint) => {
  const { code, out, err } = await hvspec(`${FEW} --quiet ${flags}`);
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(complaint)]);
});

it('prints a report that cannot be written', () => {
  const said = { 1: '', 2: '' };
  const io = {
    ...streams((descriptor, text) => {
      said[descriptor] += text;
    }, false),
    ...{ env: {}, progress: false, columns: 80, quiet: true },
    ...{ now: () => 0, interrupted: () => false },
  };
  const none = () => {
    throw new Error('nothing asks for it');
  };
  const report = { text: () => 'the verdicts\n', json: () => ({}), machine: none };
  const isDelivered = deliverFormats(io, { printed: 'text', files: [['json', folder]] }, report);
  expect([isDelivered, said[1]]).toEqual([false, 'the verdicts\n']);
  expect(said[2]).toMatch(/--json cannot write .*; the report is above\n$/u);
});

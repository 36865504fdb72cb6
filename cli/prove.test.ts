// hvspec prove as scripts meet it: tables, JSON, exit codes, what the user and the clock end, and arguments that are refused.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { triesAll } from '../properties/testing/rows.ts';
import { hvspecProcess } from './testing/process-run.ts';
import { clockOf, hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-prove-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** One that the published path breaks, one that it keeps, and a witness. */
const CLAUSES = 'host-vrsave-returns host-msr-returns some-exit-is-external';

describe('prove', () => {
  it('shows both paths side by side, and expects what is recorded', async () => {
    const { code, out, err } = await hvspec(`prove ${CLAUSES}`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^3 clauses, published \d+ steps and \d+ paths, repaired \d+ steps/u);
    expect(out).toMatch(/^ {2}host-vrsave-returns +refuted, known {2}proved \d+$/mu);
    expect(out).toMatch(/^ {2}host-msr-returns +proved \d+\*? +proved \d+$/mu);
    expect(out).toMatch(/^ {2}some-exit-is-external +reached {9}reached$/mu);
    expect(out).toContain('npx hvspec counterexample vrsave-lost');
    expect(out).toMatch(/\nall 6 verdicts are the expected ones\n$/u);
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('tells scripts how each is known, and gives tokens that replay', async () => {
    const { code, out } = await hvspec(`prove ${CLAUSES} --model published --json -`);
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ schema: 'hvspec.report/1', complete: true, without: [] });
    const [broken, kept, witness] = report.results;
    expect(kept).toMatchObject({
      clause: 'host-msr-returns',
      model: 'published',
      verdict: 'holds',
      expected: 'holds',
      assurance: { class: 'proved', runs: 0, met: 0, bySolver: 0, seconds: expect.any(Number) },
      counterexample: null,
    });
    expect(kept.assurance.paths).toBe(kept.assurance.byRewriting);
    expect(kept.assurance.paths).toBeGreaterThan(5);
    expect(kept.assurance.assumptions).toContain('timers-are-read-together');
    expect(witness).toMatchObject({ verdict: 'holds', assurance: { class: 'proved', runs: 1 } });
    expect(broken).toMatchObject({ verdict: 'violated', expected: 'violated' });
    expect(Object.keys(broken.counterexample.initial).length).toBeLessThan(4);
    const replayed = await hvspec(`counterexample --replay ${broken.counterexample.token}`);
    expect(replayed.out).toMatch(/^host-vrsave-returns: violated\n/u);
  });

  it.runIf(triesAll)(
    'shows what falls without an assumption, and no token, as that would not replay',
    async () => {
      const { code, out } = await hvspec(
        'prove host-ctrl-returns host-msr-returns --model repaired --without run-latch-is-on',
      );
      expect(code).toBe(1);
      expect(out).toContain('\nwithout the assumption run-latch-is-on\n');
      expect(out).toMatch(/^ {2}host-ctrl-returns +REFUTED$/mu);
      expect(out).toMatch(/^ {2}host-msr-returns +proved {2}\d+ paths, by rewriting$/mu);
      expect(out).toMatch(/^host-ctrl-returns: violated$/mu);
      expect(out).not.toContain('--replay');
      expect(out).toMatch(/ {2}repaired {2}host-ctrl-returns: refuted\n$/u);
    },
  );

  it('keeps what was settled in a file', async () => {
    const file = join(folder, 'certificate.json');
    const { code } = await hvspec(
      `prove host-msr-returns --model repaired --certificate ${file} --json ${join(folder, 'report')}`,
    );
    expect(code).toBe(0);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    expect(kept).toMatchObject({
      schema: 'hvspec.certificate/1',
      subjects: [{ model: 'repaired', subject: 'repaired' }],
      results: [{ clause: 'host-msr-returns', model: 'repaired', verdict: 'proved' }],
    });
    const report = JSON.parse(readFileSync(join(folder, 'report'), 'utf8'));
    expect(kept.results[0].obligations).toHaveLength(report.results[0].assurance.paths);
  });
});

describe('a proof that is ended', () => {
  const NOT_TRIED = /^ {2}host-msr-returns +NOT TRIED {7}NOT TRIED$/mu;

  it('by the user says what it has, and exits 4', async () => {
    const { code, out, err } = await hvspec('prove host-msr-returns', true);
    expect([code, err]).toEqual([
      4,
      'hvspec: interrupted after 0 of 2 verdicts; the results so far are above\n',
    ]);
    expect(out).toMatch(NOT_TRIED);
    expect(out).toContain('2 of 2 verdicts are not settled');
  });

  it('by the clock too', async () => {
    const { code, err } = await hvspec('prove host-msr-returns --time 1', false, {}, clockOf(0.5));
    expect([code, err]).toEqual([
      4,
      'hvspec: the time ended after 0 of 2 verdicts; the results so far are above\n',
    ]);
  });

  it.runIf(triesAll)('as a process ends within a moment, whatever its threads are at', async () => {
    const { child, said } = hvspecProcess('prove');
    setTimeout(() => child.kill('SIGINT'), 3000);
    const { code, out, err } = await said;
    expect(code).toBe(4);
    expect(out).toMatch(/verdicts are not settled/u);
    expect(err).toMatch(/interrupted after \d+ of \d+ verdicts; the results so far are above\n$/u);
  });
});

it.each([
  ['prove no-such', /no clause is called 'no-such'/u],
  ['prove each-exit-is-handled-once', /is judged at the level 'run', .*; use hvspec check each-/u],
  ['prove --model other', /no model is called 'other'/u],
  ['prove --without no-such', /no assumption is called 'no-such'/u],
  ['prove --define A=1', /--define would be ignored: it goes with --kernel/u],
  ['prove --kernel asm --model repaired', /give either --model or --kernel/u],
  ['prove --kernel no-such.S', /'no-such.S' cannot be read/u],
  ['prove --certificate -', /--certificate needs a file of its own/u],
  ['prove --certificate no/such', /--certificate cannot write 'no\/such'/u],
  ['prove --time 0', /--time is 0, and must be 1 or more/u],
])('%s is refused', async (line, complaint) => {
  const { code, out, err } = await hvspec(line);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(complaint);
});

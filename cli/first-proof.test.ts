// check and kernel --prove as scripts meet them: what is proved is not drawn, and what is known of the rest is as without a proof.
import { expect, it } from 'vitest';
import { OWN_FILE } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { clockOf, hvspec } from './testing/run-cli.ts';

/** One that the published path breaks, one that it keeps, a witness, and one that is never proved. */
const CLAUSES = 'host-vrsave-returns host-msr-returns some-exit-is-external';

it('check proves first, draws histories of the rest only, and says what each verdict rests on', async () => {
  const { code, out } = await hvspec(
    `check ${CLAUSES} each-exit-is-handled-once --model repaired --seed 1 --runs 60`,
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^seed 0x1, 60 runs a path, /u);
  expect(out).toMatch(/^ {2}host-vrsave-returns +proved {2}\d+ paths$/mu);
  expect(out).toMatch(/^ {2}some-exit-is-external +reached$/mu);
  expect(out).toMatch(/^ {2}each-exit-is-handled-once +sampled {2}met \d+ of 60$/mu);
  expect(out).toMatch(/\nall 4 verdicts are the expected ones\n$/u);
});

it.runIf(triesAll)(
  'check tells scripts how each is known, and gives tokens that replay',
  async () => {
    const { code, out } = await hvspec(`check ${CLAUSES} --model published --seed 1 --json -`);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ seed: '0x1', runsPerClause: 0, switches: 0, complete: true });
    const [broken, kept, witness] = report.results;
    expect(kept).toMatchObject({
      verdict: 'holds',
      assurance: { class: 'proved', runs: 0, met: 0, bySolver: 0, seconds: expect.any(Number) },
    });
    expect(kept.assurance.assumptions).toContain('timers-are-read-together');
    expect(witness).toMatchObject({ verdict: 'holds', assurance: { class: 'proved' } });
    expect(broken).toMatchObject({ verdict: 'violated', expected: 'violated' });
    const replayed = await hvspec(`counterexample --replay ${broken.counterexample.token}`);
    expect(replayed.out).toMatch(/^host-vrsave-returns: violated\n/u);
  },
);

it('what ends the proof ends the command, and what was settled is told', async () => {
  const line = 'check host-msr-returns --model repaired --seed 1 --runs 20';
  const { code, out } = await hvspec(line, true);
  expect([code, out]).toEqual([4, expect.stringContaining('1 of 1 verdicts are not decided')]);
  const late = await hvspec(`${line} --time 1`, false, {}, clockOf(0.3));
  expect(late.code).toBe(4);
});

it('without time for a proof histories decide', async () => {
  const line = 'check host-msr-returns --model repaired --seed 1 --runs 20 --prove-time 1';
  const { code, out } = await hvspec(line, false, {}, clockOf(0.6));
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}host-msr-returns +sampled {2}met 20 of 20$/mu);
});

it('kernel --prove says of the source what is proved, and what it violates as without', async () => {
  const line = `kernel ${OWN_FILE} --seed 1 --runs 60 --clause host-cr-fields-return --clause host-dscr-returns --cards`;
  const [sampled, proved] = [await hvspec(line), await hvspec(`${line} --prove`)];
  expect([sampled.code, proved.code]).toEqual([1, 1]);
  expect(proved.out).toMatch(/^ {2}host-dscr-returns +proved {2}\d+ paths\*?, met 60 of 60$/mu);
  const found = (out: string): string => out.slice(out.indexOf('host-cr-fields-return: violated'));
  expect(found(proved.out)).toBe(found(sampled.out));
});

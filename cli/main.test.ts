// The command as a script meets it: exit codes, one-line complaints, JSON, and tokens that replay.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { encodeToken } from '../properties/counterexample/token.ts';
import { levels } from '../properties/levels/levels.ts';
import { switchContract } from '../properties/levels/switch/contract.ts';
import { switchHistory } from '../properties/levels/switch/history-schema.ts';
import { few, triesAll } from '../properties/testing/rows.ts';
import { contract } from '../spec/contract.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-'));

let files = 0;

/** A file of this text. */
function holding(text: string): string {
  const file = join(folder, `bad-${files++}`);
  writeFileSync(file, text);
  return file;
}

describe('bad usage and bad input', () => {
  const foreign = `hv1.${'q1YqU7JSMtQzUtJRKlayUkpOTMnMSwfycpWsDHQUMoFkRj6QLlayio6tBQA'}`;
  const strange = encodeToken({
    subject: 'nobody',
    clause: 'host-dscr-returns',
    level: 'switch',
    history: switchHistory.write([new BigUint64Array(), []]),
  });
  const damaged = (level: string): string =>
    encodeToken({
      subject: 'repaired',
      clause: 'one-partition-per-core',
      level,
      history: { w: 1 },
    });
  it.each([
    ...levels
      .filter(({ name }) => name !== 'text')
      .map(({ name }): [string, RegExp] => [
        `counterexample --replay ${damaged(name)}`,
        /this history is damaged: copy it again, whole/u,
      ]),
    ['check no-such-clause', /no clause is called 'no-such-clause'; see hvspec --help/u],
    ['check --model x', /no model is called 'x'; see hvspec --help/u],
    ['check --model repared', /no model is called 'repared'; the nearest is 'repaired'/u],
    ['check --level zz', /no level is called 'zz'; see hvspec --help/u],
    ['check xyzzy-plugh-and-frobozz', /no clause is called '[^']*'; see hvspec --help/u],
    ['check --runs 0', /--runs is 0, and must be 1 or more/u],
    ['check --runs -3', /--runs is '-3', and must be a whole number/u],
    ['check --runs many', /--runs is 'many'/u],
    ['check --time soon', /--time is 'soon'/u],
    ['check --seed 0x1ffffffff', /must fit 32 bits/u],
    ['check --path a', /--path is 'a'/u],
    [`check --json ${folder}/no/such`, /--json cannot write/u],
    ['check --frob', /unknown option '--frob'/u],
    ['frob', /unknown command 'frob'/u],
    ['spec no-such-clause', /no clause, chapter, register, routine or file is called/u],
    ['faults no-such-defect', /no fault is called/u],
    ['counterexample', /name a fault/u],
    ['counterexample no-such-defect', /no fault is called/u],
    [`counterexample ${folder}/no-such.json`, /cannot be read/u],
    [`counterexample ${holding('{')}`, /is not JSON/u],
    [`counterexample ${holding('{"#meta": {"format": "ITF"}}')}`, /has no "token"/u],
    [`counterexample ${holding('no such thing')}`, /begins with hv1\./u],
    [`counterexample --replay ${strange}`, /no path or fault is called 'nobody'/u],
    ['counterexample --replay zzz', /begins with hv1\./u],
    ['counterexample --replay hv1.zzz', /damaged/u],
    [`counterexample --replay ${foreign}`, /version|damaged/u],
    ['counterexample cr-not-kept --format xml', /must be text, json, itf, test, examples or html/u],
  ])('%s is one line and exit code 2', async (line, complaint) => {
    const { code, out, err } = await hvspec(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('check', () => {
  it('exits 0 with every verdict expected, and writes the report for scripts', async () => {
    const some = triesAll ? '' : ' --level switch --model repaired';
    const { code, out } = await hvspec(`check --sample --runs 240 --seed 0x2b --json -${some}`);
    const report: unknown = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ schema: 'hvspec.report/1', seed: '0x2b', runsPerClause: 240 });
    expect(report).toHaveProperty(
      'results.length',
      triesAll ? 2 * contract.length : switchContract.length,
    );
    expect(report).toHaveProperty('results.0.assurance.class', 'sampled');
  });

  it('prints the verdicts side by side within 80 columns', async () => {
    const { code, out } = await hvspec(
      'check --sample host-dscr-returns host-cr-fields-return --runs 200 --seed 1',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/host-cr-fields-return +violated, known +holds \d+/u);
    expect(out).toContain('npx hvspec counterexample cr-not-kept');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('counts a clause that is named twice once', async () => {
    const twice = await hvspec(
      'check --sample host-dscr-returns host-dscr-returns --runs 10 --seed 1',
    );
    expect(twice).toEqual(await hvspec('check --sample host-dscr-returns --runs 10 --seed 1'));
    expect(twice.out).toMatch(/host-dscr-returns +holds 10 +holds 10/u);
  });

  it('exits 1 when a clause is never met', async () => {
    const { code, out } = await hvspec(
      'check --sample some-exit-is-external some-exit-is-machine-check some-exit-is-data-storage some-exit-is-inst-storage --runs 1',
    );
    expect(code).toBe(1);
    expect(out).toContain('Try more --runs');
  });

  it('judges one level alone, each of its runs, and no clause of another', async () => {
    const { code, out } = await hvspec(
      'check --sample --level run --model repaired --runs 600 --seed 1 --json -',
    );
    expect(code).toBe(0);
    const { results }: { results: readonly { assurance: { runs: number } }[] } = JSON.parse(out);
    expect(new Set(results.map(({ assurance }) => assurance.runs))).toEqual(new Set([600]));
    for (const [args, complaint] of [
      ['check --level runs', "no level is called 'runs'; the nearest is 'run'"],
      ['check host-dscr-returns --level vm', "none of these clauses is judged at the level 'vm'"],
    ] as const)
      expect(await hvspec(args)).toMatchObject({
        code: 2,
        err: expect.stringContaining(complaint),
      });
  });

  it('exits 4 when it is interrupted, and decides nothing that it has not seen', async () => {
    const { code, out, err } = await hvspec(
      'check --sample host-dscr-returns --runs 5000 --seed 1',
      true,
    );
    expect(code).toBe(4);
    expect(out).toContain('NOT-ENOUGH');
    expect(err).toContain('the budget ended after 0 of 5000 runs');
  });

  it('says the same for the same seed', async () => {
    const twice = [1, 2].map(() =>
      hvspec('check --sample stores-stay-home --runs 100 --seed 7 --json -'),
    );
    const [first, second] = (await Promise.all(twice)).map(({ out }) =>
      out.replace(/"elapsedMs": \d+/u, ''),
    );
    expect(first).toBe(second);
  });
});

/** All defects but one whose repair takes long to search for: its card has a test of its own (counterexample/explanation). */
const quickDefects = defectNames.filter((name) => name !== 'dabr-written-while-counting');

describe('counterexample', () => {
  it.each([...few(quickDefects, 1), 'half-of-ctr'])(
    'of %s fits a screen and replays from its token',
    async (name) => {
      const { code, out } = await hvspec(`counterexample ${name}`);
      expect(code).toBe(0);
      const lines = out.trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(45);
      for (const line of lines.filter((one) => !one.startsWith('replay ')))
        expect(line.length).toBeLessThanOrEqual(80);
      const token = /hv1\.\S+/u.exec(out)?.[0] ?? '';
      const [first, second] = [1, 2].map(() =>
        hvspec(`counterexample --replay ${token} --format itf`),
      );
      expect(await second).toEqual(await first);
      expect(JSON.parse((await first)?.out ?? '')).toMatchObject({ '#meta': { token } });
    },
  );

  it('of a fault that breaks nothing says so', async () => {
    const { code, err } = await hvspec('counterexample exit.partition.hdec:dropped');
    expect(code).toBe(2);
    expect(err).toMatch(/breaks no clause; hvspec faults --kill .* says why/u);
  });

  it.each(few(['json', 'itf', 'test', 'examples', 'text'], 1))(
    'replays from a file of its %s',
    async (format) => {
      const { code, out } = await hvspec(`counterexample uamor-left --format ${format}`);
      expect(code).toBe(0);
      const file = join(folder, `uamor.${format}`);
      writeFileSync(file, out);
      const again = await hvspec(`counterexample ${file} --format ${format}`);
      expect(again).toEqual({ code: 0, out, err: '' });
      const { out: found } = await hvspec(`counterexample ${file} --format json`);
      expect(JSON.parse(found)).toMatchObject({
        clause: 'host-uamor-returns',
        place: 'UAMOR',
        guest: [],
      });
    },
  );
});

describe('spec and faults', () => {
  it('print every clause, assumption and register', async () => {
    const { code, out } = await hvspec('spec');
    expect(code).toBe(0);
    for (const { name } of contract) expect(out).toContain(`${name} (over each`);
    expect(out).toContain('no-sibling-comes-online');
    expect(out).toContain('SPR 1013');
  });

  it('list every defect with what it breaks', async () => {
    const { code, out } = await hvspec('faults');
    expect(code).toBe(0);
    for (const name of defectNames) expect(out).toContain(name);
    expect(out).toContain('no-reserved-lpid');
  });

  it('say of any fault what it is and what it breaks', async () => {
    const { code, out } = await hvspec('faults exit.fault.ctr:dropped half-of-ctr');
    expect(code).toBe(0);
    expect(out.match(/breaks {2}guest-ctr-survives/gu)).toHaveLength(2);
  });
});

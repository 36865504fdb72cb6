// The exit code of a check, and what its report says, on outcomes made by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCampaignFile } from '../properties/campaign/file-store.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { findingBy } from '../properties/campaign/search.ts';
import { counterexampleFrom } from '../properties/counterexample/counterexample.ts';
import { card } from '../properties/report/card.ts';
import { type ClauseName, clauseNamed } from '../spec/contract.ts';
import { reportCheck } from './check.ts';
import { coverageTable } from './coverage-table.ts';
import type { FormatRequest } from './formats.ts';
import { type Io, streams } from './io.ts';
import { hvspec } from './testing/run-cli.ts';

/** A clause that the published path breaks, and one that it keeps. */
const BROKEN = 'host-cr-fields-return';
const KEPT = 'host-dscr-returns';

const result = (
  model: string,
  name: ClauseName,
  verdict: Result['verdict'] = 'holds',
): readonly Result[] => {
  const clause = clauseNamed(name);
  const counts = { runs: 500, met: 9, extent: 'sampled' as const };
  return [{ model, clause, verdict, ...counts, finding: undefined }];
};

const outcome = (results: readonly Result[], more: Partial<Outcome> = {}): Outcome => ({
  results,
  known: { done: {}, switches: 700, tallies: [], coverage: {} },
  asked: { subjects: [], clauses: [], series: { seed: 1, runs: 500 }, coverage: false },
  share: { index: 1, of: 1 },
  runs: 500,
  elapsedMs: 1000,
  corpus: undefined,
  lost: [],
  cut: false,
  ended: false,
  ...more,
});

/** Reports, and catches what is said. */
function report(
  of: Outcome,
  {
    json,
    ...flags
  }: Partial<Parameters<typeof reportCheck>[1]> & {
    /** A file, or - for standard output. */
    readonly json?: string;
  } = {},
) {
  const said = { 1: '', 2: '' };
  const io: Io = {
    ...streams((descriptor, text) => {
      said[descriptor] += text;
    }, false),
    env: {},
    progress: false,
    columns: 80,
    now: () => 0,
    interrupted: () => false,
  };
  const formats: FormatRequest = {
    printed: json === '-' ? 'json' : 'text',
    files: json === undefined || json === '-' ? [] : [['json', json]],
  };
  const code = reportCheck(of, { formats, least: 0, whole: false, coverage: false, ...flags }, io);
  return { code, out: said[1], err: said[2] };
}

const right = [
  ...result('published', BROKEN, 'violated'),
  ...result('published', KEPT),
  ...result('repaired', BROKEN),
  ...result('repaired', KEPT),
];
const part = { share: { index: 2, of: 3 } };

describe('the exit code of a check', () => {
  it.each<[string, number, readonly Result[], Partial<Outcome>]>([
    ['all is as expected', 0, right, {}],
    ['a clause is violated', 1, [...right, ...result('repaired', KEPT, 'violated')], {}],
    ['a clause holds that should not', 1, result('published', BROKEN), {}],
    ['a run is stuck', 1, result('repaired', KEPT, 'stuck'), {}],
    ['a clause is never met', 1, result('repaired', KEPT, 'vacuous'), {}],
    ['a verdict is not decided', 1, result('repaired', KEPT, 'not-enough'), {}],
    ['kernel source breaks a clause', 1, result('kernel', BROKEN, 'violated'), {}],
    ['kernel source keeps it', 0, result('kernel', BROKEN), {}],
    ['the budget ended', 4, right, { ended: true }],
    [
      'the budget ended, and a clause is violated',
      4,
      result('repaired', KEPT, 'violated'),
      { ended: true },
    ],
    ['something was not kept', 4, right, { lost: ['the corpus'] }],
    ['a shard decides nothing', 0, result('repaired', KEPT, 'not-enough'), part],
    ['a shard sees a violation', 1, result('repaired', KEPT, 'violated'), part],
    ['a shard sees a violation that is expected', 0, result('published', BROKEN, 'violated'), part],
    [
      'a shard sees one violation among what it does not decide',
      1,
      [...result('repaired', KEPT, 'not-enough'), ...result('repaired', BROKEN, 'violated')],
      part,
    ],
    ['a shard is stuck', 1, result('repaired', KEPT, 'stuck'), part],
    ['a shard was ended', 4, result('repaired', KEPT, 'not-enough'), { ...part, ended: true }],
  ])('where %s is %i', (_what, code, results, more) => {
    expect(report(outcome(results, more), { json: '-' }).code).toBe(code);
  });

  it('is 4 where the report cannot be written, and it is printed then', () => {
    const { code, out } = report(outcome(right), { json: '.' });
    expect(code).toBe(4);
    expect(out).toContain('all 4 verdicts are the expected ones');
  });

  it('is 1 where a cell is met too seldom, and names each', () => {
    const cells = { 'EXTERNAL / EE on': 3 };
    const counted = {
      done: {},
      switches: 1,
      tallies: [],
      coverage: { repaired: { cells, pairs: {} } },
    };
    const { code, err } = report(outcome(right, { known: counted }), { json: '-', least: 4 });
    expect(code).toBe(1);
    expect(err).toContain('hvspec: fewer than 4: repaired: EXTERNAL / EE on');
    expect(report(outcome(right, { known: counted }), { json: '-' }).code).toBe(0);
  });
});

describe('the report of a check', () => {
  it('says that all is as expected', () => {
    const { out } = report(outcome(right));
    expect(out).toMatch(/^seed 0x1, 500 runs a path, 700 switches in 1\.0 s \(700\/s\)\n\n/u);
    expect(out).toContain('Recorded defects among these:\n');
    expect(out).toMatch(/ counterexample cr-not-kept\n\nall 4 verdicts are the expected ones\n$/u);
    expect(report(outcome(right), { whole: true }).out).toContain('of the published model:\n');
  });

  it('counts what is not expected, not decided and never met', () => {
    const { out } = report(
      outcome([
        ...right,
        ...result('repaired', 'host-amr-returns', 'vacuous'),
        ...result('repaired', 'host-dabr-returns', 'violated'),
        ...result('repaired', 'host-uamor-returns', 'violated'),
        ...result('repaired', 'host-ctrl-returns', 'not-enough'),
      ]),
    );
    expect(out).toContain('1 verdicts are vacuous: the clause was never met. Try more --runs.\n');
    expect(out).toMatch(/\n1 of 8 verdicts are not decided\n/u);
    expect(out).toMatch(/\n3 of 8 verdicts are not the expected ones:\n/u);
    expect(out).toContain('host-amr-returns: vacuous, met in 9 runs');
  });

  it('says that the other verdicts are as expected where some are not decided', () => {
    const { out } = report(
      outcome([...right, ...result('repaired', 'host-amr-returns', 'not-enough')]),
    );
    expect(out).toContain(
      '1 of 5 verdicts are not decided\nthe other 4 verdicts are the expected ones\n',
    );
    expect(out).not.toContain('vacuous');
  });

  it('that has proved first says what each verdict rests on', () => {
    const { out } = report(outcome(right, { first: true }));
    expect(out).toMatch(/^seed 0x1, 500 runs a path, 700 switches in 1\.0 s\n\n/u);
    expect(out).toMatch(/^ {2}host-dscr-returns +sampled 9 +sampled 9$/mu);
    expect(out).toMatch(/^sampled N +in random histories, of which N met it: no proof$/mu);
  });

  it('has no table where it is of a shard', () => {
    const { out, err } = report(outcome(right, part));
    expect(out).toBe(
      'seed 0x1, 500 runs a path, 700 switches in 1.0 s (700/s)\n\nall 4 verdicts are the expected ones\n',
    );
    expect(err).toContain('shard 2 of 3 is done, 4 of 4 verdicts are decided');
    expect(report(outcome(right)).out).toContain('holds 9');
  });

  const clause = clauseNamed(BROKEN);
  const finding = findingBy('cr-not-kept', clause, {});
  const found = (verdict: Result['verdict']): readonly Result[] =>
    result('repaired', BROKEN, verdict).map((one) => ({ ...one, finding }));

  it('shows each counterexample that is not expected, with lives where there was time', () => {
    const cards = (out: string) => out.match(/^host-cr-fields-return: violated$/gmu)?.length;
    const { out } = report(
      outcome([...found('violated'), ...found('holds'), ...found('not-enough')]),
    );
    expect(cards(out)).toBe(1);
    expect(out).toMatch(/^wanted /mu);
    const cut = report(outcome(found('violated'), { cut: true }));
    expect(cards(cut.out)).toBe(1);
    expect(cut.out).not.toMatch(/^wanted /mu);
  });

  it('has the card of each between empty lines, and their legend once', () => {
    const shown = finding && counterexampleFrom(finding, 'life');
    const { out } = report(outcome([...found('violated'), ...result('repaired', KEPT, 'vacuous')]));
    expect(out).toContain(`\n\n${shown && card(shown)}\nlegend\n`);
    expect(out).toMatch(/^legend\n(?: {2}.*\n)+\n1 verdicts are vacuous/mu);
  });

  it('is for scripts what it is for people', () => {
    const json = JSON.parse(report(outcome(right), { json: '-' }).out);
    expect(json).toMatchObject({ seed: '0x1', complete: true, corpus: null });
    expect(json.coverage).toEqual([]);
    expect(json.results).toHaveLength(4);
    expect(json.results[0]).toMatchObject({ expected: 'violated' });
  });

  it('has the coverage where it is asked for, and not among JSON', () => {
    const known = {
      ...outcome([]).known,
      coverage: { repaired: { cells: { 'EXTERNAL / EE on': 3 }, pairs: {} } },
    };
    const counted = outcome(right, { known });
    const two = { ...known, coverage: { published: known.coverage.repaired, ...known.coverage } };
    expect(report(outcome(right, { known: two }), { coverage: true }).out).toContain(
      ['published', 'repaired']
        .map((name) => coverageTable(name, two.coverage.repaired))
        .join('\n'),
    );
    expect(report(counted, { coverage: true }).out).toContain('Coverage of repaired');
    expect(report(counted).out).not.toContain('Coverage');
    expect(JSON.parse(report(counted, { coverage: true, json: '-' }).out).coverage).toEqual([
      { model: 'repaired', ...known.coverage.repaired },
    ]);
  });
});

describe('a check as it is asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-check-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const few = `check --sample ${KEPT} --runs 5 --seed 1`;
  const models = async (line: string): Promise<readonly string[]> => {
    const { results } = JSON.parse((await hvspec(`${line} --json -`)).out);
    return results.map(({ model }: { model: string }) => model);
  };

  it('is of both models, or of the one that is named', async () => {
    expect(await models(few)).toEqual(['published', 'repaired']);
    expect(await models(`${few} --model repaired`)).toEqual(['repaired']);
  });

  it.each([
    ['', false],
    [' --coverage', true],
    [' --min-coverage 1', true],
    [` --json ${join(folder, 'report')}`, true],
  ])("with '%s' counts coverage: %s", async (flags, counted) => {
    const file = join(mkdtempSync(join(folder, 'part-')), 'file');
    await hvspec(`${few} --resume ${file}${flags}`);
    expect(readCampaignFile(file).question.coverage).toBe(counted);
  });

  it('is held to a coverage, but no shard is, and no single history', async () => {
    const seldom = await hvspec(`${few} --min-coverage 1000`);
    expect([seldom.code, seldom.err]).toEqual([1, expect.stringContaining('fewer than 1000: ')]);
    const shard = await hvspec(`${few} --shard 1/2 --min-coverage 1`);
    expect([shard.code, shard.err]).toEqual([
      2,
      expect.stringMatching(
        /\nhvspec: --min-coverage needs all shards: give it to hvspec merge\n$/u,
      ),
    ]);
    expect((await hvspec(`${few} --shard 1/2`)).code).toBe(0);
    const single = await hvspec(`check ${KEPT} --path 3 --min-coverage 1`);
    expect([single.code, single.err]).toEqual([
      2,
      expect.stringMatching(/--min-coverage.*--path is one history/u),
    ]);
    const none = await hvspec(`${few} --min-coverage 0`);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('--min-coverage')]);
  });

  it('of all clauses speaks of the defects of the published model', async () => {
    const { out } = await hvspec('check --sample --level switch --runs 1 --seed 1');
    expect(out).toContain('of the published model:');
  });

  it('of some clauses speaks of the recorded defects among these', async () => {
    const { out } = await hvspec(`check --sample ${BROKEN} --runs 20 --seed 1`);
    expect(out).toContain('Recorded defects among these:');
  });
});

// The exit code of a merge, and what it says of shards that are missing, on parts made by hand: nothing is played.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CampaignFile } from '../properties/campaign/file.ts';
import { readCampaignFile, writeCampaignFile } from '../properties/campaign/file-store.ts';
import { BLOCK } from '../properties/campaign/plan.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLAUSE = 'host-dscr-returns';

/** A part in which the clause holds, written into a file. */
function part(
  index: number | null,
  of: number,
  blocks: readonly number[],
  {
    coverage = false,
    ...tally
  }: { coverage?: boolean } & Partial<CampaignFile['known']['tallies'][0]> = {},
): string {
  const file = join(folder, `part-${index}-of-${of}`);
  const runs = blocks.length * BLOCK;
  const blob: CampaignFile = {
    question: {
      subjects: [{ model: 'repaired', name: 'repaired' }],
      clauses: [CLAUSE],
      series: { seed: 1, runs: 20 * BLOCK },
      coverage,
    },
    share: { index, of },
    known: {
      done: { switch: blocks },
      switches: runs,
      tallies: [{ model: 'repaired', clause: CLAUSE, runs, met: runs, worst: null, ...tally }],
      coverage: coverage ? { repaired: { cells: {}, pairs: {} } } : {},
    },
  };
  writeCampaignFile(file, blob, blob.known);
  return file;
}

const every = (of: number, index: number) =>
  Array.from({ length: 20 }, (_, block) => block).filter((block) => block % of === index - 1);
const shard = (index: number, of = 2, more = {}) => part(index, of, every(of, index), more);

describe('a merge', () => {
  it('is 0 where all is there, and says nothing beside the report', async () => {
    const { code, out, err } = await hvspec(`merge ${shard(1)} ${shard(2)}`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('seed 0x1, 5000 runs a path, 5000 switches\n');
    expect(out).toContain(`holds ${20 * BLOCK}`);
  });

  it('is 4 where a shard is missing', async () => {
    const { code, out, err } = await hvspec(`merge ${shard(2)}`);
    expect(code).toBe(4);
    expect(out).toContain('1 of 1 verdicts are not decided');
    expect(err).toBe(
      'hvspec: shard 1 of 2 is missing: give its file too, or run it with --shard 1/2\n' +
        'hvspec: the budget ended after 2500 of 5000 runs; the results so far are above\n',
    );
  });

  it('says of a shard that is begun how to go on with it', async () => {
    const begun = part(1, 2, [0, 2]);
    const { code, err } = await hvspec(`merge ${begun} ${shard(2)}`);
    expect(code).toBe(4);
    expect(err).toContain(
      `shard 1 of 2 is not done: continue it with --shard 1/2 --resume ${begun}\n`,
    );
    const united = await hvspec(`merge ${part(null, 2, [0, 1])}`);
    expect(united.err).toContain(
      'shard 1 of 2 is not done: continue it with --shard 1/2 --resume FILE\n',
    );
  });

  it('says of a shard with nothing in it to go on with that', async () => {
    const empty = part(1, 2, []);
    const { err } = await hvspec(`merge ${empty} ${shard(2)}`);
    expect(err).toContain(
      `shard 1 of 2 is not done: continue it with --shard 1/2 --resume ${empty}`,
    );
  });

  it('counts the missing where they are many', async () => {
    const { err } = await hvspec(`merge ${shard(20, 20)}`);
    expect(err.match(/is missing/gu)).toHaveLength(12);
    expect(err).toContain('hvspec: and 7 more shards of 20\n');
    const thirteen = await hvspec(`merge ${shard(13, 13)}`);
    expect(thirteen.err.match(/is missing/gu)).toHaveLength(12);
    expect(thirteen.err).not.toContain('more shards');
  });

  it('says of one that was not cut only that it is not done', async () => {
    const { code, err } = await hvspec(`merge ${part(1, 1, [0, 1])}`);
    expect([code, err]).toEqual([
      4,
      'hvspec: the budget ended after 500 of 5000 runs; the results so far are above\n',
    ]);
  });

  it('writes what it has united', async () => {
    const file = join(folder, 'united');
    await hvspec(`merge ${shard(1)} ${shard(2)} --resume ${file}`);
    expect(readCampaignFile(file)).toMatchObject({
      share: { index: null, of: 2 },
      known: { switches: 20 * BLOCK },
    });
  });

  it('holds to a coverage only what has counted it', async () => {
    const parts = `${shard(1)} ${shard(2)}`;
    for (const flag of ['--coverage', '--min-coverage 1']) {
      const { code, err } = await hvspec(`merge ${parts} ${flag}`);
      expect([code, err]).toEqual([
        2,
        'hvspec: these parts have no coverage counts: give --coverage to every shard\n',
      ]);
    }
    const counted = `${shard(1, 2, { coverage: true })} ${shard(2, 2, { coverage: true })}`;
    const seldom = await hvspec(`merge ${counted} --min-coverage 1`);
    expect(seldom.code).toBe(1);
    expect(seldom.err).toContain('fewer than 1: repaired: ');
    expect((await hvspec(`merge ${counted} --coverage`)).code).toBe(0);
  });

  it('refuses a violation that its history does not show', async () => {
    const history = { w: [], r: [{ changes: [], delays: [], guest: [] }] };
    const worst = { verdict: 'violated', weight: 1, index: 0, level: 'switch', history } as const;
    const { code, err } = await hvspec(`merge ${shard(1, 2, { worst })} ${shard(2)}`);
    expect(code).toBe(2);
    expect(err).toMatch(/^hvspec: '.*part-1-of-2', '.*part-2-of-2' is damaged \(/u);
  });

  it('refuses a file for its report that cannot be written, before anything is read', async () => {
    const { code, err } = await hvspec(`merge ${join(folder, 'none')} --json ${folder}`);
    expect([code, err]).toEqual([2, expect.stringContaining('--json cannot write')]);
  });

  it('brings a corpus up to date', async () => {
    const { code, err } = await hvspec(
      `merge ${shard(1)} ${shard(2)} --corpus ${join(folder, 'corpus')}`,
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^hvspec: corpus .*corpus: 0 replayed, 0 pruned, 0 added\n$/u);
  });

  it('takes the time from its beginning on', async () => {
    const line = `merge ${shard(1)} ${shard(2)} --json -`;
    const { out } = await hvspec(line, false, {}, () => 5000);
    expect(JSON.parse(out)).toMatchObject({ elapsedMs: 0 });
  });

  it('refuses what is not for its parts', async () => {
    const parts = `${shard(1)} ${shard(2)}`;
    const source = await hvspec(`merge ${parts} --kernel a.S`);
    expect([source.code, source.err]).toEqual([
      2,
      expect.stringMatching(/^hvspec: '.*part-1-of-2' is not from kernel source: /u),
    ]);
    const none = await hvspec(`merge ${parts} --min-coverage 0`);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('--min-coverage')]);
  });

  it('reports for scripts as well', async () => {
    const file = join(folder, 'report.json');
    const { code } = await hvspec(`merge ${shard(1)} ${shard(2)} --json ${file}`);
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ complete: true });
  });

  it.runIf(triesAll)(
    'is of all clauses, or of some: which defects it speaks of goes by that',
    async () => {
      const united = async (name: string, clauses: string) => {
        const file = join(folder, name);
        await hvspec(`check --sample --model published --seed 1 --resume ${file} ${clauses}`);
        return (await hvspec(`merge ${file}`)).out;
      };
      const some = await united('some', '--runs 20 host-cr-fields-return');
      expect(some).toContain('Recorded defects among these:');
      expect(await united('all', '--runs 1')).toContain('Recorded defects of the published model:');
    },
  );
});

// --corpus as a script meets it: the first run fills it, the next plays it first, and what no longer shows leaves it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-corpus-'));
const command = `check --model published --seed 3 --corpus ${folder}`;
afterAll(() => rmSync(folder, { recursive: true }));

describe('a corpus', () => {
  beforeAll(async () => {
    const { err } = await hvspec(`${command} --runs 400 host-cr-fields-return host-dscr-returns`);
    expect(err).toContain('0 replayed, 0 pruned, 1 added');
  });

  it('keeps a counterexample for each clause that is violated', () => {
    expect(readdirSync(folder)).toEqual(['published.host-cr-fields-return.json']);
  });

  it('is played first: one run is enough', async () => {
    const { code, out, err } = await hvspec(`${command} --runs 1 host-cr-fields-return`);
    expect(code).toBe(0);
    expect(out).toContain('violated, known');
    expect(err).toContain('1 replayed, 0 pruned, 0 added');
  });

  it('loses what no longer shows, where its clause was judged', async () => {
    const stale = join(folder, 'repaired.host-cr-fields-return.json');
    const text = readFileSync(join(folder, 'published.host-cr-fields-return.json'), 'utf8');
    writeFileSync(stale, text.replace('"published"', '"repaired"'));
    const other = await hvspec(
      `check --model repaired --runs 1 --corpus ${folder} host-dscr-returns`,
    );
    expect(other.err).toContain('0 replayed, 0 pruned, 0 added');
    const { err } = await hvspec(
      `check --model repaired --runs 60 --corpus ${folder} host-cr-fields-return`,
    );
    expect(err).toContain('1 replayed, 1 pruned, 0 added');
    expect(readdirSync(folder)).toEqual(['published.host-cr-fields-return.json']);
  });

  it('that is damaged stops everything, and stays as it is', async () => {
    const path = mkdtempSync(join(tmpdir(), 'hvspec-damaged-'));
    writeFileSync(join(path, 'a.json'), '{}');
    const { code, out, err } = await hvspec(`check --runs 5 --corpus ${path}`);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(
      /^hvspec: '.*a\.json' is not a counterexample .*: remove it, or name .*\n$/u,
    );
    expect(readdirSync(path)).toEqual(['a.json']);
    rmSync(path, { recursive: true });
  });
});

// Parts of a campaign: shards united say what one run says, one that was cut short is gone on with, and nothing counts twice.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hvspec } from './hand-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
const check = 'check --runs 1000 --seed 9 host-cr-fields-return host-dscr-returns';

/** A report but for the time that it took. */
const said = (name: string): string =>
  readFileSync(file(name), 'utf8').replace(/"elapsedMs": \d+/u, '');

describe('shards', () => {
  const parts = [1, 2, 3].map((i) => file(`part-${i}`));
  beforeAll(async () => {
    await hvspec(`${check} --json ${file('one.json')}`);
    for (const i of [1, 2, 3])
      await hvspec(`${check} --shard ${i}/3 --resume ${file(`part-${i}`)} --json ${file('x')}`);
  });

  it('say together, in any order, byte for byte what one run says', async () => {
    const { code } = await hvspec(
      `merge ${parts.toReversed().join(' ')} --json ${file('all.json')}`,
    );
    expect(code).toBe(0);
    expect(said('all.json')).toBe(said('one.json'));
  });

  it('are not decided where one is missing', async () => {
    const { code, err } = await hvspec(`merge ${parts.slice(1).join(' ')}`);
    expect(code).toBe(4);
    expect(err).toContain('the budget ended after 500 of 1000 runs');
  });

  it('may not be given twice', async () => {
    copyFileSync(file('part-1'), file('copy'));
    const { code, err } = await hvspec(`merge ${parts.join(' ')} ${file('copy')}`);
    expect(code).toBe(2);
    expect(err).toMatch(
      /block 0 of switch in '.*copy' is in another file too: leave one of them out/u,
    );
  });

  it('of other questions are refused', async () => {
    await hvspec(`check --runs 250 --seed 8 host-cr-fields-return --resume ${file('other')}`);
    const { code, err } = await hvspec(`merge ${parts[0]} ${file('other')}`);
    expect(code).toBe(2);
    expect(err).toContain('are no parts of one campaign: their clauses differ');
  });

  it.each([
    ['{', /it is no JSON/u],
    ['{}', /name what --resume FILE has written/u],
    ['{"schema":"x","question":{},"known":{"done":{},"tallies":[]}}', /its schema is x/u],
  ])('that read %s are refused', async (text, complaint) => {
    writeFileSync(file('bad'), text);
    const { code, err } = await hvspec(`merge ${file('bad')}`);
    expect(code).toBe(2);
    expect(err).toMatch(complaint);
  });
});

describe('a campaign that was cut short', () => {
  it('goes on where it stopped, and says what one run says', async () => {
    const kept = file('kept');
    const cut = await hvspec(`${check} --resume ${kept} --json ${file('x')}`, true);
    expect(cut.code).toBe(4);
    const { code } = await hvspec(`${check} --resume ${kept} --json ${file('on.json')}`);
    expect(code).toBe(0);
    expect(said('on.json')).toBe(said('one.json'));
  });

  it('takes seed and runs from its file, and is not gone on with as another', async () => {
    const same = 'check host-cr-fields-return host-dscr-returns';
    const { code } = await hvspec(`${same} --resume ${file('kept')} --json ${file('again.json')}`);
    expect(code).toBe(0);
    expect(said('again.json')).toBe(said('one.json'));
    const other = await hvspec(`${same} --seed 10 --resume ${file('kept')} --json ${file('x')}`);
    expect(other.code).toBe(2);
    expect(other.err).toContain('is of another campaign: its series differ');
  });
});

// Parts of a campaign: shards united say what one run says, one that was cut short is gone on with, and nothing counts twice.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hvspec } from './testing/run-cli.ts';
import { sealed } from './testing/sealed.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
const check = 'check --sample --runs 1000 --seed 9 host-cr-fields-return host-dscr-returns';

/** A report without the time that it took. */
const said = (name: string): string =>
  readFileSync(file(name), 'utf8').replace(/"elapsedMs": \d+/u, '');

describe('shards', () => {
  const parts = [1, 2, 3].map((i) => file(`part-${i}`));
  beforeAll(async () => {
    await hvspec(`${check} --json ${file('one.json')}`);
    for (const i of [1, 2, 3])
      await hvspec(`${check} --shard ${i}/3 --resume ${file(`part-${i}`)} --json ${file('x')}`);
  }, 60_000);

  it('say together, in any order, byte for byte what one run says', async () => {
    const { code } = await hvspec(
      `merge ${parts.toReversed().join(' ')} --json ${file('all.json')}`,
    );
    expect(code).toBe(0);
    expect(said('all.json')).toBe(said('one.json'));
  });

  it('are not decided where one is missing, or not done: it is said which', async () => {
    const { code, err } = await hvspec(`merge ${parts.slice(1).join(' ')}`);
    expect(code).toBe(4);
    expect(err).toContain(
      'shard 1 of 3 is missing: give its file too, or run it with --shard 1/3\n',
    );
    expect(err).toContain('the budget ended after 500 of 1000 runs');
    await hvspec(`${check} --coverage --shard 3/3 --resume ${file('cut')}`, true);
    const cut = await hvspec(`merge ${parts[0]} ${parts[1]} ${file('cut')}`);
    expect(cut.code).toBe(4);
    expect(cut.err).toContain(
      `shard 3 of 3 is not done: continue it with --shard 3/3 --resume ${file('cut')}\n`,
    );
  });

  it('that are united may be united with others, or be gone on with as a whole', async () => {
    const { code } = await hvspec(`merge ${parts[0]} ${parts[2]} --resume ${file('two')}`);
    expect(code).toBe(4);
    copyFileSync(file('two'), file('whole'));
    const twice = await hvspec(`merge ${file('two')} ${parts[0]}`);
    expect([twice.code, twice.err]).toEqual([2, expect.stringMatching(/both have block 0 of /u)]);
    await hvspec(`merge ${file('two')} ${parts[1]} --json ${file('all.json')}`);
    expect(said('all.json')).toBe(said('one.json'));
    await hvspec(
      `check host-cr-fields-return host-dscr-returns --resume ${file('whole')} --json ${file('on.json')}`,
    );
    expect(said('on.json')).toBe(said('one.json'));
  });

  it('keep together the counterexamples that one run keeps', async () => {
    await hvspec(`${check} --corpus ${file('corpus-one')}`);
    const { err } = await hvspec(`merge ${parts.join(' ')} --corpus ${file('corpus-all')}`);
    expect(err).toContain('0 replayed, 0 pruned, 1 added');
    const name = 'published.host-cr-fields-return.json';
    expect(readFileSync(file(`corpus-all/${name}`), 'utf8')).toBe(
      readFileSync(file(`corpus-one/${name}`), 'utf8'),
    );
  });

  it('are held to a coverage only together, and where they have counted it', async () => {
    const covered = await hvspec(`merge ${parts.join(' ')} --min-coverage 1000`);
    expect(covered.code).toBe(1);
    expect(covered.err).toContain('fewer than 1000: ');
    const one = await hvspec(`${check} --shard 1/3 --min-coverage 1`);
    expect([one.code, one.err]).toEqual([2, expect.stringContaining('give it to hvspec merge')]);
    await hvspec(`${check} --shard 1/3 --resume ${file('uncovered')}`);
    const none = await hvspec(`merge ${file('uncovered')} --coverage`);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('give --coverage to every')]);
  });

  it.each<[string, [string | RegExp, string], RegExp]>([
    [
      'of another version',
      ['"version":"', '"version":"9.'],
      /'.*bad' is of version 9\..*, and this/u,
    ],
    [
      'of another seed',
      ['"seed":9', '"seed":8'],
      /'.*bad' are .* their seeds differ \(0x9, 0x8\)/u,
    ],
    ['of other runs', ['"runs":1000}', '"runs":999}'], /'.*bad' .* runs differ \(1000, 999\)/u],
    [
      'of other clauses',
      [/\["(host-cr-fields-return)","(host-dscr-returns)"\]/u, '["$2","$1"]'],
      /'.*bad' .* their clauses differ/u,
    ],
    [
      'of other coverage',
      [/"coverage":true(.*"coverage":)\{.*\}(,"digest")/su, '"coverage":false$1{}}$2'],
      /'.*bad' .* coverage differs \(/u,
    ],
    ['cut in another way', ['"of":3', '"of":4'], /'.*bad' .* their shards differ \(of 3, of 4\)/u],
    ['given twice', ['', ''], /'.*bad' and '.*part-2' both have shard 2 of 3: leave one/u],
    [
      'that say that they are another shard',
      ['"index":2', '"index":3'],
      /'.*bad' is damaged \(block 1 of switch is not played there\): run it again/u,
    ],
    [
      'that are damaged',
      ['"tallies":[', '"tallies":[7,'],
      /'.*bad' is damaged \(known\/tallies\/0 must be object\): run it again/u,
    ],
    ['that are torn', [/.{9}$/su, ''], /'.*bad' is not a campaign: it is not JSON/u],
    ['that are none', [/^.*$/su, '{}'], /'.*bad' is not a campaign: name what --resume FILE has/u],
    [
      'of other schemas',
      ['campaign/2', 'campaign/1'],
      /'.*bad' .*: its schema is hvspec.campaign\/1/u,
    ],
  ])('%s are refused', async (_name, [from, to], complaint) => {
    const text = readFileSync(file('part-2'), 'utf8');
    const changed = text.replace(from, to);
    expect(to === from || changed !== text).toBe(true);
    writeFileSync(file('bad'), sealed(changed));
    const { code, out, err } = await hvspec(`merge ${parts[0]} ${parts[1]} ${file('bad')}`);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toMatch(complaint);
  });
});

describe('a shard', () => {
  it('says of itself only what cannot change: nothing fails for what other shards will meet', async () => {
    const rare = 'check --sample some-exit-is-machine-check host-dscr-returns --runs 500 --seed 1';
    const { code, out, err } = await hvspec(`${rare} --shard 2/500`);
    expect(code).toBe(0);
    expect(out).toContain('4 of 4 verdicts are not decided');
    expect(err).toContain('shard 2 of 500 is done, 0 of 4 verdicts are decided');
  });

  it('needs the seed that the others have', async () => {
    const { code, err } = await hvspec('check --shard 2/3');
    expect([code, err]).toEqual([2, expect.stringContaining('a shard needs --seed S')]);
  });

  it('goes on as its file says, and a file is not gone on with as another shard', async () => {
    const same = 'check host-cr-fields-return host-dscr-returns --resume';
    const on = await hvspec(`${same} ${file('part-2')} --json ${file('x')}`);
    expect(on.err).toContain('shard 2 of 3, by its file');
    const other = await hvspec(`${same} ${file('part-2')} --shard 3/3`);
    expect(other.code).toBe(2);
    expect(other.err).toContain('its shards differ (2 of 3, 3 of 3)');
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
    const same = 'check --sample host-cr-fields-return host-dscr-returns';
    const { code } = await hvspec(`${same} --resume ${file('kept')} --json ${file('again.json')}`);
    expect(code).toBe(0);
    expect(said('again.json')).toBe(said('one.json'));
    const other = await hvspec(`${same} --seed 10 --resume ${file('kept')} --json ${file('x')}`);
    expect(other.code).toBe(2);
    expect(other.err).toContain('belongs to another campaign: its seeds differ (0x9, 0xa)');
  });
});

// A campaign as processes that are killed, interrupted and run out of time: what they come to is what one run comes to.
//
// They are of the command as it was built, since only that has threads.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hvspecProcess, twoAtATime, until } from './process-run.ts';
import { readBlob } from './resume.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-shards-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
const check =
  'check --runs 40000 --seed 9 host-cr-fields-return host-dscr-returns each-exit-is-handled-once';
const parts = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({ i, kept: file(`part-${i}`) }));
const LONG = 120_000;

/** A report, but for the time that it took. */
const timeless = (text: string): string =>
  text.replace(/"elapsedMs": \d+/u, '').replace(/ in [\d.]+ s \(\d+\/s\)/u, '');

/** What merge says of files. */
async function merged(...files: readonly string[]) {
  const said = await hvspecProcess(`merge ${files.join(' ')} --json -`).said;
  return { ...said, out: timeless(said.out) };
}

/** Blocks that a file knows of. */
const blocksIn = (kept: string): number => Object.values(readBlob(kept).known.done).flat().length;

let whole = '';
let table = '';
beforeAll(async () => {
  const { code, out } = await hvspecProcess(`${check} --workers 1 --resume ${file('one')}`).said;
  expect(code).toBe(0);
  table = timeless(out);
  whole = (await merged(file('one'))).out;
}, LONG);

it.each([2, 3])(
  'a run on %i threads says what one on one thread says',
  async (workers) => {
    const kept = file(`workers-${workers}`);
    await hvspecProcess(`${check} --workers ${workers} --resume ${kept}`).said;
    expect((await merged(kept)).out).toBe(whole);
  },
  LONG,
);

describe('eight shards', () => {
  const [third] = parts.slice(2);
  const line = ({ i, kept }: (typeof parts)[number]) =>
    `${check} --workers 1 --shard ${i}/8 --resume ${kept}`;

  beforeAll(async () => {
    await twoAtATime(parts, async (part) => {
      const { child, said } = hvspecProcess(line(part));
      if (part === third)
        await until(() => existsSync(part.kept)).then(() => child.kill('SIGKILL'));
      const { code, signal } = await said;
      expect([code, signal]).toEqual(part === third ? [-1, 'SIGKILL'] : [0, null]);
    });
  }, LONG);

  it('of which one was killed are no campaign: merge says which, and how it is mended', async () => {
    const kept = parts.map((part) => part.kept);
    const cut = await merged(...kept);
    expect(cut.code).toBe(4);
    expect(cut.err).toMatch(
      /^hvspec: shard 3 of 8 is not done: go on with it, --shard 3\/8 --resume \S+part-3\n/u,
    );
    const seven = await merged(...kept.filter((one) => one !== third?.kept));
    expect(seven.code).toBe(4);
    expect(seven.err).toMatch(
      /^hvspec: shard 3 of 8 is missing: give its file too, or play it with --shard 3\/8\n/u,
    );
  });

  it(
    'say what one run says once that one was run again, byte for byte',
    async () => {
      if (third === undefined) throw new Error('there is no third shard');
      expect((await hvspecProcess(line(third)).said).code).toBe(0);
      const all = await merged(...parts.map(({ kept }) => kept));
      expect([all.code, all.err]).toEqual([0, '']);
      expect(all.out).toBe(whole);
      const { out } = await hvspecProcess(`merge ${parts.map(({ kept }) => kept).join(' ')}`).said;
      expect(timeless(out)).toBe(table);
    },
    LONG,
  );
});

describe('a run that is stopped', () => {
  it(
    'by its time, then by SIGINT, then by SIGTERM, keeps what it knows, and comes to the same',
    async () => {
      const kept = file('stopped');
      const long = check.replace('40000', '150000');
      const line = `${long} --workers 2 --resume ${kept}`;
      expect((await hvspecProcess(`${line} --time 1`).said).code).toBe(4);
      expect(() => blocksIn(kept)).not.toThrow();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const { mtimeMs } = statSync(kept);
        const { child, said } = hvspecProcess(line);
        await until(() => statSync(kept).mtimeMs !== mtimeMs);
        child.kill(signal);
        const { code, err } = await said;
        expect(code).toBe(4);
        expect(err).toMatch(
          /the budget ended after \d+ of 150000 runs; go on with --resume \S+\n/u,
        );
      }
      expect((await hvspecProcess(line).said).code).toBe(0);
      await hvspecProcess(`${long} --workers 2 --resume ${file('not-stopped')}`).said;
      expect((await merged(kept)).out).toBe((await merged(file('not-stopped'))).out);
    },
    LONG,
  );

  it(
    'by SIGKILL, at whatever moment, leaves a file that is whole, and loses a second at most at first',
    async () => {
      const kept = file('killed');
      const { child, said } = hvspecProcess(
        `check --runs 1000000 --seed 9 --workers 1 host-cr-fields-return --resume ${kept}`,
      );
      await until(() => existsSync(kept) && blocksIn(kept) > 0);
      child.kill('SIGKILL');
      await said;
      expect(blocksIn(kept)).toBeGreaterThan(0);
      expect(readdirSync(folder).filter((name) => /^killed.+(?<!\.new)$/u.test(name))).toEqual([]);
    },
    LONG,
  );
});

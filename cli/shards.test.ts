// A campaign as processes that are killed and interrupted: what they come to is what one run comes to.
//
// They are of the command as it was built, since only that has threads. None is interrupted after a fixed time, but when its file
// says how far it has come, or it strikes itself. By default only a signal is tried: shards are united in one process in merge.test.ts.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CampaignProgress,
  carryOn,
  inThisThread,
  nothingKnown,
} from '../properties/campaign/campaign.ts';
import { evaluatorsOf } from '../properties/campaign/evaluators.ts';
import type { CampaignFile } from '../properties/campaign/file.ts';
import { readCampaignFile } from '../properties/campaign/file-store.ts';
import { BLOCK } from '../properties/campaign/plan.ts';
import { few, triesAll } from '../properties/testing/rows.ts';
import { hvspecProcess, hvspecStruck, twoAtATime, until } from './testing/process-run.ts';
import { hvspec } from './testing/run-cli.ts';
import { clausesNamed } from './usage.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-shards-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);

// More judgements than threads are worth, with few histories: most of these clauses cost little.
const clauses = [
  'host-cr-fields-return',
  'each-exit-is-handled-once',
  'host-dscr-returns',
  'host-msr-returns',
  'host-return-address-returns',
  'host-stack-and-paca-return',
  'guest-cr-survives',
  'guest-lr-survives',
  'guest-dscr-survives',
];
const check = `check --sample --runs 1500 --seed 9 ${clauses.join(' ')}`;
const endless = `${check.replace('1500', '100000000')} --model repaired`;
const parts = [1, 2, 3].map((i) => ({ i, kept: file(`part-${i}`) }));
const LONG = 120_000;

/** A report without the time that it took. */
const timeless = (text: string): string =>
  text.replace(/"elapsedMs": \d+/u, '').replace(/ in [\d.]+ s \(\d+\/s\)/u, '');

/** What merge says of files. */
async function merged(...files: readonly string[]) {
  const said = await hvspec(`merge ${files.join(' ')} --json -`);
  return { ...said, out: timeless(said.out) };
}

/** Blocks that a file knows of; none where there is none yet. */
const blocksIn = (kept: string): number =>
  existsSync(kept) ? Object.values(readCampaignFile(kept).known.done).flat().length : 0;

/** What the blocks that a file knows of come to when they are played here, one after another. */
async function again({ question, known }: CampaignFile): Promise<CampaignProgress> {
  const { subjects, series } = question;
  const evaluators = evaluatorsOf(subjects, clausesNamed(question.clauses), { without: new Set() });
  const length = Math.max(...Object.values(known.done).flat()) + 1;
  const others = evaluators.levels.map(({ name }): [string, number[]] => {
    const own = new Set(known.done[name]);
    return [name, Array.from({ length }, (_, i) => i).filter((block) => !own.has(block))];
  });
  const begin = { ...nothingKnown(subjects, evaluators), done: Object.fromEntries(others) };
  const asked = { subjects, series: { ...series, runs: length * BLOCK } };
  return (await carryOn(begin, evaluators, inThisThread(evaluators), asked)).known;
}

let whole = '';
let table = '';
beforeAll(async () => {
  if (!triesAll) return;
  const { code, out } = await hvspecProcess(`${check} --workers 1 --resume ${file('one')}`).said;
  expect(code).toBe(0);
  table = timeless(out);
  whole = (await merged(file('one'))).out;
}, LONG);

it.runIf(triesAll)(
  'a run on three threads says what one on one thread says',
  async () => {
    const kept = file('threads');
    await hvspecProcess(`${check} --workers 3 --resume ${kept}`).said;
    expect((await merged(kept)).out).toBe(whole);
  },
  LONG,
);

describe.runIf(triesAll)('three shards', () => {
  const [, second] = parts;
  const line = ({ i, kept }: (typeof parts)[number]) =>
    `${check} --workers 1 --shard ${i}/3 --resume ${kept}`;

  beforeAll(async () => {
    await twoAtATime(parts, async (part) => {
      const { said } =
        part === second ? hvspecStruck(line(part), 'after', 1) : hvspecProcess(line(part));
      const { code, signal } = await said;
      expect([code, signal]).toEqual(part === second ? [-1, 'SIGKILL'] : [0, null]);
    });
  }, LONG);

  it('of which one was killed are not a campaign: merge says which, and what to do', async () => {
    const kept = parts.map((part) => part.kept);
    const cut = await merged(...kept);
    expect(cut.code).toBe(4);
    expect(cut.err).toMatch(
      /^hvspec: shard 2 of 3 is not done: continue it with --shard 2\/3 --resume \S+part-2\n/u,
    );
    const two = await merged(...kept.filter((one) => one !== second?.kept));
    expect(two.code).toBe(4);
    expect(two.err).toMatch(
      /^hvspec: shard 2 of 3 is missing: give its file too, or run it with --shard 2\/3\n/u,
    );
  });

  it(
    'say what one run says once that one was run again, byte for byte',
    async () => {
      if (second === undefined) throw new Error('there is no second shard');
      expect((await hvspecProcess(line(second)).said).code).toBe(0);
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
    'by signals keeps what it knows: the counts of the blocks, on any workers',
    async () => {
      const kept = file('stopped');
      for (const signal of few(['SIGTERM', 'SIGINT'] as const, 1)) {
        const before = blocksIn(kept);
        const { child, said } = hvspecProcess(`${endless} --workers 2 --resume ${kept}`);
        await until(() => blocksIn(kept) > before);
        child.kill(signal);
        const { code, err } = await said;
        expect(code).toBe(4);
        expect(err).toMatch(
          /the budget ended after \d+ of 100000000 runs; continue with --resume \S+\n/u,
        );
      }
      const blob = readCampaignFile(kept);
      const { tallies, switches } = await again(blob);
      expect({ tallies, switches }).toEqual({
        tallies: blob.known.tallies,
        switches: blob.known.switches,
      });
    },
    LONG,
  );

  it.runIf(triesAll).each([
    ['after', 1],
    ['before', 0],
  ] as const)(
    'by SIGKILL, %s its file is renewed, leaves a file that is whole',
    async (when, least) => {
      const kept = file(`killed-${when}`);
      const { signal } = await hvspecStruck(`${endless} --workers 1 --resume ${kept}`, when, 2)
        .said;
      expect(signal).toBe('SIGKILL');
      expect(Math.sign(blocksIn(kept))).toBe(least);
      const beside = readdirSync(folder).filter((name) => name.startsWith(`killed-${when}.`));
      expect(beside.map((name) => name.endsWith('.new'))).toEqual(least === 0 ? [true] : []);
    },
    LONG,
  );
});

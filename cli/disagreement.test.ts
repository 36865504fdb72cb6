// Two readers of the model that disagree: the compiled one is made to lie, here and in the threads of the built command, and the
// command says so in one line, ends at once, and exits 3. What it kept before stays.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { repaired } from '../model/paths/repairs.ts';
import { readCampaignFile } from '../properties/campaign/file-store.ts';
import { minimise } from '../properties/levels/minimise.ts';
import { compiledPairs } from '../properties/levels/noninterference/counting.ts';
import { pairHistories, pairHistory } from '../properties/levels/noninterference/history.ts';
import { pairs } from '../properties/levels/noninterference/level.ts';
import { histories } from '../properties/levels/switch/history.ts';
import { stageWithout } from '../properties/levels/switch/play.ts';
import { SEVERITY } from '../properties/severity.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { clauseNamed } from '../spec/contract.ts';
import { hvspecProcess } from './testing/process-run.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-liar-'));
afterAll(() => rmSync(folder, { recursive: true }));

vi.mock(import('../properties/compiled/evaluator.ts'), async (original) => {
  const { compiledEvaluator, isInVmalloc } = await original();
  return {
    isInVmalloc,
    compiledEvaluator: (...all) => {
      const evaluator = compiledEvaluator(...all);
      return {
        ...evaluator,
        judge(...history) {
          const judged = evaluator.judge(...history);
          judged.verdicts.fill(SEVERITY.violated);
          return judged;
        },
      };
    },
  };
});

vi.mock(import('../properties/compiled/pair-evaluator.ts'), async (original) => {
  const { pairEvaluator } = await original();
  return {
    pairEvaluator: (...all) => {
      const evaluator = pairEvaluator(...all);
      return evaluator && { judge: (pair) => evaluator.judge(pair)?.fill(SEVERITY.violated) };
    },
  };
});

/** Histories that a thread judges honestly first: some blocks, which are kept whichever thread is the first to lie. */
const HONEST = 2000;

/** A copy of the built command, in whose threads, and nowhere else, the compiled evaluator lies after a while. */
function liar(): string {
  for (const name of ['dist', 'package.json'])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'dist/properties/compiled/evaluator.js');
  const text = readFileSync(file, 'utf8');
  const renamed = text.replace('export function compiledEvaluator(', 'function honest(');
  expect(renamed).not.toBe(text);
  const lying = `
    import { workerData } from 'node:worker_threads';
    export const compiledEvaluator = (...all) => {
      const evaluator = honest(...all);
      let judgements = 0;
      return workerData?.args !== undefined ? evaluator : { ...evaluator, judge(...history) {
        const judged = evaluator.judge(...history);
        if (++judgements > ${HONEST}) judged.verdicts.fill(${SEVERITY.violated});
        return judged;
      } };
    };`;
  writeFileSync(file, `${renamed}${lying}`);
  return join(folder, 'dist/cli/hvspec.js');
}

const SAYS =
  /^hvspec: two readers of the model disagree: on host-dscr-returns the compiled one says violated, the plain one holds\n$/u;

it('is said in one line, with exit code 3', async () => {
  const { code, out, err } = await hvspec(
    'check --sample host-dscr-returns --model repaired --seed 1',
  );
  expect([code, out]).toEqual([3, '']);
  expect(err).toMatch(SAYS);
});

it('is said where only the compiled one finds a history broken that was made minimal', () => {
  const [history] = fc.sample(histories, { numRuns: 1, seed: 1 });
  if (history === undefined) throw new Error('nothing was drawn');
  const clause = clauseNamed('host-dscr-returns');
  const minimal = () => minimise(repaired, clause, history, stageWithout(new Set()), histories);
  expect(minimal).toThrow(
    /^two readers of the model disagree: on host-dscr-returns the compiled one says violated, the plain one holds$/u,
  );
});

it('is said of pairs, where one is to be shown and where one was made simpler', () => {
  const clause = clauseNamed('way-in-tells-nothing-of-the-host');
  const { run, shrink } = compiledPairs(pairs, repaired, [clause], {});
  const [pair = null] = fc.sample(pairHistories, { numRuns: 1, seed: 3 }).map(pairHistory.write);
  const says =
    /^two readers of the model disagree: on way-in-tells-nothing-of-the-host the compiled one says violated, /u;
  expect(() => run({ seed: 3, runs: 2 })).toThrow(says);
  expect(() => shrink(clause, pair)).toThrow(says);
});

it.runIf(triesAll)(
  'is said of a thread as of the first one, and ends the run',
  async () => {
    const kept = join(folder, 'kept.json');
    const { code, out, err } = await hvspecProcess(
      `check --sample host-dscr-returns --model repaired --seed 1 --runs 100000000 --workers 2 --resume ${kept}`,
      liar(),
    ).said;
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(SAYS);
    expect(readCampaignFile(kept).known.done).toHaveProperty('switch');
  },
  120_000,
);

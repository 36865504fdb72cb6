// A process that has the tests of a part loaded, and takes those that it is asked for, with the mutant that it is asked for.
import { register } from 'node:module';
import { argv, cwd } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import type { TestInPlace } from './in-place.ts';
import { end, testsIn } from './in-place.ts';
import type { Answer, Start, TestOutcome, TestRun } from './tries.ts';

/** What the mutated text asks: which mutant is there, and how often it may be come to. */
const active: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: active });

const { files, mutant }: Start = JSON.parse(argv[2] ?? '');
if (mutant !== undefined) active.activeMutant = mutant;
register(new URL('./as-modules.js', import.meta.url));
const tests = await testsIn(files, (file) => import(pathToFileURL(`${cwd()}/${file}`).href));
process.on('message', (round: TestRun) => void answer(round));
process.on('disconnect', () => void end().then(() => process.exit()));
process.send?.('loaded');

async function answer(round: TestRun): Promise<void> {
  process.send?.(await played(round));
}

async function played(round: TestRun): Promise<Answer> {
  const { tests: named } = round;
  const asked = named === undefined ? tests : tests.filter(({ id }) => named.includes(id));
  if (named !== undefined && asked.length < named.length) throw new Error('no such test');
  active.hitCount = 0;
  if (round.limit !== undefined) active.hitLimit = round.limit;
  if (round.mutant !== undefined) active.activeMutant = round.mutant;
  const taken: TestOutcome[] = [];
  let failed: TestInPlace | undefined;
  for (const test of asked) {
    const one = await take(test);
    taken.push(one);
    if (one.failure !== undefined) failed = test;
    if (failed !== undefined && round.until === 'failure') break;
  }
  const hits = active.hitCount;
  delete active.hitLimit;
  if (round.mutant !== undefined) delete active.activeMutant;
  const isClean = failed === undefined || (await take(failed)).failure === undefined;
  return { taken, hits, isClean, coverage: active.mutantCoverage };
}

async function take({ id, name, file, run }: TestInPlace): Promise<TestOutcome> {
  const begun = performance.now();
  active.currentTestId = id;
  let failure: string | undefined;
  try {
    await run();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  delete active.currentTestId;
  return { id, name, file, ms: performance.now() - begun, failure };
}

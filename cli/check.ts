// hvspec check: judges the contract on both reference paths and prints the verdicts side by side.

import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type Checked, check, type Result } from '../properties/check.ts';
import { expectedOf, type ModelName, modelNames, models } from '../properties/models.ts';
import { stageWithout } from '../properties/play.ts';
import { card } from '../properties/report/card.ts';
import { reportJson } from '../properties/report/json.ts';
import { type Shown, show } from '../properties/report/shown.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { progressBar } from './progress.ts';
import { clausesNamed, positive, seedFrom, UsageError, unknown } from './usage.ts';
import { recordedLines, verdictTable } from './verdict-table.ts';

export interface CheckFlags {
  readonly model?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly path?: string;
  readonly time?: string;
  readonly json?: string;
}

const RUNS = 2000;

/** Runs the verb and returns its exit code. */
export async function checkVerb(
  names: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(names);
  checkWritable(flags.json);
  const chosen = flags.model === undefined ? modelNames : [modelFrom(flags.model)];
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const runs = runsFrom(flags, seconds);
  const seed = flags.seed === undefined ? randomInt(2 ** 32) | 0 : seedFrom('--seed', flags.seed);
  const path = pathFrom(flags.path);
  const begun = performance.now();
  const late = () => seconds !== undefined && performance.now() - begun > seconds * 1000;
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  const bar = progressBar(io.progress, runs);
  const checked = await check({
    subjects: chosen.map((model) => ({ model, program: models[model] })),
    clauses,
    runs,
    seed,
    ...(path === undefined ? {} : { path }),
    stop: () => interrupted || late(),
    progress: bar.update,
  });
  bar.end();
  quiet();
  const budgetEnded = !checked.complete && (interrupted || flags.runs !== undefined);
  const elapsedMs = Math.round(performance.now() - begun);
  const judged = budgetEnded ? withoutVerdicts(checked) : checked;
  if (flags.json === undefined) io.out(textOf(judged, seed, elapsedMs, io, names.length === 0));
  else writeJson(io, flags.json, reportJson(judged, { seed, elapsedMs, expected, counterexample }));
  if (flags.json !== undefined && flags.json !== '-') io.out(`${flags.json} written\n`);
  if (budgetEnded) {
    io.err(
      `hvspec: the budget ended after ${checked.runs} of ${runs} runs; what is known is above\n`,
    );
    return 4;
  }
  return judged.results.every(asExpected) ? 0 : 1;
}

const stage = stageWithout(new Set());

const isModel = (name: string): name is ModelName => modelNames.some((known) => known === name);

const modelFrom = (name: string): ModelName =>
  isModel(name) ? name : unknown('model', name, modelNames);

function runsFrom({ runs, path }: CheckFlags, seconds: number | undefined): number {
  if (runs !== undefined) return positive('--runs', runs);
  if (path !== undefined) return 1;
  return seconds === undefined ? RUNS : 2 ** 31 - 1;
}

function pathFrom(path: string | undefined): string | undefined {
  if (path !== undefined && !/^\d+(?::\d+)*$/u.test(path))
    throw new UsageError(
      `--path is '${path}', and must be numbers with colons, such as 17 or 17:0:3`,
    );
  return path;
}

const expected = ({ model, clause }: Result): 'holds' | 'violated' | null =>
  isModel(model) ? expectedOf(model, clause.name) : null;

const asExpected = (result: Result): boolean => result.verdict === expected(result);

/** When the budget ended, what was not found violated is not decided. */
const withoutVerdicts = (checked: Checked): Checked => ({
  ...checked,
  results: checked.results.map((result) =>
    result.verdict === 'holds' || result.verdict === 'vacuous'
      ? { ...result, verdict: 'not-enough' as const }
      : result,
  ),
});

function counterexample({ model, clause, history }: Result): Shown | undefined {
  if (history === undefined || !isModel(model)) return undefined;
  return show({ model, program: models[model] }, clause, history, stage);
}

function textOf(checked: Checked, seed: number, ms: number, io: Io, whole: boolean): string {
  const { results, runs, switches } = checked;
  const rate = Math.round((switches * 1000) / ms);
  const undecided = results.filter(({ verdict }) => verdict === 'not-enough').length;
  const bad = results.filter((result) => !asExpected(result) && result.verdict !== 'not-enough');
  const cards = bad
    .map(counterexample)
    .filter((shown) => shown !== undefined)
    .map(card);
  const vacuous = bad.filter(({ verdict }) => verdict === 'vacuous').length;
  return [
    `seed 0x${(seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches in ${(ms / 1000).toFixed(1)} s (${rate}/s)`,
    '',
    verdictTable(results, io.colors),
    ...recordedLines(results, whole),
    ...cards.flatMap((text) => ['', text]),
    ...(vacuous > 0
      ? [`${vacuous} verdicts are vacuous: the clause was never met. Try more --runs.`]
      : []),
    ...(undecided > 0 ? [`${undecided} of ${results.length} verdicts are not decided`] : []),
    bad.length === 0
      ? `${undecided > 0 ? 'the other' : 'all'} ${results.length - undecided} verdicts are the expected ones`
      : `${bad.length} of ${results.length} verdicts are not the expected ones`,
    '',
  ].join('\n');
}

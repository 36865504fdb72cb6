// npm run mutants: sabotages of the judge, tried one by one by a mutation tool; each is killed by a test or listed with its reason.
//
// It exits 1 when a mutant survives that is not listed, and when an entry of the list is out of date. `parts.ts` says what is
// mutated, and which tests try it; parts may be named. Not part of CI: it takes long.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineLine } from '../bench/machine.ts';
import { replaced } from '../bench/printing.ts';
import { readListed } from './listed.ts';
import { parts } from './parts.ts';
import {
  type Comparison,
  compared,
  type FileScore,
  type MutationReport,
  percentOf,
} from './score.ts';

const LIST = 'properties/mutants/survivors.json';
const REPORT = 'coverage/mutants.json';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** The file into which the table goes, when all is mutated and all is well. */
    write: { type: 'string' },
    /** Reports of the tool that are there already, each of some files: nothing is mutated anew. */
    report: { type: 'string', multiple: true },
  },
});

// The machine may have others to serve: this takes long whatever it is given.
setPriority(10);
process.exitCode = mutants();

function mutants(): number {
  const machine = machineLine();
  try {
    const list = readListed(readFileSync(LIST, 'utf8'));
    const names = positionals.length === 0 ? Object.keys(parts) : positionals;
    const reports = (values.report ?? names.map(mutated)).map(
      (file): MutationReport => JSON.parse(readFileSync(file, 'utf8')),
    );
    const files = Object.assign({}, ...reports.map((report) => report.files));
    const result = compared({ files }, list);
    return told(result, `${machine}.\n\n${tableOf(result.scores)}`);
  } catch (error) {
    process.stderr.write(`mutants: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** Lets the tool work on a part; its report. Throws where it comes to none, and where no part has this name. */
function mutated(name: string): string {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined)
    throw new Error(`no part is called '${name}': there are ${Object.keys(parts).join(', ')}`);
  rmSync(REPORT, { force: true });
  const tool = createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json');
  const { status } = spawnSync(
    process.execPath,
    [join(dirname(tool), 'bin/stryker.js'), 'run', '--mutate', part.mutate.join(',')],
    {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, HVSPEC_MUTANTS_TESTS: part.tests.flatMap(testsAt).join(' ') },
    },
  );
  if (status !== 0) throw new Error(`the mutation tool ended with ${status}`);
  const report = `coverage/mutants-${name}.json`;
  renameSync(REPORT, report);
  return report;
}

/** A file of tests, or those of a folder. */
function testsAt(path: string): readonly string[] {
  if (path.endsWith('.ts')) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.test.ts'));
  return names.map((name) => `${path}/${name}`);
}

/** Prints what was found; the exit code. */
function told({ unlisted, outOfDate }: Comparison, text: string): number {
  process.stdout.write(text);
  for (const survivor of unlisted)
    process.stderr.write(`survived, and is not listed: ${JSON.stringify(survivor)}\n`);
  for (const entry of outOfDate)
    process.stderr.write(`listed, and does not survive: ${JSON.stringify(entry)}\n`);
  if (unlisted.length + outOfDate.length > 0) return 1;
  if (values.write !== undefined && positionals.length === 0)
    writeFileSync(values.write, replaced(readFileSync(values.write, 'utf8'), 'mutants', text));
  return 0;
}

/** A row for each file, and one for all. */
function tableOf(scores: readonly FileScore[]): string {
  const total = (what: 'killed' | 'listed' | 'unlisted'): number =>
    scores.reduce((sum, score) => sum + score[what], 0);
  const all = {
    killed: total('killed'),
    listed: total('listed'),
    unlisted: total('unlisted'),
  };
  const rows = [...scores, { file: '**all**', ...all }].map(
    (score) =>
      `| ${score.file} | ${score.killed} | ${score.listed} | ${score.unlisted} | ${percentOf(score)} |\n`,
  );
  return `| File | Killed | Listed | Neither | Killed, % |\n|---|--:|--:|--:|--:|\n${rows.join('')}`;
}

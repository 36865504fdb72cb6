// npm run soak: long campaigns of every sound model, in shards, from several seeds, whose exit codes are looked at.
//
// It exits 0 only if every job does: no clause is violated, none is vacuous, nothing is stuck, and every run was played. The files of the
// shards stay where they are when a job fails.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineLine } from './machine.ts';
import { replaced } from './printing.ts';
import { soakJobs, soundModels } from './soak-jobs.ts';
import { isGood, type SoakOutcome, soak } from './soak-run.ts';

const { values } = parseArgs({
  options: {
    /** Runs of each model at the level of the switch. */
    switch: { type: 'string', default: '10000000' },
    /** Runs at each other level. */
    others: { type: 'string', default: '1000000' },
    seeds: { type: 'string', default: '1,2,3,7,11' },
    level: { type: 'string' },
    model: { type: 'string' },
    shards: { type: 'string', default: String(availableParallelism()) },
    /** The file into which the table goes. */
    write: { type: 'string' },
  },
});

/** Says in one line what is asked for wrongly, and ends. */
function refuse(message: string): never {
  process.stderr.write(`soak: ${message}\n`);
  process.exit(2);
}

/** A whole number of at least 1; nothing else goes on. */
function count(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    refuse(`--${option} is '${text}', and must be a whole number of 1 or more`);
  return number;
}

const jobs = soakJobs(soundModels, {
  atSwitch: count('switch', values.switch),
  elsewhere: count('others', values.others),
  seeds: values.seeds.split(',').map((seed) => count('seeds', seed)),
  ...(values.level === undefined ? {} : { level: values.level }),
  ...(values.model === undefined ? {} : { model: values.model }),
});
if (values.write !== undefined && !existsSync(values.write))
  refuse(`--write ${values.write} is no file with a place for the table: BENCHMARKS.md is`);
if (jobs.length === 0)
  refuse(`nothing is played with --level ${values.level} and --model ${values.model}`);

const machine = machineLine();
const folder = mkdtempSync(join(tmpdir(), 'hvspec-soak-'));
const outcomes: SoakOutcome[] = [];
for (const job of jobs) {
  const outcome = await soak(job, count('shards', values.shards), folder);
  outcomes.push(outcome);
  process.stderr.write(
    `${job.model}, ${job.level}, seed ${job.seed}: ${job.runs.toLocaleString('en')} runs, ` +
      `exit codes ${outcome.exitCodes.join(', ')}, ${outcome.seconds.toFixed(0)} s\n`,
  );
}

const bad = outcomes.filter((outcome) => !isGood(outcome));
const text = `${machine}; ${values.shards} shards at once.\n\n${tableOf(outcomes)}`;
process.stdout.write(text);
if (values.write !== undefined && bad.length === 0)
  writeFileSync(values.write, replaced(readFileSync(values.write, 'utf8'), 'soak', text));
for (const { job, complaint } of bad)
  process.stderr.write(`\n${job.args.join(' ')} --seed ${job.seed}:\n${complaint}\n`);
if (bad.length === 0) rmSync(folder, { recursive: true });
else process.stderr.write(`${bad.length} of ${jobs.length} jobs failed; their files: ${folder}\n`);
process.exitCode = bad.length === 0 ? 0 : 1;

/** A row for each model and level. */
function tableOf(all: readonly SoakOutcome[]): string {
  const groups = new Map<string, SoakOutcome[]>();
  for (const outcome of all) {
    const key = `${outcome.job.model} | ${outcome.job.level}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const rows = [...groups].map(([key, group]) => {
    const runs = group.reduce((sum, { job }) => sum + job.runs, 0);
    const seconds = group.reduce((sum, one) => sum + one.seconds, 0);
    const codes = [...new Set(group.flatMap(({ exitCodes }) => exitCodes))].join(', ');
    const seeds = group.map(({ job }) => job.seed).join(', ');
    const least = Math.min(...group.map(({ leastMet }) => leastMet));
    const cells = [
      key,
      runs.toLocaleString('en'),
      seeds,
      String(group[0]?.clauses ?? 0),
      least.toLocaleString('en'),
      codes,
      (seconds / 60).toFixed(1),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `| Model | Level | Runs | Seeds | Clauses | Least met, of one seed | Exit codes | Minutes |\n|---|---|--:|---|--:|--:|---|--:|\n${rows.join('')}`;
}

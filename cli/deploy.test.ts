// The files of deploy/ as their engines would start them: every line of theirs that runs hvspec is run as it stands, and what merge says
// after it is what one run says. Slurm's scripts start processes, two at a time; of the lines of the others the shell makes arguments and
// an environment, and the command is run with those in this process.

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { triesAll } from '../properties/testing/rows.ts';
import { engines, type Job } from './testing/deploy-engines.ts';
import { started } from './testing/process-run.ts';
import { type CommandOutput, hvspec, hvspecIn } from './testing/run-cli.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A checkout to start in: what was built, and these files. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-deploy-'));
  folders.push(folder);
  for (const name of ['dist', 'deploy']) symlinkSync(resolve(name), join(folder, name));
  return folder;
}

const LONG = 120_000;
/** Clauses of the run loop: what plays them is set up at once, in every process. */
const CLAUSES = 'each-exit-is-handled-once run-says-why-it-returns';
const asked = { SEED: '9', RUNS: '600', CLAUSES };

const timeless = (text: string): string =>
  text.replace(/"elapsedMs": \d+/u, '').replace(/ in [\d.]+ s \(\d+\/s\)/u, '');

/** The report of a file for scripts. */
const reportOf = async (file: string): Promise<string> =>
  timeless((await hvspec(`merge ${file} --json -`)).out);

/** The names that a pattern of a shell's means. */
const patternOf = (names: string): RegExp =>
  new RegExp(`^${names.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'u');

let [report, table] = ['', ''];
beforeAll(async () => {
  const file = join(checkout(), 'one.json');
  const line = `check ${CLAUSES} --seed ${asked.SEED} --runs ${asked.RUNS} --resume ${file}`;
  table = timeless((await hvspec(line)).out);
  report = await reportOf(file);
}, LONG);

/** A `node` that says what it is started with: how many arguments, these, and its environment, with a NUL after each. */
const TOLD = `#!/bin/sh
printf '%s\\0' "$#" "$@"
env -0
`;

/** What a job starts the built command with. */
async function startOf({ run: [program = '', ...args], env }: Job, folder: string) {
  writeFileSync(join(folder, 'node'), TOLD, { mode: 0o755 });
  const path = { PATH: `${folder}:${process.env.PATH}` };
  const { code, out } = await started(program, args, {
    cwd: folder,
    env: { ...env, ...asked, ...path },
  }).said;
  const [count, ...words] = out.split('\0');
  const [file, ...given] = words.slice(0, Number(count));
  expect([code, file]).toEqual([0, 'dist/cli/hvspec.js']);
  const set = words.slice(Number(count)).map((word) => word.split(/=(?<value>.*)/su).slice(0, 2));
  return { given, env: Object.fromEntries(set) as Readonly<Record<string, string>> };
}

/** Does a job in a folder, in this process. */
async function done(job: Job, folder: string): Promise<CommandOutput> {
  const { given, env } = await startOf(job, folder);
  const here = process.cwd();
  process.chdir(folder);
  try {
    return await hvspecIn(given, { env });
  } finally {
    process.chdir(here);
  }
}

describe.each(engines())('$name', ({ shards, merge }) => {
  const folder = checkout();

  it(
    'plays every shard once, and merges what they hand on',
    async () => {
      for (const { env } of shards)
        expect(Object.keys({ ...env, CLAUSES })).toEqual(
          expect.arrayContaining(Object.keys(asked)),
        );
      const said: CommandOutput[] = [];
      for (const shard of shards) said.push(await done(shard, folder));
      expect(said.map(({ code }) => code)).toEqual(shards.map(() => 0));
      for (const [i, { err }] of said.entries())
        expect(err).toContain(`shard ${i + 1} of ${shards.length}, by `);
      for (const { keeps } of shards)
        expect(readdirSync(folder).filter((name) => patternOf(keeps).test(name))).not.toEqual([]);
      const { code, out } = await done(merge, folder);
      expect([code, timeless(out)]).toEqual([0, table]);
      expect(await reportOf(join(folder, merge.keeps))).toBe(report);
    },
    LONG,
  );
});

/** Nine processes. */
describe.runIf(triesAll)('Slurm (HVSPEC_TESTS=all)', () => {
  const folder = checkout();

  /** An sbatch that plays the tasks of an array itself, two at a time, and says what Slurm says to scripts. */
  const sbatch = `#!/bin/bash
set -euo pipefail
script="\${!#}"
printf '%s\\n' "$*" >> sbatch.log
if array=$(sed -n 's/^#SBATCH --array=//p' "$script" | grep .); then
  first="\${array%-*}" last="\${array#*-}"
  seq "$first" "$last" | SLURM_ARRAY_TASK_MIN="$first" SLURM_ARRAY_TASK_COUNT="$((last - first + 1))" \\
    SLURM_ARRAY_TASK_STEP=1 SLURM_JOB_ID=41 xargs -P 2 -I{} env SLURM_ARRAY_TASK_ID={} bash "$script" >&2
else bash "$script" > merge.log
fi
echo 41
`;

  it(
    'starts its array, and then the merge',
    async () => {
      const bin = join(folder, 'sbatch');
      writeFileSync(bin, sbatch, { mode: 0o755 });
      const env = { ...asked, PATH: `${folder}:${process.env.PATH}` };
      const { code, err } = await started('deploy/slurm-start.sh', [], { cwd: folder, env }).said;
      expect([code, err.match(/shard \d of 8, by SLURM_ARRAY_TASK_ID/gu)?.length]).toEqual([0, 8]);
      expect(readFileSync(join(folder, 'sbatch.log'), 'utf8')).toMatch(
        /deploy\/slurm-shards.sh\n.* --dependency=afterany:41 deploy\/slurm-merge.sh\n$/u,
      );
      expect(timeless(readFileSync(join(folder, 'merge.log'), 'utf8'))).toBe(table);
      expect(await reportOf(join(folder, 'campaign-9/whole.json'))).toBe(report);
    },
    LONG,
  );
});

// Other processes, run and timed: how long each took, and how much memory where time(1) is there to say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A command that ended well. */
export interface ProcessRun {
  readonly seconds: number;
  /** Not a number where nothing measured it. */
  readonly megabytes: number;
  readonly out: string;
}

/** A command and its arguments. */
export type Command = readonly [string, ...string[]];

const TIME = '/usr/bin/time';

/** Runs a command. Throws where it fails, unless it may. */
export function run(
  [name, ...args]: Command,
  cwd = '.',
  may: 'end-well' | 'fail' = 'end-well',
): ProcessRun {
  const measured = existsSync(TIME);
  const [program, ...rest] = measured ? [TIME, '-f', '%M', name, ...args] : [name, ...args];
  const begun = performance.now();
  const done = spawnSync(program ?? name, rest, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - begun) / 1000;
  if (done.error !== undefined || (done.status !== 0 && may === 'end-well'))
    throw new Error(`${name} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
  const kilobytes = measured ? Number(done.stderr.trim().split('\n').at(-1)) : Number.NaN;
  return { seconds, megabytes: kilobytes / 1000, out: done.stdout };
}

/** What a command that is there prints; undefined where it is not, or fails. */
export function answer([name, ...args]: Command): string | undefined {
  const { error, status, stdout } = spawnSync(name, args, { encoding: 'utf8' });
  return error === undefined && status === 0 ? stdout.trim() : undefined;
}

// For tests: the command as it was built, as a process with signals, in an environment in which no engine says anything.
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { CommandOutput } from './run-cli.ts';

/** The command's file, as it was built. */
const BUILT = resolve('dist/cli/hvspec.js');

/** What the engines of shards say, and what would change the output. */
const ENGINES = /^(?:SLURM_|JOB_COMPLETION|CI_NODE_|NODE_OPTIONS$|FORCE_COLOR$)/u;

/** This process's environment without what engines say, and with this. */
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ENGINES.test(name))),
  ...more,
});

/** A process at work, and what it will have said. */
export interface Running {
  readonly child: ChildProcess;
  readonly said: Promise<CommandOutput & { readonly signal: NodeJS.Signals | null }>;
}

/** Starts a program. */
export function started(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(program, args, { ...options, env: environment(options.env) });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const said = new Promise<Awaited<Running['said']>>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code: code ?? -1, signal, out, err }));
  });
  return { child, said };
}

/** Starts the built command, or a copy of it, with a line of words. */
export const hvspecProcess = (line: string, built: string = BUILT): Running =>
  started(process.execPath, [built, ...line.split(/ +/u)]);

/** A module that kills its process by SIGKILL, before or after it renames a file for the nth time. */
const striking = (when: 'before' | 'after', nth: number): string => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const rename = fs.renameSync;
  let left = ${nth};
  fs.renameSync = (...names) => {
    const isDue = --left === 0;
    if (isDue && ${when === 'before'}) process.kill(process.pid, 'SIGKILL');
    rename(...names);
    if (isDue) process.kill(process.pid, 'SIGKILL');
  };
  syncBuiltinESMExports();`;

/** Starts the built command, which dies before or after it has kept what it knows for the nth time. */
export const hvspecStruck = (line: string, when: 'before' | 'after', nth: number): Running =>
  started(process.execPath, [
    `--import=data:text/javascript,${encodeURIComponent(striking(when, nth))}`,
    BUILT,
    ...line.split(/ +/u),
  ]);

/** Does something with each, two at a time; what comes of it, in order. */
export async function twoAtATime<A, B>(
  all: readonly A[],
  act: (one: A) => Promise<B>,
): Promise<readonly B[]> {
  const results: B[] = [];
  const waiting = all.entries();
  const lane = async () => {
    for (const [i, one] of waiting) results[i] = await act(one);
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setTimeout(next, 20));
}

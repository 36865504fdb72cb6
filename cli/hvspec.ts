#!/usr/bin/env node
// The hvspec command as a process: it listens to signals, and has the command itself done by a thread, so that a signal is heard
// whatever that is at.
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { printableLine } from '../properties/report/printable.ts';
import type { Setup } from './command-thread.ts';
import { BY_USER, CELLS, END, supervision } from './supervision.ts';
import { columnsOf, takesColors } from './terminal.ts';

// Runs are short-lived: a larger young generation lets most of them die there.
setFlagsFromString('--max-semi-space-size=64');

/** What ends a run in good order: from a terminal, and from an engine that wants its machine back. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** How often it is looked whether the command goes on, in milliseconds. */
const LOOK_MS = 50;

/** A budget ended before the verdict; an internal error. */
const [ENDED, INTERNAL] = [4, 3];

const cells = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));

const setup: Setup = {
  cells,
  begun: performance.timeOrigin,
  args: process.argv.slice(2),
  progress: isatty(2),
  coloured: takesColors(process.env, isatty(1)),
  columns: columnsOf(isatty(1) ? process.stdout.columns : undefined),
};

/** Prints the last line. */
function last(line: string, code: number): never {
  try {
    writeSync(2, `hvspec: ${printableLine(line)}\n`);
  } catch {
    // Standard error has no reader.
  }
  process.exit(code);
}

const { signal, look } = supervision({
  now: () => performance.now(),
  worked: () => Object.values(process.cpuUsage()).reduce((sum, time) => sum + time, 0) / 1000,
  cells,
  die(by) {
    for (const one of SIGNALS) process.removeAllListeners(one);
    process.kill(process.pid, by);
  },
  giveUp: () => last('interrupted before there were any results', ENDED),
});
for (const one of SIGNALS) process.on(one, () => signal(one));

/** A shell between npm and this process has ended without passing the signal on: then no one waits for this process any more. */
const parent = process.ppid;
const isAbandoned = (): boolean => process.env.npm_command === 'exec' && process.ppid !== parent;

setInterval(() => {
  if (isAbandoned()) Atomics.store(cells, END, BY_USER);
  look();
}, LOOK_MS).unref();

const thread = new Worker(new URL('./command-thread.js', import.meta.url), { workerData: setup });
let code: number | undefined;
thread.on('message', (said: number) => {
  code = said;
  process.exitCode = said;
});
thread.on('exit', () => {
  if (code === undefined) last('internal error: the command ended without a verdict', INTERNAL);
});
thread.on('error', (error) => last(`internal error: ${error.message}`, INTERNAL));

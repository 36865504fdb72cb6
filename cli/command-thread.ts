// The thread that does the command, beside the one that listens to signals: its streams, its clock, and what it hears of the user.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { streams } from './io.ts';
import { main } from './main.ts';
import { BY_USER, END, HEARD } from './supervision.ts';

/** What the thread is told when it starts. */
export interface Setup {
  /** Shared with who listens. */
  readonly cells: Int32Array;
  /** When the process began, in milliseconds of the epoch. */
  readonly begun: number;
  readonly args: readonly string[];
  /** Whether standard error is a terminal. */
  readonly progress: boolean;
  /** Whether standard output takes colours. */
  readonly coloured: boolean;
  /** Letters of a line of standard output. */
  readonly columns: number;
}

/** How long to wait for a reader that is slow and does not let itself be waited for, in milliseconds. */
const SLOW_MS = 10;

const { cells, begun, args, progress, coloured, columns } = setupFrom(workerData);

const heard = (): boolean => {
  if (Atomics.load(cells, END) !== BY_USER) return false;
  Atomics.store(cells, HEARD, 1);
  return true;
};

parentPort?.postMessage(
  await main(args, {
    ...streams(write, coloured),
    env: process.env,
    progress,
    columns,
    now: () => performance.timeOrigin + performance.now() - begun,
    interrupted: heard,
    flag: cells,
  }),
);

/** Writes all of a text, however often the reader has to be waited for. */
function write(descriptor: 1 | 2, text: string): void {
  const before = Atomics.exchange(cells, HEARD, 1);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += written(descriptor, bytes.subarray(at));
  if (Atomics.load(cells, END) === 0) Atomics.store(cells, HEARD, before);
}

function written(descriptor: 1 | 2, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_MS);
    return 0;
  }
}

function setupFrom(value: unknown): Setup {
  if (isSetup(value)) return value;
  throw new Error('the thread of the command was started without a setup');
}

function isSetup(value: unknown): value is Setup {
  return typeof value === 'object' && value !== null && 'cells' in value && 'args' in value;
}

// Where the command's words go, so that a test can read them.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import type picocolors from 'picocolors';
import { UsageError } from './usage.ts';

/** What makes text coloured, or leaves it. */
export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Io {
  /** Standard output. */
  out(text: string): void;
  /** Standard error. */
  err(text: string): void;
  /** The environment's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal that can show progress. */
  readonly progress: boolean;
  readonly colors: Colors;
  /** Calls back when the user interrupts; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

/** Writes JSON to a file, or to standard output for `-`. */
export function writeJson(io: Io, file: string, value: object): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (file === '-') io.out(text);
  else writeFileSync(file, text);
}

/** Refuses a file that cannot be written, before any work is done for it. */
export function checkWritable(file: string | undefined): void {
  if (file === undefined || file === '-') return;
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new UsageError(
      `--json cannot write '${file}': ${reason(error)}; name a file in a folder that exists`,
    );
  }
}

/** What went wrong, in the system's words. */
export const reason = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n', 1).join('') : String(error);

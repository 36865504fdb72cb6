// For tests: commands run by the drill with hostile input, in a process of its own that ends when it takes too long.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { started } from './process-run.ts';

/** Seconds of the processor that each command may take, and all together; and megabytes at any time. */
const [EACH, ALL, MEMORY] = [8, 100, 500];

/** What a command said, and what it took. */
export interface DrillRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Of the processor. */
  readonly seconds: number;
  /** The most that the process has had so far. */
  readonly megabytes: number;
}

/** What comes of each command, in order; of those after one that does not end, nothing. */
export async function drilled(commands: readonly string[]): Promise<readonly DrillRun[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-drill-'));
  const lines = join(folder, 'lines');
  writeFileSync(lines, commands.join('\n'));
  const drill = `ulimit -t ${ALL}; exec "$0" dist/cli/testing/hostile-drill.js "$1"`;
  const { out } = await started('sh', ['-c', drill, process.execPath, lines]).said;
  rmSync(folder, { recursive: true });
  return out
    .split('\n')
    .filter(Boolean)
    .map((line): DrillRun => JSON.parse(line));
}

/** What came of a command, if it kept within the bounds. */
export function boundedRun(ran: DrillRun | undefined): DrillRun {
  if (ran === undefined) throw new Error('a command did not end, or one before it did not');
  expect(ran.seconds).toBeLessThan(EACH);
  expect(ran.megabytes).toBeLessThan(MEMORY);
  return ran;
}

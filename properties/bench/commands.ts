// The command timed as whole processes, from their start: to the first line of progress, and to the verdicts.
//
// Progress is for terminals, so standard error is made to pass for one.
import { spawn } from 'node:child_process';
import type { Row, Section } from './table.ts';
import { median } from './turns.ts';

const HVSPEC = new URL('../../cli/hvspec.js', import.meta.url).pathname;
const AS_TERMINAL = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];

/** How often a command is run, and how long in all at most; once in any case. */
const TIMES = 5;
const MOST_MS = 8_000;

interface CommandTiming {
  readonly on: 'stdout' | 'stderr';
  /** What the stream says then. */
  readonly says: RegExp;
}

const PROGRESS: CommandTiming = { on: 'stderr', says: /\d+\/\d+ runs/u };
const VERDICT: CommandTiming = { on: 'stdout', says: /^ {2}[a-z0-9-]+ +(?:holds|violated)/mu };

/** How long a user waits for a check. */
export async function commands(): Promise<Section> {
  return {
    title: 'The command, from the start of its process',
    rows: [
      await waitedFor('check: to the first line of progress', ['check'], PROGRESS),
      await waitedFor('check of one clause: to its verdict', ['check', ONE_CLAUSE], VERDICT),
      await waitedFor('check: to the verdicts of all clauses', ['check'], VERDICT),
    ],
  };
}

const ONE_CLAUSE = 'host-dscr-returns';

async function waitedFor(
  what: string,
  args: readonly string[],
  awaited: CommandTiming,
): Promise<Row> {
  const waits: number[] = [];
  const begun = performance.now();
  while (waits.length < TIMES && (waits.length === 0 || performance.now() - begun < MOST_MS))
    waits.push(await waitFor([...args, '--seed', '1'], awaited));
  return { what, figure: median(waits), unit: 'ms' };
}

/** Milliseconds until a command says something; it is ended then. Throws where it never does. */
function waitFor(args: readonly string[], { on, says }: CommandTiming): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const command = spawn(process.execPath, [...AS_TERMINAL, HVSPEC, ...args]);
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      command[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        if (stream !== on || !says.test(said[stream])) return;
        resolve(performance.now() - begun);
        command.kill('SIGKILL');
      });
    command.on('error', reject);
    command.on('close', (code) =>
      reject(new Error(`hvspec ${args.join(' ')} ended with ${code}: ${said.stderr}`)),
    );
  });
}

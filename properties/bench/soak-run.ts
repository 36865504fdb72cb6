// A soak's job played as a user would play it: shards of a campaign as processes side by side, then `hvspec merge` of what they kept.
//
// Every exit code counts: a job is good only if each of its shards and the merge exit 0.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { SoakJob } from './soak-jobs.ts';

const HVSPEC = new URL('../../cli/hvspec.js', import.meta.url).pathname;

/** What a job came to. */
export interface SoakOutcome {
  readonly job: SoakJob;
  /** Of the shards in order, then of the merge; the merge is left out when a shard has failed. */
  readonly exitCodes: readonly number[];
  /** Clauses judged, and the runs that the least and the most often met one was met in. */
  readonly clauses: number;
  readonly leastMet: number;
  /** From start to end, with all shards at once. */
  readonly seconds: number;
  /** What a process printed that did not exit 0. */
  readonly complaint: string;
}

/** Plays a job in so many shards, whose files are kept in the folder. `hvspec` is the compiled command. */
export async function soak(
  job: SoakJob,
  shards: number,
  folder: string,
  hvspec: string = HVSPEC,
): Promise<SoakOutcome> {
  const begun = performance.now();
  const files = Array.from({ length: shards }, (_, i) =>
    join(folder, `${nameOf(job)}-${i + 1}.json`),
  );
  const played = await Promise.all(
    files.map((file, i) => ended([hvspec, ...argsOf(job, i + 1, shards, file)])),
  );
  const good = played.every(({ code }) => code === 0);
  const open = job.source === undefined ? [] : ['--kernel', job.source];
  const united = good ? [await ended([hvspec, 'merge', ...files, ...open, '--json', '-'])] : [];
  const all = [...played, ...united];
  const met = metIn(united[0]?.out ?? '');
  return {
    job,
    exitCodes: all.map(({ code }) => code),
    clauses: met.length,
    leastMet: Math.min(...met),
    seconds: (performance.now() - begun) / 1000,
    complaint: all
      .filter(({ code }) => code !== 0)
      .map(({ out, err }) => out + err)
      .join('\n'),
  };
}

/** Whether every process of a job exited 0, the merge among them. */
export const isGood = ({ exitCodes }: SoakOutcome): boolean =>
  exitCodes.length > 1 && exitCodes.every((code) => code === 0);

const argsOf = ({ args, runs, seed }: SoakJob, shard: number, of: number, file: string) => [
  ...args,
  ...['--runs', String(runs), '--seed', String(seed), '--workers', '1'],
  ...['--shard', `${shard}/${of}`, '--resume', file],
];

const nameOf = ({ model, level, seed }: SoakJob): string =>
  `${model.replaceAll(/\W+/gu, '-')}-${level}-${seed}`;

/** How often each clause of a report was met. Throws where it is no report. */
function metIn(report: string): readonly number[] {
  if (report === '') return [];
  const { results }: { results: readonly { assurance: { met: number } }[] } = JSON.parse(report);
  return results.map(({ assurance }) => assurance.met);
}

interface JobEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs node with these arguments; what a signal ended has exit code 128. */
function ended(args: readonly string[]): Promise<JobEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, ...said }));
  });
}

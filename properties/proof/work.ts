// The clauses of one program proved one after the other, and told as they are settled: on a thread of its own where there is code for
// one, so that it can be ended at once, whatever the solver is at.
import { Worker } from 'node:worker_threads';
import type { Clause } from '../../spec/clause.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { clauseIn } from '../../spec/editions/editions.ts';
import { subjectNamed } from '../subjects/subject.ts';
import { heed } from '../work/interruption.ts';
import type { Ending } from '../work/supervisor.ts';
import { hasThreads, unlessLeft } from '../work/thread-pool.ts';
import { type CertificateEntry, certificateEntry } from './certificate.ts';
import { type Proof, type ProofVerdict, proving, type WorkBound } from './prove.ts';
import { BoundReached, checkBound } from './run.ts';

/** What is to be proved. */
export interface ProofTask {
  /** The name by which a token knows the program. */
  readonly subject: string;
  /** Names. */
  readonly clauses: readonly string[];
  /** Names of the assumptions that are left out. */
  readonly without: readonly string[];
  /** Whether every obligation that is settled is told too. */
  readonly certified: boolean;
  /** Whether only what is settled without a solver, within a bound of work, is told: the same on any machine, and soon. */
  readonly first?: boolean;
}

/** The bound of work of what is tried first: some four times what the reference paths need in all. */
const FIRST: WorkBound = { each: 50_000, all: 500_000 };

/** How much there was to run over terms, before any clause was settled. */
export interface RunSize {
  readonly steps: number;
  readonly merges: number;
  /** Paths that leave the switch, by a refusal or an exit. */
  readonly paths: number;
}

/** What comes of one clause. */
export interface Settlement {
  readonly clause: string;
  readonly verdict: ProofVerdict;
  readonly seconds: number;
  /** What was settled on the way to it; nothing where that was not asked for. */
  readonly certificate: readonly CertificateEntry[];
}

/** What is told while it goes on. */
export type ProofNews =
  | ({ readonly news: 'run' } & RunSize)
  | ({ readonly news: 'settled' } & Settlement)
  | { readonly news: 'done' };

/** Proves, and tells what comes of each task, clause by clause. Ends early, and in vain for what is under way, when it is to be left. */
export async function proveTasks(
  tasks: readonly ProofTask[],
  ending: Pick<Ending, 'left'>,
  tell: (task: number, news: ProofNews) => void,
): Promise<void> {
  if (hasThreads()) {
    await Promise.all(tasks.map((task, i) => onThread(task, ending, (news) => tell(i, news))));
    return;
  }
  for (const [i, task] of tasks.entries()) await proveHere(task, (news) => tell(i, news));
}

async function onThread(
  task: ProofTask,
  { left }: Pick<Ending, 'left'>,
  tell: (news: ProofNews) => void,
): Promise<void> {
  const thread = new Worker(new URL('./work-thread.js', import.meta.url), {
    workerData: task,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  const done = new Promise<void>((over, failed) => {
    thread.on('message', (news: ProofNews) => {
      if (news.news === 'done') over();
      else tell(news);
    });
    thread.on('error', failed);
    thread.on('exit', () => failed(new Error('a thread that proves ended before its work')));
  });
  try {
    await unlessLeft(left, done);
  } finally {
    await thread.terminate();
  }
}

/** Terms are deep where a program is long. */
const STACK_MB = 32;

/** Proves the clauses of one task on this thread: first what rewriting settles, then what random histories do, then the rest. */
export async function proveHere(task: ProofTask, tell: (news: ProofNews) => void): Promise<void> {
  try {
    await proveAll(task, tell);
  } catch (error) {
    if (!(error instanceof BoundReached)) throw error;
  }
}

async function proveAll(task: ProofTask, tell: (news: ProofNews) => void): Promise<void> {
  const { program, editions = [] } = subjectNamed(task.subject);
  const clauses = task.clauses.map((name) => clauseIn(editions, known(name)));
  const entries = new Map<Clause, CertificateEntry[]>(clauses.map((clause) => [clause, []]));
  const proof: Proof = proving(program, clauses, {
    without: new Set(task.without),
    heed,
    ...(task.first === true ? { work: FIRST } : {}),
    ...(task.certified
      ? { settled: (...one) => entries.get(one[0])?.push(certificateEntry(proof.run, ...one)) }
      : {}),
  });
  const spent = new Map<Clause, number>();
  const left = new Set(clauses);
  const soon = [proof.rewritten, proof.sampled] as const;
  const stages = task.first === true ? soon : [...soon, proof.judge];
  try {
    const { steps, merges, ends } = proof.run.run;
    tell({ news: 'run', steps, merges, paths: ends.length });
    for (const stage of stages)
      for (const clause of left) {
        heed();
        if (task.first === true) checkBound(proof.run.t, FIRST.all);
        const begun = performance.now();
        const verdict = await stage(clause);
        const seconds = (spent.get(clause) ?? 0) + (performance.now() - begun) / 1000;
        spent.set(clause, seconds);
        if (verdict === undefined) continue;
        left.delete(clause);
        const { name } = clause;
        tell({
          news: 'settled',
          clause: name,
          verdict,
          seconds,
          certificate: entries.get(clause) ?? [],
        });
      }
  } finally {
    await proof.close();
  }
}

function known(name: string): Clause {
  const clause = clauseNamed(name);
  if (clause === undefined) throw new Error(`a proof was told of a clause '${name}'`);
  return clause;
}

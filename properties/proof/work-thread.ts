// The thread that proves the clauses of one program: it is told once what is to be proved, and tells what comes of each clause.
import { parentPort, workerData } from 'node:worker_threads';
import { type ProofNews, type ProofTask, proveHere } from './work.ts';

const tell = (news: ProofNews): void => parentPort?.postMessage(news);

await proveHere(taskFrom(workerData), tell);
tell({ news: 'done' });

function taskFrom(value: unknown): ProofTask {
  if (isTask(value)) return value;
  throw new Error('a thread that proves was started without a task');
}

function isTask(value: unknown): value is ProofTask {
  return typeof value === 'object' && value !== null && 'subject' in value && 'clauses' in value;
}

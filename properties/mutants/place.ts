// A process that has the tests of a part loaded: it is asked for rounds of them, and ended where it does not answer in time.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Start, TestRun } from './tries.ts';

/** It did not answer in time. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** Such a process. */
export interface Place {
  /** Takes tests; throws Late. */
  readonly ask: (round: TestRun, until: number) => Promise<Answer>;
  readonly close: () => void;
}

/** A new process; undefined where the tests do not load. Throws Late. */
export async function place(mutant: string | undefined, until: number): Promise<Place | undefined> {
  const start: Start = { files: (process.env.HVSPEC_MUTANTS_TESTS ?? '').split(' '), mutant };
  const file = fileURLToPath(new URL('./test-process.js', import.meta.url));
  const child = fork(file, [JSON.stringify(start)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  /** What it says next; undefined where it ends. */
  const next = (by: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Late());
      }, by - Date.now());
      const done = (message: unknown): void => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        resolve(message);
      };
      child.once('message', done).once('exit', () => done(undefined));
    });
  if ((await next(until)) === undefined) {
    if (mutant === undefined) throw new Error(said);
    return undefined;
  }
  return {
    ask: async (round, by) => {
      child.send(round);
      const answer = await next(by);
      if (answer === undefined) throw new Error(`the process of the tests has ended: ${said}`);
      return answer as Answer;
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}

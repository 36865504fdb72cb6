// Many faults tried, on several threads where that pays; the order of the results is that of the faults.
import { Worker } from 'node:worker_threads';
import type { Fault } from '../../model/faults/generated.ts';
import type { Catalogue } from './catalogue.ts';
import { type Fate, type Tried, tryFault } from './kill.ts';
import type { Answer, Order } from './kill-worker.ts';

/** What is to be tried, and who wants to know. */
export interface Trying {
  readonly subject: string;
  readonly catalogue: Catalogue;
  /** Of the catalogue's. */
  readonly chosen: readonly Fault[];
  readonly threads: number;
  /** Asked between faults; when it says yes, the rest is not tried. */
  readonly stop: () => boolean;
  readonly progress: (done: number) => void;
}

/** Faults that a thread is given at once. */
const BATCH = 8;

/** Tries faults. */
export async function tryAll(trying: Trying): Promise<readonly Tried[]> {
  const outcomes = new Map<Fault, Fate>();
  const queue = [...trying.chosen];
  const next = (): readonly Fault[] => (trying.stop() ? [] : queue.splice(0, BATCH));
  const done = (fault: Fault, outcome: Fate): void => {
    outcomes.set(fault, outcome);
    trying.progress(outcomes.size);
  };
  if (trying.threads === 1) await here(trying, next, done);
  else
    await Promise.all(Array.from({ length: trying.threads }, () => elsewhere(trying, next, done)));
  return trying.chosen.flatMap((fault) => {
    const outcome = outcomes.get(fault);
    return outcome === undefined ? [] : [{ fault, outcome }];
  });
}

type Next = () => readonly Fault[];
type Done = (fault: Fault, outcome: Fate) => void;

/** In this thread, with a look at the world outside between batches. */
async function here({ catalogue }: Trying, next: Next, done: Done): Promise<void> {
  const { program, known, sameness } = catalogue;
  for (let batch = next(); batch.length > 0; batch = next()) {
    for (const fault of batch) done(fault, tryFault(program, fault, known, sameness).outcome);
    await new Promise(setImmediate);
  }
}

/** In a thread of its own, batch by batch. */
function elsewhere({ subject, catalogue }: Trying, next: Next, done: Done): Promise<void> {
  const { faults } = catalogue;
  const indexes = new Map(faults.map((fault, index) => [fault, index]));
  const worker = new Worker(new URL('./kill-worker.js', import.meta.url), { workerData: subject });
  return new Promise((resolve, reject) => {
    const give = (): void => {
      const order: Order = next().flatMap((fault) => indexes.get(fault) ?? []);
      if (order.length > 0) worker.postMessage(order);
      else void worker.terminate().then(() => resolve());
    };
    worker.on('message', (answer: Answer) => {
      for (const [index, outcome] of answer) {
        const fault = faults[index];
        if (fault !== undefined) done(fault, outcome);
      }
      give();
    });
    worker.on('error', reject);
    give();
  });
}

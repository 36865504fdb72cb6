// One of several threads that try faults: it is told a subject once, and then which faults to try.
import { parentPort, workerData } from 'node:worker_threads';
import { catalogueOf } from './catalogue.ts';
import { type Fate, tryFault } from './kill.ts';

/** What a thread is told to try: indexes of faults in the catalogue of its subject. */
export type Order = readonly number[];

/** What became of each. */
export type Answer = readonly (readonly [index: number, outcome: Fate])[];

const { program, faults, known, sameness } = catalogueOf(String(workerData));

parentPort?.on('message', (order: Order) => {
  const answer: Answer = order.flatMap((index) => {
    const fault = faults[index];
    return fault === undefined
      ? []
      : [[index, tryFault(program, fault, known, sameness).outcome] as const];
  });
  parentPort?.postMessage(answer);
});

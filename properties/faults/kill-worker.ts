// One of several threads that try faults: it is told a subject once, and then which faults to try.
import { workerData } from 'node:worker_threads';
import type { Catalogue } from './catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import { type Answer, type Order, tryOrder } from './trying.ts';

/** Tries what is ordered. */
export const tryThem = (order: Order): Answer => tryOrder(catalogue(), order);

let made: Catalogue | undefined;

function catalogue(): Catalogue {
  made ??= catalogueOf(String(workerData));
  return made;
}

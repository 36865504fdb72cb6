// One of several threads that try faults: it is told a subject once, and then which faults to try.
import { workerData } from 'node:worker_threads';
import { heedFlag, wholeOrNone } from '../halt.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import { type Answer, type KillSetup, type Order, tryOrder } from './trying.ts';

/** Tries what is ordered; undefined where that was to be left. */
export const tryThem = (order: Order): Answer | undefined =>
  wholeOrNone(() => tryOrder(catalogue(), order));

let made: Catalogue | undefined;

function catalogue(): Catalogue {
  if (made !== undefined) return made;
  const { subject, flag }: KillSetup = workerData;
  heedFlag(flag);
  made = catalogueOf(subject);
  return made;
}

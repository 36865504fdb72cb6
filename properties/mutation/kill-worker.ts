// One of several threads that try faults: it is told once of what subject and from which seed, and then which faults to try.
import { workerData } from 'node:worker_threads';
import { heedFlag, wholeOrNone } from '../work/interruption.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import { type Answer, type Order, type Setup, tryOrder } from './trials.ts';

const setup: Setup = workerData;

/** Tries what is ordered; undefined where that was to be left. */
export const tryThem = (order: Order): Answer | undefined =>
  wholeOrNone(() => tryOrder(catalogue(), order, setup.anew));

let made: Catalogue | undefined;

function catalogue(): Catalogue {
  if (made !== undefined) return made;
  heedFlag(setup.flag);
  made = catalogueOf(setup.subject);
  return made;
}

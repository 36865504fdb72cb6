// Units played on several threads, of which this one is the first.
import type { Piscina } from 'piscina';
import { AHEAD, answerOf, hasThreads, threads, unlessLeft } from '../work/thread-pool.ts';
import { inThisThread, type Workers } from './campaign.ts';
import type { Evaluators, ItemCounts } from './evaluators.ts';
import type { Order, Setup } from './unit-worker.ts';

/** Fewer judgements than these are over before another thread has started. */
const WORTH_A_THREAD = 100_000;

/** So many threads; this one alone where no more are asked for, or so little is planned that they would not pay. */
export function playersOn(
  width: number,
  evaluators: Evaluators,
  setup: Setup,
  planned: number,
  left?: AbortSignal,
): Workers {
  const here = inThisThread(evaluators);
  if (width === 1 || !hasThreads() || planned * setup.clauses.length < WORTH_A_THREAD) return here;
  const pool = unitPool(width - 1, setup);
  return {
    width: 1 + (width - 1) * AHEAD,
    play: (unit, series, lane) =>
      lane === 0
        ? here.play(unit, series, lane)
        : unlessLeft(left, answerOf(pool, { unit, series })),
    close: () => pool.destroy(),
  };
}

/** The threads of a campaign; each sets its own evaluators up. */
export const unitPool = (width: number, setup: Setup): Piscina<Order, ItemCounts | undefined> =>
  threads(new URL('./unit-worker.js', import.meta.url), 'playUnit', width, setup);

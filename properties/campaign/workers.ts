// Units played on several threads. Small campaigns are over before a thread has started, so the first second is played here.
import type { Piscina } from 'piscina';
import { AHEAD, answerOf, threads } from '../threads.ts';
import type { BenchRoom, Counted } from './bench-room.ts';
import type { Players } from './campaign.ts';
import type { Order, Setup } from './unit-worker.ts';

/** How long everything is played in this thread, in milliseconds. */
const HERE_MS = 1000;

/** This thread for a second, then so many others. */
export function onWorkers(width: number, room: BenchRoom, setup: Setup): Players {
  const begun = performance.now();
  let pool: Piscina<Order, Counted> | undefined;
  return {
    width: width * AHEAD,
    async play(unit, series) {
      await new Promise(setImmediate);
      if (pool === undefined && performance.now() - begun < HERE_MS) return room.play(unit, series);
      pool ??= unitPool(width, setup);
      return answerOf(pool, { unit, series });
    },
    close: async () => pool?.destroy(),
  };
}

/** The threads of a campaign; each sets its own benches up. */
export const unitPool = (width: number, setup: Setup): Piscina<Order, Counted> =>
  threads(new URL('./unit-worker.js', import.meta.url), 'playUnit', width, setup);

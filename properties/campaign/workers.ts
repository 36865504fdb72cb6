// Units played on several threads. A thread that dies loses nothing: its units are played again by another.
//
// Only the built command has code for threads to run; from the sources everything is played here. Small campaigns are over
// before a thread has started, so the first second is played here too.
import { Piscina } from 'piscina';
import type { BenchRoom, Counted } from './bench-room.ts';
import type { Players } from './campaign.ts';
import type { Series, Unit } from './plan.ts';
import type { Order, Setup } from './unit-worker.ts';

/** Times that a unit is played again when its thread died. */
const TRIES = 3;

/** How long everything is played in this thread, in milliseconds. */
const HERE_MS = 1000;

/** Whether there is code for threads to run. */
export const hasWorkers = (): boolean => import.meta.url.endsWith('.js');

/** This thread for a second, then so many others. */
export function onWorkers(width: number, room: BenchRoom, setup: Setup): Players {
  const begun = performance.now();
  let pool: Piscina<Order, Counted> | undefined;
  return {
    width,
    async play(unit, series) {
      await new Promise(setImmediate);
      if (pool === undefined && performance.now() - begun < HERE_MS) return room.play(unit, series);
      pool ??= poolOf(width, setup);
      return playOn(pool, unit, series, TRIES);
    },
    close: async () => pool?.destroy(),
  };
}

/** The threads of a pool; each sets its own benches up. */
export const poolOf = (width: number, setup: Setup): Piscina<Order, Counted> =>
  new Piscina<Order, Counted>({
    filename: new URL('./unit-worker.js', import.meta.url).href,
    name: 'playUnit',
    minThreads: width,
    maxThreads: width,
    workerData: setup,
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });

/** Plays a unit on a pool, again if its thread dies. Throws what the unit itself throws. */
export async function playOn(
  pool: Piscina<Order, Counted>,
  unit: Unit,
  series: Series,
  tries: number,
): Promise<Counted> {
  try {
    return await pool.run({ unit, series });
  } catch (error) {
    if (tries <= 1 || !isDeath(error)) throw error;
    return playOn(pool, unit, series, tries - 1);
  }
}

/** Whether it was the thread that ended, and not what it was doing. */
const isDeath = (error: unknown): boolean =>
  error instanceof Error &&
  /^worker exited|^Terminating worker|out of memory/iu.test(error.message);

// Work given to threads. One that dies loses nothing: what it was at is done again by another.
//
// Only the built command has code for threads to run; from the sources there are none.
import { Piscina } from 'piscina';

/** Times that work is given out when its thread died. */
const TRIES = 3;

/** Orders that a thread is given at once: while it is at one, the next waits beside it. */
export const AHEAD = 2;

/** Whether there is code for threads to run. */
export const hasThreads = (): boolean => import.meta.url.endsWith('.js');

/** So many threads that call a function of a module, each of which is told `setup` once, as its `workerData`; terms need a deep stack. */
export const threads = <Order, Answer>(
  module: URL,
  name: string,
  width: number,
  setup: unknown,
  stackSizeMb?: number,
): Piscina<Order, Answer> =>
  new Piscina<Order, Answer>({
    filename: module.href,
    name,
    minThreads: width,
    maxThreads: width,
    concurrentTasksPerWorker: AHEAD,
    workerData: setup,
    resourceLimits: {
      maxYoungGenerationSizeMb: 64,
      ...(stackSizeMb === undefined ? {} : { stackSizeMb }),
    },
  });

/** What a thread answers, or another when it dies. Throws what the work itself throws. */
export async function answerOf<Order, Answer>(
  pool: Piscina<Order, Answer>,
  order: Order,
  tries: number = TRIES,
): Promise<Answer> {
  try {
    return await pool.run(order);
  } catch (error) {
    if (tries <= 1 || !isDeath(error)) throw error;
    return answerOf(pool, order, tries - 1);
  }
}

/** What comes of work; undefined once it is to be left, whatever it is at. */
export function unlessLeft<A>(
  left: AbortSignal | undefined,
  work: Promise<A>,
): Promise<A | undefined> {
  if (left === undefined) return work;
  return new Promise((done, failed) => {
    const leave = () => done(undefined);
    if (left.aborted) leave();
    left.addEventListener('abort', leave, { once: true });
    const over = () => left.removeEventListener('abort', leave);
    work.then(done, (error) => (left.aborted ? leave() : failed(error))).finally(over);
  });
}

/** Whether it was the thread that ended, and not what it was doing. */
const isDeath = (error: unknown): boolean =>
  error instanceof Error &&
  /^worker exited|^Terminating worker|out of memory/iu.test(error.message);

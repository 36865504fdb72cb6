// A phase of a command: work that the user or the clock may end, with what is seen of it on a terminal.

import { halting, haltingAsync } from '../properties/work/interruption.ts';
import type { Ending } from '../properties/work/supervisor.ts';
import type { Io } from './io.ts';
import { type Progress, progressCount } from './progress.ts';
import { BY_TIME, END } from './supervision.ts';

/** Looks between two drawings of what was tried. */
const SELDOM = 64;

/** How often it is looked while other threads work, in milliseconds. */
export const LOOK_MS = 100;

/** Does work that counts by how often it looks whether to end; undefined where it was ended. */
export function phase<A>(
  io: Io,
  name: string,
  work: () => A,
  late: () => boolean = () => false,
): A | undefined {
  const bar = progressCount(io.progress, name);
  try {
    return halting(looking(io, bar, late), work);
  } finally {
    bar.end();
  }
}

function looking(io: Io, bar: Progress, late: () => boolean): () => boolean {
  let looks = 0;
  return () => {
    if (++looks % SELDOM === 0) bar.update(looks, looks);
    return io.interrupted() || late();
  };
}

/** Does work on several threads that all end when the user or the clock says so. Undefined where it was left. */
export async function phaseOnThreads<A>(
  io: Io,
  late: () => boolean,
  work: (ending: Ending) => Promise<A>,
): Promise<A | undefined> {
  const controller = new AbortController();
  const stop = (): boolean => {
    const ends = io.interrupted() || late();
    if (ends && io.flag !== undefined) Atomics.compareExchange(io.flag, END, 0, BY_TIME);
    if (ends && !controller.signal.aborted) controller.abort();
    return ends;
  };
  const looks = setInterval(stop, LOOK_MS);
  try {
    return await haltingAsync(stop, () => work({ stop, left: controller.signal, flag: io.flag }));
  } finally {
    clearInterval(looks);
  }
}

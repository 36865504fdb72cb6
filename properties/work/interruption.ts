// Ending work early: every loop that may take long comes by here, whatever it is at, and is left by an error where that was asked.
//
// Loops are many, and deep in code that does not know for whom it runs. So what is asked stands here, one for each thread,
// and only as long as the work that may be left: what is known then is told without it.

/** Work was left before it was done. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** Whether work is to be left. */
export type StopRequest = () => boolean;

const never: StopRequest = () => false;

let asked: StopRequest = never;

/** Leaves the work that is under way, if that is asked. Throws Interruption. */
export function heed(): void {
  if (asked()) throw new Interruption('this work was ended');
}

/** What work comes to; undefined where it was left. */
export function wholeOrNone<A>(work: () => A): A | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Interruption) return undefined;
    throw error;
  }
}

/** Does work that may be left; undefined where it was. */
export const halting = <A>(ask: StopRequest, work: () => A): A | undefined =>
  wholeOrNone(() => during(ask, work));

/** Does what is short and must not be left, such as telling what is known. */
export const undisturbed = <A>(work: () => A): A => during(never, work);

function during<A>(ask: StopRequest, work: () => A): A {
  const before = asked;
  asked = ask;
  try {
    return work();
  } finally {
    asked = before;
  }
}

/** The same of work that takes turns with others; nothing else may be under way that must not be left. */
export async function haltingAsync<A>(
  ask: StopRequest,
  work: () => Promise<A>,
): Promise<A | undefined> {
  const before = asked;
  asked = ask;
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interruption) return undefined;
    throw error;
  } finally {
    asked = before;
  }
}

/** Work on this thread may be left from now on, when a number that other threads share is no longer 0. */
export function heedFlag(flag: unknown): void {
  if (flag instanceof Int32Array) asked = () => Atomics.load(flag, 0) !== 0;
}

// How signals end the command: the first in good order, and at once where nothing is heard of it; a second at once.
//
// npm hands a signal on that the terminal has sent to every process already, so what comes right after the first is the same.

/** What the thread of the command and the one that listens share. */
export const CELLS = 2;

/** Not 0: everything is to end, by the user or by the clock. */
export const END = 0;
export const [BY_USER, BY_TIME] = [1, 2] as const;

/** Not 0: the command has heard of it, or is telling what it knows. */
export const HEARD = 1;

/** Milliseconds within which signals count as one. */
const SAME_MS = 500;

/** How long the command may not be heard of: in milliseconds of a processor's work, and in all. */
const [WORK_MS, WAIT_MS] = [900, 5000];

/** The world that is supervised. */
export interface World {
  /** Milliseconds, from anywhere. */
  now(): number;
  /** Milliseconds that processors have worked for this process. */
  worked(): number;
  readonly cells: Int32Array;
  /** Ends all of it by the signal itself. */
  die(signal: NodeJS.Signals): void;
  /** Ends all of it, with a line that says that nothing is known. */
  giveUp(): void;
}

/** What is done about signals, and now and then. */
export interface Supervision {
  signal(signal: NodeJS.Signals): void;
  look(): void;
}

/** Supervises. */
export function supervision({ now, worked, cells, die, giveUp }: World): Supervision {
  let first: { readonly at: number; readonly worked: number } | undefined;
  return {
    signal(signal) {
      if (first !== undefined && now() - first.at > SAME_MS) die(signal);
      first ??= { at: now(), worked: worked() };
      Atomics.store(cells, END, BY_USER);
    },
    look() {
      if (first === undefined || Atomics.load(cells, HEARD) !== 0) return;
      const waited = now() - first.at;
      if (waited > WAIT_MS || (waited > WORK_MS && worked() - first.worked > WORK_MS)) giveUp();
    },
  };
}

// Threads, and what they share, by numbers: equal ones have one number and are one object, so that what is known of one is known of all.
import type { ProtocolCore } from '../../../model/protocol/core.ts';
import { threadText } from '../../../model/protocol/thread.ts';

/** Numbers for the parts of a core. */
export interface Numbering {
  /** The core as numbers: what is shared first, then each thread; secondaries that stand alike in another order are in one. */
  rowOf(core: ProtocolCore): readonly number[];
  /** The core with these numbers. */
  coreOf(row: readonly number[]): ProtocolCore;
  /** Where a thread of a core stands in its row, counted from the first thread. */
  placeOf(core: ProtocolCore, thread: number): number;
  threads(): number;
}

interface SharedWords {
  readonly shared: ProtocolCore['shared'];
  readonly strays: number;
}

/** An empty numbering; with symmetry, secondary threads are interchangeable. */
export function numberingOf(symmetric: boolean): Numbering {
  const threads = interning(threadText);
  const shared = interning(({ shared: words, strays }: SharedWords) => `${strays};${words.join()}`);
  const orderOf = (core: ProtocolCore): readonly number[] => {
    const numbers = core.threads.map(threads.numberOf);
    const order = numbers.map((_, i) => i);
    if (!symmetric || namesThreads(core)) return order;
    const [first = 0, ...others] = order;
    return [first, ...others.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))];
  };
  return {
    rowOf: (core) => [
      shared.numberOf(core),
      ...orderOf(core).map((i) => {
        const thread = core.threads[i];
        return thread === undefined ? 0 : threads.numberOf(thread);
      }),
    ],
    coreOf([first = 0, ...numbers]) {
      const { shared: words, strays } = shared.at(first);
      return { shared: words, strays, threads: numbers.map(threads.at) };
    },
    placeOf: (core, thread) => orderOf(core).indexOf(thread),
    threads: threads.count,
  };
}

/** Whether some store that is not visible yet goes to a certain thread: then threads are told apart. */
const namesThreads = ({ threads }: ProtocolCore): boolean =>
  threads.some(({ buffer }) => buffer.some((one) => one.entry === 'store' && one.to !== undefined));

/** Numbers for values by their texts; each is looked up by its identity first. */
function interning<T extends object>(textOf: (value: T) => string) {
  const values: T[] = [];
  const byText = new Map<string, number>();
  const byIdentity = new WeakMap<T, number>();
  return {
    count: () => values.length,
    at(number: number): T {
      const value = values[number];
      if (value === undefined) throw new Error(`nothing has the number ${number}`);
      return value;
    },
    numberOf(value: T): number {
      const known = byIdentity.get(value);
      if (known !== undefined) return known;
      const text = textOf(value);
      let number = byText.get(text);
      if (number === undefined) {
        number = values.push(value) - 1;
        byText.set(text, number);
      }
      byIdentity.set(value, number);
      return number;
    },
  };
}

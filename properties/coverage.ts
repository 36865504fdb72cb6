// Coverage: how each switch ended, by the state in which it began, and which ending followed which.
//
// Every row is there from the beginning, so that what never happened is printed as zero.
import { MSR, VECTOR } from '../spec/bits.ts';
import type { Machine, Span, Trace } from '../spec/machine.ts';

/** How a switch ends: by an interrupt, or with no guest run at all. */
export const endings: readonly string[] = [
  ...Object.keys(VECTOR).filter((name) => name !== 'SYSTEM_RESET'),
  'REFUSED',
];

/** What a switch may begin with. */
const beginnings: Readonly<Record<string, (before: Machine, resumed: number) => boolean>> = {
  'PMU in use': (before) => before.word('lppaca.pmcregs_in_use') !== 0n,
  'PMU not in use': (before) => before.word('lppaca.pmcregs_in_use') === 0n,
  'DEC negative': (before) => (before.word('DEC') & 0x80000000n) !== 0n,
  'DEC positive': (before) => (before.word('DEC') & 0x80000000n) === 0n,
  'EE on': (before) => (before.word('MSR') & MSR.EE) !== 0n,
  'EE off': (before) => (before.word('MSR') & MSR.EE) === 0n,
  'guest in problem state': (before) => (before.word('vcpu.msr') & MSR.PR) !== 0n,
  'guest in supervisor state': (before) => (before.word('vcpu.msr') & MSR.PR) === 0n,
  'interrupt pending': (before) => before.word('vcpu.pending_exceptions') !== 0n,
  'nothing pending': (before) => before.word('vcpu.pending_exceptions') === 0n,
  'never resumed': (_before, resumed) => resumed === 0,
  'resumed once': (_before, resumed) => resumed === 1,
  'resumed more often': (_before, resumed) => resumed > 1,
};

export const states: readonly string[] = Object.keys(beginnings);

/** Counts by ending and state, and by one ending and the next. */
export interface Coverage {
  readonly cells: Counts;
  readonly pairs: Counts;
}

type Counts = Readonly<Record<string, number>>;

/** The key of a cell, or of a pair. */
export const keyOf = (first: string, second: string): string => `${first} / ${second}`;

/** Cells that are asked for: a switch with a negative decrementer is refused unless it wraps, and one that is refused is not resumed. */
export function isAsked(ending: string, state: string): boolean {
  if (ending === 'REFUSED') return !state.startsWith('resumed');
  return state !== 'DEC negative';
}

/** Counts what traces show. */
export function counting(): { observe(trace: Trace): void; coverage(): Coverage } {
  const cells = new Map(
    endings.flatMap((ending) =>
      states.filter((state) => isAsked(ending, state)).map((state) => [keyOf(ending, state), 0]),
    ),
  );
  const pairs = new Map(
    endings.flatMap((first) => endings.map((second) => [keyOf(first, second), 0])),
  );
  const add = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    observe({ spans }) {
      let last: string | undefined;
      let resumed = 0;
      let ending: string | undefined;
      for (const span of spans) {
        if (span.kind === 'resume') resumed++;
        if (span.kind === 'exit' || span.kind === 'refusal') ending = endingOf(span);
        if (span.kind !== 'switch' || ending === undefined) continue;
        for (const [state, holds] of Object.entries(beginnings))
          if (holds(span.before, resumed) && isAsked(ending, state))
            add(cells, keyOf(ending, state));
        if (last !== undefined) add(pairs, keyOf(last, ending));
        [last, resumed, ending] = [ending, 0, undefined];
      }
    },
    coverage: () => ({ cells: Object.fromEntries(cells), pairs: Object.fromEntries(pairs) }),
  };
}

function endingOf({ kind, before }: Span): string {
  if (kind === 'refusal') return 'REFUSED';
  const nia = before.word('NIA');
  return (
    Object.entries(VECTOR).find(([, vector]) => vector === nia)?.[0] ?? `0x${nia.toString(16)}`
  );
}

/** Counts of two parts as one, in whatever order they come. */
export function covered(first: Coverage | undefined, second: Coverage): Coverage {
  if (first === undefined) return second;
  const { cells, pairs } = counting().coverage();
  const added = (asked: Counts, a: Counts, b: Counts): Counts => {
    const others = Object.keys({ ...a, ...b }).filter((key) => !(key in asked));
    const keys = [...Object.keys(asked), ...others.sort()];
    return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
  };
  return {
    cells: added(cells, first.cells, second.cells),
    pairs: added(pairs, first.pairs, second.pairs),
  };
}

// Coverage: how each switch ended, by the state in which it began, and which ending followed which.
//
// Every row is there from the beginning, so that what never happened is printed as zero.
import { MSR, VECTOR } from '../../../spec/vocabulary/bits.ts';
import type { Trace } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { type Watcher, type Words, watch } from './watcher.ts';

/** An interrupt that ends no switch of the published path, whose vector does not ask whether a guest was running. */
const UNTESTED: readonly string[] = ['SYSTEM_RESET'];

/** How a switch ends: by an interrupt, or with no guest run at all. */
export const endings: readonly string[] = [
  ...Object.keys(VECTOR).filter((name) => !UNTESTED.includes(name)),
  'REFUSED',
];

/** What a switch may begin with. */
const beginnings: Readonly<Record<string, (machine: Words) => boolean>> = {
  'PMU in use': ({ word }) => word('lppaca.pmcregs_in_use') !== 0n,
  'PMU not in use': ({ word }) => word('lppaca.pmcregs_in_use') === 0n,
  'DEC negative': ({ word }) => (word('DEC') & 0x80000000n) !== 0n,
  'DEC positive': ({ word }) => (word('DEC') & 0x80000000n) === 0n,
  'EE on': ({ word }) => (word('MSR') & MSR.EE) !== 0n,
  'EE off': ({ word }) => (word('MSR') & MSR.EE) === 0n,
  'guest in problem state': ({ word }) => (word('vcpu.msr') & MSR.PR) !== 0n,
  'guest in supervisor state': ({ word }) => (word('vcpu.msr') & MSR.PR) === 0n,
  'interrupt pending': ({ word }) => word('vcpu.pending_exceptions') !== 0n,
  'nothing pending': ({ word }) => word('vcpu.pending_exceptions') === 0n,
};

/** How often its guest may be resumed. */
const RESUMED = ['never resumed', 'resumed once', 'resumed more often'] as const;

export const states: readonly string[] = [...Object.keys(beginnings), ...RESUMED];

/** Counts by ending and state, and by one ending and the next. */
export interface Coverage {
  readonly cells: Counts;
  readonly pairs: Counts;
}

type Counts = Readonly<Record<string, number>>;

/** The key of a cell, or of a pair. */
export const keyOf = (first: string, second: string): string => `${first} / ${second}`;

/** Whether a name is that of a cell or of a pair; a switch may end elsewhere than at a vector. */
export const isCell = (name: string): boolean => {
  const [first = '', second = '', ...others] = name.split(' / ');
  const isEnding = (one: string) =>
    endings.includes(one) || Object.hasOwn(VECTOR, one) || /^0x[0-9a-f]{1,16}$/u.test(one);
  return others.length === 0 && isEnding(first) && (isEnding(second) || states.includes(second));
};

/** Cells that are asked for: a switch with a negative decrementer is refused unless it wraps, and one that is refused is not resumed. */
export function isAsked(ending: string, state: string): boolean {
  if (ending === 'REFUSED') return !state.startsWith('resumed');
  return state !== 'DEC negative';
}

/** Counts histories as they go by, or what their traces show. */
export interface Counter extends Watcher<Words> {
  observe(trace: Trace): void;
  coverage(): Coverage;
}

/** A counter that has counted nothing. */
export function counting(): Counter {
  const cells = new Map(
    endings.flatMap((ending) =>
      states.filter((state) => isAsked(ending, state)).map((state) => [keyOf(ending, state), 0]),
    ),
  );
  const pairs = new Map(
    endings.flatMap((first) => endings.map((second) => [keyOf(first, second), 0])),
  );
  let switches: SwitchSample[] = [];
  let current: SwitchSample = { began: [], resumed: 0, vector: 0n };
  const counter: Counter = {
    begins() {
      switches = [];
    },
    calls(machine) {
      current = { began: begunIn(machine), resumed: 0, vector: 0n };
    },
    interrupts({ word }) {
      current.vector = word('NIA');
    },
    ends(kind) {
      if (kind === 'resume') current.resumed++;
      if (kind === 'refusal') current.ending = 'REFUSED';
      if (kind === 'exit') current.ending = endingAt(current.vector);
      if (kind === 'switch') switches.push(current);
    },
    over() {
      let last: string | undefined;
      for (const { began, resumed, ending } of switches) {
        if (ending === undefined) continue;
        for (const state of [...began, RESUMED[Math.min(resumed, 2)] ?? ''])
          if (isAsked(ending, state)) add(cells, keyOf(ending, state));
        if (last !== undefined) add(pairs, keyOf(last, ending));
        last = ending;
      }
    },
    observe: (trace) => watch(trace, counter),
    coverage: () => ({ cells: Object.fromEntries(cells), pairs: Object.fromEntries(pairs) }),
  };
  return counter;
}

/** A switch, as far as it has gone. */
interface SwitchSample {
  readonly began: readonly string[];
  resumed: number;
  vector: Word;
  ending?: string;
}

const begunIn = (machine: Words): readonly string[] =>
  Object.entries(beginnings).flatMap(([state, holds]) => (holds(machine) ? [state] : []));

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const endingAt = (nia: Word): string =>
  Object.entries(VECTOR).find(([, vector]) => vector === nia)?.[0] ?? `0x${nia.toString(16)}`;

const countOf = (counts: Counts, key: string): number =>
  Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0;

/** Counts of two parts as one, in whatever order they come. */
export function covered(first: Coverage | undefined, second: Coverage): Coverage {
  if (first === undefined) return second;
  const { cells, pairs } = counting().coverage();
  const added = (asked: Counts, a: Counts, b: Counts): Counts => {
    const others = Object.keys({ ...a, ...b }).filter((key) => !Object.hasOwn(asked, key));
    const keys = [...Object.keys(asked), ...others.sort()];
    return Object.fromEntries(keys.map((key) => [key, countOf(a, key) + countOf(b, key)]));
  };
  return {
    cells: added(cells, first.cells, second.cells),
    pairs: added(pairs, first.pairs, second.pairs),
  };
}

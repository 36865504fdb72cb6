// Time over terms: an unknown number of ticks before each step of hypervisor code, put together where no step in between can tell.
//
// Ticks move the clocks alike, and a step that touches none of them does the same before as after. So those before such steps are one
// unknown number, and clocks are brought up to date where a step touches one, or where somebody looks. Each pause of 2s + 1 or 2s ticks
// moves SPURR by s: n pauses are 2s + r ticks and move it by s, where r, how many of them were odd, is n at most. A pause that the
// assumption on timers cuts short is one tick or none, and excludes another within eight steps.
import { MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { lowBits, numbers } from '../../spec/vocabulary/words.ts';
import type { Layout } from '../layout.ts';
import { slotNamed, widths } from '../places.ts';
import type { Code, Step } from '../step.ts';
import { type Algebra, negated } from './algebra.ts';
import { type ClockState, type SymbolicState, slotIn } from './state.ts';
import { bitLength, type Term } from './term.ts';

/** Steps after an access to TB or DEC during which at most one tick passes. */
const PROMPT_STEPS = 8;

/**
 * Half of the ticks that pass while hypervisor code goes from one access to clocks to the next, in bits: some 16 ms at 512 MHz. What is
 * claimed of DEC leaves out 2^30 ticks next to where it wraps, and a hypervisor that is away for so long breaks it.
 */
const HALF_BITS = 22;

/** Half of the ticks that pass in turns of the guest, in bits: a day and a half. */
const GUEST_HALF_BITS = 46;

/** Pauses that had an odd number of ticks, where their number is not known, in bits. */
const ODD_BITS = 30;

const [TB, DEC, HDEC, PURR, SPURR, MMCR0] = (
  ['TB', 'DEC', 'HDEC', 'PURR', 'SPURR', 'MMCR0'] as const
).map(slotNamed) as [number, number, number, number, number, number];

const COUNTERS = ([1, 2, 3, 4, 5, 6] as const).map((n) => slotNamed(`PMC${n}`));

/** The slots that ticks move, and the one that says whether counters count. */
const CLOCKS: ReadonlySet<number> = new Set([TB, DEC, HDEC, PURR, SPURR, MMCR0, ...COUNTERS]);

/** The slots that move by all ticks: up, or (DEC and HDEC) down. */
export const TICKING = { TB, HDEC, PURR, SPURR } as const;

/** Whether a step with these registers can tell when ticks pass. */
const isClocked = (touched: ReadonlySet<number>): boolean =>
  [...touched].some((slot) => CLOCKS.has(slot));

/** Whether it touches a register after which time is short. */
const isTimed = (touched: ReadonlySet<number>): boolean => touched.has(TB) || touched.has(DEC);

/** Ticks, and by how much SPURR grows in them. */
interface Ticks {
  readonly all: Term;
  readonly halves: Term;
}

/** The slots after so many ticks. */
export function elapsed(t: Algebra, slots: readonly Term[], { all, halves }: Ticks): Term[] {
  const after = slots.slice();
  const move = (slot: number, to: (from: Term) => Term): void => {
    after[slot] = t.and(to(slotIn(slots, slot)), t.literal(widths[slot] ?? 0n));
  };
  for (const slot of [TB, PURR]) move(slot, (from) => t.add(from, all));
  move(SPURR, (from) => t.add(from, halves));
  for (const slot of [DEC, HDEC]) move(slot, (from) => t.sub(from, all));
  const counting = negated(t, t.and(slotIn(slots, MMCR0), t.literal(MMCR0_FC)));
  for (const slot of COUNTERS) move(slot, (from) => t.select(counting, t.add(from, all), from));
  return after;
}

/** How time passes in a run. */
export interface Time {
  /** Whether the assumption on timers holds. */
  readonly prompt: boolean;
  /** Whether none passes while hypervisor code runs; it may in turns of the guest. */
  readonly stands?: boolean;
  /** A name for the ticks that have passed before a state's last step, or the one that it is about to take: no other has it. */
  name(state: SymbolicState, site: string): string;
}

/** Ticks of so many pauses at most; without a number, of the guest's turns. */
export function anyTicks(t: Algebra, name: string, pauses?: number): Ticks {
  const bits = pauses === undefined ? ODD_BITS : bitLength(BigInt(pauses));
  const half = pauses === undefined ? GUEST_HALF_BITS : HALF_BITS;
  const halves = t.table.variable(`${name}.halves`, lowBits(half));
  const odd = t.table.variable(`${name}.odd`, lowBits(bits));
  return { all: t.add(t.shiftLeft(halves, 1), odd), halves };
}

/** The state with its clocks up to date: all ticks that may have passed have moved them. */
export function upToDate(
  t: Algebra,
  state: SymbolicState,
  time: Time,
  site: string,
): SymbolicState {
  const { clock, slots } = state;
  if (clock.steps === 0) return state;
  if (time.stands === true) return { ...state, clock: { ...clock, steps: 0 } };
  const name = time.name(state, site);
  if (!time.prompt || clock.sinceTimer > PROMPT_STEPS) {
    const ticks = anyTicks(t, name, clock.steps);
    return { ...state, slots: elapsed(t, slots, ticks), clock: { ...clock, steps: 0 } };
  }
  const near = clock.recent.filter(({ age }) => age <= PROMPT_STEPS);
  const one = t.table.variable(name, 1n);
  const ticks = near.reduce((sum, late) => t.select(late.ticks, t.literal(0n), sum), one);
  const recent = [...near, { ticks, age: clock.steps - 1 }];
  return {
    ...state,
    slots: elapsed(t, slots, { all: ticks, halves: t.literal(0n) }),
    clock: { ...clock, steps: 0, recent },
  };
}

/** The clock before a step of hypervisor code: the pause before it counts. */
export const beforeStep = (clock: ClockState): ClockState => ({ ...clock, steps: clock.steps + 1 });

/** The clock after a step of hypervisor code. */
export function afterStep(clock: ClockState, touched: ReadonlySet<number>): ClockState {
  return {
    steps: clock.steps,
    sinceTimer: isTimed(touched) ? 0 : clock.sinceTimer + 1,
    recent: clock.recent.map(({ ticks, age }) => ({ ticks, age: age + 1 })),
  };
}

/** What is known of the time of either of two paths: no less may pass than on each. */
export function eitherClock(a: ClockState, b: ClockState): ClockState {
  const recent = a.recent.flatMap(({ ticks, age }) => {
    const other = b.recent.find((one) => one.ticks === ticks);
    return other === undefined ? [] : [{ ticks, age: Math.max(age, other.age) }];
  });
  return {
    steps: Math.max(a.steps, b.steps),
    sinceTimer: Math.max(a.sinceTimer, b.sinceTimer),
    recent,
  };
}

/** The clock when nothing is known of how long ago a timer was touched. */
export const freeClock: ClockState = {
  steps: 0,
  sinceTimer: Number.POSITIVE_INFINITY,
  recent: [],
};

/** The registers that a step reads or writes, by slot: its form says, whatever the words are. */
function touchedBy({ meaning }: Step, layout: Layout, code: Code): ReadonlySet<number> {
  const touched = new Set<number>();
  const view = {
    register(name: Register) {
      touched.add(slotNamed(name));
      return 0n;
    },
    layout,
    load: () => 0n,
    slb: () => 0n,
  };
  for (const { register } of meaning(view, numbers, code))
    if (register !== undefined) touched.add(slotNamed(register));
  return touched;
}

/** What tells whether a step touches a clock; found once for each. */
export function clockedSteps(layout: Layout, code: Code): (step: Step) => boolean {
  const known = new WeakMap<Step, boolean>();
  return (step) => {
    const found = known.get(step) ?? isClocked(touchedBy(step, layout, code));
    known.set(step, found);
    return found;
  };
}

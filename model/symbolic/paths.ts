// All paths of hypervisor code from some states on: forks where a branch is not decided, one state where paths meet.
//
// The state with the lowest address goes next, so that paths that fork and join meet. A path ends where the caller waits, where the guest
// is entered, where a machine can go on no more, or where it is given up: nothing else ends one, and none is dropped.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { REAL_ADDRESS } from '../layout.ts';
import { slotNamed } from '../places.ts';
import type { LinkedStep, Program } from '../program.ts';
import { casesOf } from './addresses.ts';
import type { Algebra } from './algebra.ts';
import { executeTerms, type SymbolicResult, type SymbolicWrite } from './execute.ts';
import { assume, decided, type Facts, simplified } from './facts.ts';
import { UnknownAddress } from './memory.ts';
import { merged } from './merging.ts';
import { type PathEnd, withoutStopped } from './path-end.ts';
import { type Surroundings, type SymbolicState, slotIn } from './state.ts';
import type { Term } from './term.ts';
import { afterStep, beforeStep, clockedSteps, type Time, upToDate } from './ticks.ts';

/** What is told of each step; it answers with the notes after it. */
export interface StepSeen {
  readonly site: string;
  readonly by: 'host' | 'guest' | 'hardware';
  readonly before: SymbolicState;
  readonly after: SymbolicState;
  readonly writes: readonly SymbolicWrite[];
}

/** Who watches: pure functions from a state's notes to the next. */
export interface SymbolicWatcher {
  stepped(seen: StepSeen): readonly Term[];
  /** The guest's turn begins; whoever wants to see the end of a span has seen it. */
  entered(state: SymbolicState): readonly Term[];
  interrupted(state: SymbolicState): readonly Term[];
  /** Whether it wants clocks up to date after a step with these writes, since it compares them. */
  readsClocks(before: SymbolicState, writes: readonly SymbolicWrite[]): boolean;
  /** Told of each unknown number of ticks: its name, and the state before which they pass. */
  ticked?(name: string, state: SymbolicState): void;
}

/** How far exploring may go. */
export interface Bounds {
  /** Steps in all. */
  readonly steps: number;
  /** States at a time. */
  readonly states: number;
}

/** What paths are explored in. */
export interface Exploring {
  readonly around: Surroundings;
  readonly program: Program;
  readonly time: Time;
  readonly watcher: SymbolicWatcher;
  readonly bounds: Bounds;
  /** The term to which the caller returns. */
  readonly home: Term;
  /** Told after every step; may throw to end all. */
  readonly heed?: () => void;
}

/** What became of all paths. */
export interface Paths {
  readonly ends: readonly PathEnd[];
  readonly entered: readonly SymbolicState[];
  readonly steps: number;
  readonly merges: number;
}

const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');
const MEETING = (['CTR', 'LR'] as const).map(slotNamed);

/** A worklist under way. */
interface Work {
  readonly exploring: Exploring;
  readonly clocked: ReturnType<typeof clockedSteps>;
  readonly waiting: Map<string, SymbolicState>;
  readonly ends: PathEnd[];
  readonly entered: Map<string, SymbolicState>;
  steps: number;
  merges: number;
}

/** Follows all paths from these states, which are in hypervisor state. */
export function explorePaths(exploring: Exploring, starts: readonly SymbolicState[]): Paths {
  const work: Work = {
    exploring,
    clocked: clockedSteps(exploring.around.layout, exploring.around.code),
    waiting: new Map(),
    ends: [],
    entered: new Map(),
    steps: 0,
    merges: 0,
  };
  for (const state of starts) push(work, state);
  for (let next = lowest(work); next !== undefined; next = lowest(work)) {
    exploring.heed?.();
    work.waiting.delete(next[0]);
    if (isSpent(work)) {
      end(work, {
        end: 'given-up',
        state: next[1],
        site: next[1].site,
        why: 'the budget of steps is spent',
      });
      continue;
    }
    goOn(work, next[1]);
  }
  const { ends, steps, merges } = work;
  return { ends, entered: [...work.entered.values()], steps, merges };
}

const isSpent = ({ exploring: { bounds }, steps, waiting }: Work): boolean =>
  steps >= bounds.steps || waiting.size >= bounds.states;

function end(work: Work, one: PathEnd): void {
  if (!one.state.facts.impossible) work.ends.push(one);
}

/** The state with the lowest address, by its key. */
function lowest({ waiting }: Work): readonly [string, SymbolicState] | undefined {
  let best: readonly [string, SymbolicState] | undefined;
  let least = 0n;
  for (const entry of waiting) {
    const nia = slotIn(entry[1].slots, NIA);
    const at = nia.op === 'literal' ? nia.word & REAL_ADDRESS : -1n;
    if (best !== undefined && at >= least) continue;
    best = entry;
    least = at;
  }
  return best;
}

/** Where paths meet: the same address, translation, event, and what loops and returns go by. */
function keyOf({ slots, event, phase }: SymbolicState): string {
  const msr = slotIn(slots, MSR_SLOT);
  const bits = MSR.HV | MSR.IR | MSR.DR;
  const ids = [NIA, ...MEETING].map((slot) => slotIn(slots, slot).id);
  return `${phase} ${event} ${msr.ones & bits} ${msr.zeros & bits} ${ids.join()}`;
}

function push(work: Work, state: SymbolicState): void {
  if (state.facts.impossible) return;
  put(work, work.waiting, state);
}

function put(work: Work, into: Map<string, SymbolicState>, state: SymbolicState): void {
  const key = keyOf(state);
  const other = into.get(key);
  if (other !== undefined) work.merges++;
  into.set(key, other === undefined ? state : merged(work.exploring.around.t, other, state));
}

/** One step of a state, or a fork. A state of which only now is known where it is waits there, for others to meet it. */
function goOn(work: Work, state: SymbolicState): void {
  const { t } = work.exploring.around;
  const hypervisor = t.and(slotIn(state.slots, MSR_SLOT), t.literal(MSR.HV));
  const holds = decided(t, state.facts, hypervisor);
  if (holds === undefined) fork(work, state, hypervisor, () => undefined);
  else if (holds) goOnAt(work, state, simplified(t, state.facts, slotIn(state.slots, NIA)));
  else put(work, work.entered, upToDate(t, state, work.exploring.time, state.site));
}

/** Both ways of a condition, with NIA where each leads. */
function fork(
  work: Work,
  state: SymbolicState,
  condition: Term,
  nia: (holds: boolean) => Term | undefined,
): void {
  const { t } = work.exploring.around;
  for (const holds of [true, false]) {
    const facts = assume(t, state.facts, condition, holds);
    const to = nia(holds);
    const slots = to === undefined ? state.slots : withNia(state.slots, to);
    push(work, { ...state, facts, slots: pinned(t, facts, slots) });
  }
}

/** What loops and returns go by, where it is known now: all rounds after which a loop may end then meet where it ends. */
function pinned(t: Algebra, facts: Facts, slots: readonly Term[]): readonly Term[] {
  return MEETING.reduce((all, slot) => {
    const now = simplified(t, facts, slotIn(all, slot));
    return now.op === 'literal' ? all.with(slot, now) : all;
  }, slots);
}

const withNia = (slots: readonly Term[], nia: Term): readonly Term[] => slots.with(NIA, nia);

function goOnAt(work: Work, state: SymbolicState, nia: Term): void {
  const { program, around } = work.exploring;
  if (nia.op === 'select') {
    const [condition, yes, no] = nia.args;
    fork(work, state, condition, (holds) => (holds ? yes : no));
    return;
  }
  if (nia.op === 'literal') {
    const index = program.find(nia.word);
    const placed = index === undefined ? undefined : program.steps[index];
    if (placed === undefined) arrive(work, state, nia);
    else if (slotIn(state.slots, NIA) === nia) take(work, state, placed);
    else push(work, { ...state, slots: withNia(state.slots, nia) });
    return;
  }
  const cases = casesOf(around.t, state.facts, nia);
  if (cases === undefined) arrive(work, state, nia);
  else
    for (const { when, word } of cases)
      push(work, {
        ...state,
        facts: assume(around.t, state.facts, when, true),
        slots: withNia(state.slots, around.t.literal(word)),
      });
}

/** At an address where no step is known to lie: the caller waits there, or nobody does. */
function arrive(work: Work, before: SymbolicState, nia: Term): void {
  const { around, program, time, home } = work.exploring;
  const { t } = around;
  const state = upToDate(t, { ...before, slots: withNia(before.slots, nia) }, time, before.site);
  const reached = t.and(nia, t.literal(REAL_ADDRESS));
  const inside = program.steps
    .map(({ address }) => t.equal(reached, t.literal(address & REAL_ADDRESS)))
    .filter((at) => decided(t, state.facts, at) !== false)
    .reduce((any, at) => t.or(any, at), t.literal(0n));
  const away = t.and(t.xor(nia, home), t.literal(REAL_ADDRESS & ~3n));
  const on = (condition: Term, holds: boolean, from: SymbolicState): SymbolicState => ({
    ...from,
    facts: assume(t, from.facts, condition, holds),
  });
  const outside = on(inside, false, state);
  const { site } = state;
  const why = 'an address that is not known, at which the program may have a step';
  end(work, { end: 'given-up', state: on(inside, true, state), site, why, term: nia });
  end(work, { end: 'returned', state: on(away, false, outside), site, why: 'the call is over' });
  const lost = 'the run comes to an address to which no caller returns';
  end(work, { end: 'nowhere', state: on(away, true, outside), site, why: lost, term: nia });
}

/** Takes a step of hypervisor code; time passes first. */
function take(work: Work, from: SymbolicState, placed: LinkedStep): void {
  const { around, time, watcher } = work.exploring;
  const { t } = around;
  work.steps++;
  const waited = { ...from, clock: beforeStep(from.clock) };
  const before = work.clocked(placed.step) ? upToDate(t, waited, time, placed.site) : waited;
  const result = attempt(work, before, placed);
  if (result === undefined) return;
  const went = survivors(work, before, result, placed.site);
  const clock = afterStep(before.clock, result.touched);
  const state = { ...went, clock, site: placed.site };
  const after = watcher.readsClocks(before, result.writes)
    ? upToDate(t, state, time, placed.site)
    : state;
  const notes = watcher.stepped({
    site: placed.site,
    by: 'host',
    before,
    after,
    writes: result.writes,
  });
  push(work, { ...after, notes });
}

/** The step's result; a path that reads by an unknown address is given up. */
function attempt(
  work: Work,
  before: SymbolicState,
  placed: LinkedStep,
): SymbolicResult | undefined {
  const { around } = work.exploring;
  try {
    return executeTerms(around, before, placed.step, around.t.literal(placed.next));
  } catch (error) {
    if (!(error instanceof UnknownAddress)) throw error;
    const { term, message: why } = error;
    end(work, { end: 'given-up', state: before, site: placed.site, why, term });
    return undefined;
  }
}

/** The machines that go on after a step; what becomes of the others is noted. */
function survivors(
  work: Work,
  before: SymbolicState,
  result: SymbolicResult,
  site: string,
): SymbolicState {
  const { stopped, went } = withoutStopped(work.exploring.around, before, result, site);
  for (const one of stopped) end(work, one);
  return went;
}

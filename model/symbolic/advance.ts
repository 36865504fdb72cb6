// One step of one state over terms, or a fork where a branch is not decided: what comes of it, as a value.
//
// What comes of a state is a matter of the state, of the step that the program has there, and of little else; so it can be remembered
// (recall.ts), and a program that differs in a few steps is then followed from those on only.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { REAL_ADDRESS } from '../layout.ts';
import { slotNamed } from '../places.ts';
import type { LinkedStep } from '../program.ts';
import { casesOf } from './addresses.ts';
import type { Algebra } from './algebra.ts';
import { executeTerms, type SymbolicResult } from './execute.ts';
import { assume, decided, type Facts, simplified } from './facts.ts';
import { UnknownAddress } from './memory.ts';
import { type PathEnd, withoutStopped } from './path-end.ts';
import type { Exploring } from './paths.ts';
import { type SymbolicState, slotIn } from './state.ts';
import type { Term } from './term.ts';
import { afterStep, beforeStep, upToDate } from './ticks.ts';

/** What comes of a state. */
export interface Turnout {
  /** States that go on. */
  readonly on: readonly SymbolicState[];
  /** Paths that end. */
  readonly ends: readonly PathEnd[];
  /** States in which the guest is entered, or resumed. */
  readonly entered: readonly SymbolicState[];
  /** The step that the program has there, if the state is at one. */
  readonly placed?: LinkedStep;
  /** Whether that step was taken. */
  readonly taken: boolean;
  /** Whether it depends on where the program has steps and where not, everywhere. */
  readonly anywhere: boolean;
}

/** A turnout in the making. */
interface Work {
  readonly exploring: Exploring;
  readonly on: SymbolicState[];
  readonly ends: PathEnd[];
  readonly entered: SymbolicState[];
  placed?: LinkedStep;
  taken: boolean;
  anywhere: boolean;
}

const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');

/** What loops and returns go by: paths meet where these are the same. */
export const MEETING: readonly number[] = (['CTR', 'LR'] as const).map(slotNamed);

/** What comes of a state in one step, or in one fork. A state of which only now is known where it is goes on there, for others to meet it. */
export function advanced(exploring: Exploring, state: SymbolicState): Turnout {
  const work: Work = { exploring, on: [], ends: [], entered: [], taken: false, anywhere: false };
  goOn(work, state);
  const { exploring: _, ...turnout } = work;
  return turnout;
}

function push(work: Work, state: SymbolicState): void {
  if (!state.facts.impossible) work.on.push(state);
}

function end(work: Work, one: PathEnd): void {
  if (!one.state.facts.impossible) work.ends.push(one);
}

function goOn(work: Work, state: SymbolicState): void {
  const { t } = work.exploring.around;
  const hypervisor = t.and(slotIn(state.slots, MSR_SLOT), t.literal(MSR.HV));
  const holds = decided(t, state.facts, hypervisor);
  if (holds === undefined) fork(work, state, hypervisor, () => undefined);
  else if (holds) goOnAt(work, state, simplified(t, state.facts, slotIn(state.slots, NIA)));
  else work.entered.push(upToDate(t, state, work.exploring.time, state.site));
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
    if (placed !== undefined) work.placed = placed;
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
  work.anywhere = true;
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
  const { around, time, watcher, isClocked } = work.exploring;
  const { t } = around;
  work.taken = true;
  const waited = { ...from, clock: beforeStep(from.clock) };
  const before = isClocked(placed.step) ? upToDate(t, waited, time, placed.site) : waited;
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

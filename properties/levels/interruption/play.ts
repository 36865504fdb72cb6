// Playing an interruption: the code runs without the interrupt first; then once more from where it comes.
//
// The host's own interrupts, of a task or of the kernel, are played by the same rules: there the code that is interrupted has nothing more
// to do, and what follows is the code at the vector, which may be interrupted in its turn.
import { goesRound } from '../../../model/endless.ts';
import {
  comesIn,
  handledIn,
  handlerAt,
  type InterruptKind,
  type InterruptOutcome,
  interrupt,
  raisedByMachine,
  raisedInHost,
} from '../../../model/interruption.ts';
import { ENTRY } from '../../../model/paths/published.ts';
import type { Program } from '../../../model/program.ts';
import type { RunState, World } from '../../../model/run-state.ts';
import { stateOf, withWords, wordIn } from '../../../model/state.ts';
import { calling, next } from '../../../model/transition.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { InterruptionPlace } from '../../../spec/vocabulary/interruption.ts';
import type {
  Ending,
  Machine,
  Place,
  Span,
  StepRecord,
  Trace,
} from '../../../spec/vocabulary/machine.ts';
import { handledBy } from '../../../spec/vocabulary/vectors.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { beginning, roundsOf, type Stage } from '../switch/play.ts';
import { type InterruptionHistory, PARTS } from './history.ts';

/** What runs. */
interface Run {
  readonly program: Program;
  readonly world: World;
}

/** A run to its end: the states in which hypervisor code was about to take a step, and the last one. */
interface Way {
  /** Of interrupts in it. */
  readonly spans: readonly Span[];
  readonly states: readonly RunState[];
  readonly taken: readonly StepRecord[];
  readonly end: RunState;
  readonly ending: Ending;
}

/** Steps of a run, at most. */
const BUDGET = 8000;

/** Plays an interruption on a program. */
export function playInterruption(
  program: Program,
  { where, own, raised, at, history }: InterruptionHistory,
  stage: Stage,
): Trace {
  const [round] = roundsOf(history);
  const world: World = {
    pauses: round?.delays ?? [],
    guest: (round?.guest ?? []).map(stepOf),
    prompt: stage.prompt,
  };
  const run: Run = { program, world };
  const called = calling(program, ENTRY, beginning(history, stage, program.layout).cells);
  const begin = where === 'switch' ? called : inHost(called, where);
  const first = where === 'switch' ? follow(run, begin) : ofTheHosts(run, raisedInHost[own], begin);
  if (first.ending.end !== 'returned')
    return { spans: first.spans, unfinished: ['interruption', 'recovery'], ending: first.ending };
  const second = interruptedOn(run, first, raisedByMachine[raised], at);
  return { spans: [...first.spans, ...second], unfinished: [], ending: first.ending };
}

/** The host in a task, or in the kernel, with interrupts on and at an address outside the switch. */
function inHost({ cells, ...state }: RunState, where: 'task' | 'kernel'): RunState {
  const on = wordIn(cells, 'MSR') | MSR.EE;
  const words: readonly (readonly [Place, Word])[] = [
    ['NIA', state.home],
    ['MSR', where === 'task' ? on | MSR.PR : on],
    ...(where === 'task' ? TASK.map(([to, from]) => [to, wordIn(cells, from)] as const) : []),
  ];
  return { ...state, cells: withWords(cells, words), index: undefined };
}

/** What a task has in the registers that are the kernel's: anything. */
const TASK = [
  ['r1', 'r14'],
  ['r2', 'r15'],
  ['r13', 'r16'],
] as const satisfies readonly (readonly [Place, Place])[];

/** Runs the switch to its end, from a state of it. */
function follow({ program, world }: Run, from: RunState): Way {
  const states: RunState[] = [];
  const taken: StepRecord[] = [];
  const spans: readonly Span[] = [];
  let state = from;
  while (taken.length < BUDGET) {
    const step = next(program, world, state);
    if (step.end !== undefined) {
      const ending: Ending =
        step.end === 'returned'
          ? { end: 'returned' }
          : { end: 'stuck', at: taken.at(-1)?.site ?? 'at the call', why: step.error.message };
      return { spans, states, taken, end: state, ending };
    }
    if (state.hypervisor && handlerAt(program, state) === undefined) states.push(state);
    taken.push(step.taken);
    state = step.state;
  }
  const error = goesRound(program, world, state);
  const ending: Ending =
    error === undefined
      ? { end: 'not-enough', steps: BUDGET }
      : { end: 'stuck', at: taken.at(-1)?.site ?? 'at the call', why: error.message };
  return { spans, states, taken, end: state, ending };
}

/** An interrupt of the host's own code, which has nothing more to do afterwards. */
function ofTheHosts(run: Run, raised: InterruptKind, from: RunState): Way {
  const returned = { end: 'returned' } as const;
  if (!comesIn(raised, from))
    return { spans: [], states: [], taken: [], end: from, ending: returned };
  const { spans, states, end } = interruptedAt(run, raised, from, from);
  return { spans, states, taken: [], end: end ?? from, ending: returned };
}

/** The spans of a run that is interrupted at one of the steps at which the interrupt comes; none where it comes at no step. */
function interruptedOn(
  run: Run,
  { states, end }: Way,
  raised: InterruptKind,
  at: number,
): readonly Span[] {
  const open = states.filter((state) => comesIn(raised, state));
  const from = open[Math.floor((at * open.length) / PARTS)];
  return from === undefined ? [] : interruptedAt(run, raised, from, end).spans;
}

/** What became of an interrupt, and of what it interrupted, which without it comes to `otherwise`. */
function interruptedAt(
  run: Run,
  raised: InterruptKind,
  from: RunState,
  otherwise: RunState,
): Pick<Way, 'spans' | 'states'> & { readonly end?: RunState } {
  const met = interrupt(run.program, raised, from);
  const span = spanOf('interruption', from, met.end, met.taken);
  const facts = factsOf(raised, met);
  const first: Span = { ...span, before: told(span.before, facts), after: told(span.after, facts) };
  const back = met.handler === undefined ? undefined : handledIn(run.program, met, from);
  if (back === undefined) return { spans: [first], states: met.states };
  const { taken, end } = follow(run, back.state);
  const all = [...met.taken, back.taken, ...taken];
  const spans = [first, spanOf('recovery', otherwise, end, all)];
  return { spans, states: met.states, end };
}

const spanOf = (
  kind: Span['kind'],
  before: RunState,
  after: RunState,
  taken: readonly StepRecord[],
): Span => ({
  kind,
  before: stateOf(before.cells),
  after: stateOf(after.cells),
  taken,
  from: 0,
  to: taken.length,
});

function factsOf(
  { vector }: InterruptKind,
  { outcome, handler }: InterruptOutcome,
): Readonly<Record<InterruptionPlace, Word>> {
  return {
    'interruption.vector': vector,
    'interruption.handles': handler === undefined ? 0n : handledBy(handler, vector),
    'interruption.outcome': outcome,
  };
}

/** A state that also tells what became of the interrupt. */
const told = (
  { word, address }: Machine,
  facts: Readonly<Partial<Record<Place, Word>>>,
): Machine => ({ address, word: (place) => facts[place] ?? word(place) });

// All paths of hypervisor code from some states on: forks where a branch is not decided, one state where paths meet.
//
// The state with the lowest address goes next, so that paths that fork and join meet. A path ends where the caller waits, where the guest
// is entered, where a machine can go on no more, or where it is given up: nothing else ends one, and none is dropped.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { REAL_ADDRESS } from '../layout.ts';
import { slotNamed } from '../places.ts';
import type { Program } from '../program.ts';
import type { Step } from '../step.ts';
import { advanced, MEETING, type Turnout } from './advance.ts';
import type { SymbolicWrite } from './execute.ts';
import { merged } from './merging.ts';
import type { PathEnd } from './path-end.ts';
import type { NamedTicks, Recall } from './recall.ts';
import { type Surroundings, type SymbolicState, slotIn } from './state.ts';
import type { Term } from './term.ts';
import type { TicksNames } from './ticks-names.ts';

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

/** How time passes in a run, with the names of all ticks. */
export interface RunTime extends TicksNames {
  /** Whether the assumption on timers holds. */
  readonly prompt: boolean;
  /** See Time. */
  readonly stands?: boolean;
}

/** What paths are explored in. */
export interface Exploring {
  readonly around: Surroundings;
  readonly program: Program;
  readonly time: RunTime;
  readonly watcher: SymbolicWatcher;
  readonly bounds: Bounds;
  /** Whether a step touches a clock. */
  isClocked(step: Step): boolean;
  /** What came of states in other runs. */
  readonly recall?: Recall;
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

/** A worklist under way. */
interface Work {
  readonly exploring: Exploring;
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
  if (!state.facts.impossible) put(work, work.waiting, state);
}

function put(work: Work, into: Map<string, SymbolicState>, state: SymbolicState): void {
  const { recall, around } = work.exploring;
  const key = keyOf(state);
  const other = into.get(key);
  if (other === undefined) {
    into.set(key, state);
    return;
  }
  work.merges++;
  const meet = (): SymbolicState => merged(around.t, other, state);
  into.set(key, recall?.met(other, state, meet) ?? meet());
}

/** What comes of a state goes on the list, or ends: as it is remembered, if it is. */
function goOn(work: Work, state: SymbolicState): void {
  const { exploring } = work;
  const { recall, time } = exploring;
  const known = recall?.turnoutOf(state, exploring.program);
  for (const { name, at } of known?.ticks ?? []) time.again(name, at);
  const turnout = known?.turnout ?? found(exploring, state);
  if (turnout.taken) work.steps++;
  for (const one of turnout.ends) end(work, one);
  for (const one of turnout.entered) put(work, work.entered, one);
  for (const one of turnout.on) push(work, one);
}

/** What comes of a state, which is remembered from now on. */
function found(exploring: Exploring, state: SymbolicState): Turnout {
  const { recall, time } = exploring;
  if (recall === undefined) return advanced(exploring, state);
  const ticks: NamedTicks[] = [];
  const name: TicksNames['name'] = (at, site) => {
    const given = time.name(at, site);
    ticks.push({ name: given, at });
    return given;
  };
  const turnout = advanced({ ...exploring, time: { ...time, name } }, state);
  return recall.kept(state, { turnout, ticks });
}

// A switch over terms: the call, the guest at any moment of its turn, each interrupt that ends it, and what comes of that.
//
// Resumption goes by induction. A turn begins in a state that stands for all turns: as the guest is first entered, but for places that
// the way back into it changes; these hold any word, and the clocks have moved by any number of ticks. Whatever resumes the guest
// must leave such a state: a place that it changes otherwise is added to them, and all is run again, until there is none. So what is
// found of this one turn is true of the first and of each after it.
import { allPlaces, slotNamed, widths } from '../places.ts';
import type { Program } from '../program.ts';
import type { Algebra } from './algebra.ts';
import { executeTerms } from './execute.ts';
import { assume, simplified } from './facts.ts';
import {
  eventCondition,
  type GuestEvent,
  guestEvents,
  guestSlots,
  guestTurn,
  withUnknown,
} from './guest.ts';
import { type ChangeSet, changesOf, NOTHING_CHANGES, straying, withTwins } from './induction.ts';
import type { PathEnd } from './path-end.ts';
import {
  type Bounds,
  type Exploring,
  explorePaths,
  type Paths,
  type SymbolicWatcher,
} from './paths.ts';
import type { Recall } from './recall.ts';
import { type Surroundings, type SymbolicState, slotIn } from './state.ts';
import { anyTicks, clockedSteps, elapsed, freeClock } from './ticks.ts';
import { ticksNames } from './ticks-names.ts';

/** What there is to know of a switch, of all machines and guests at once. */
export interface SymbolicSwitch {
  /** Paths that ended elsewhere than in the guest, those of the call (refusals) and those of a vector (exits). */
  readonly ends: readonly PathEnd[];
  /** The guest as it is first entered. */
  readonly entered: readonly SymbolicState[];
  /** The guest as it is resumed. */
  readonly resumed: readonly SymbolicState[];
  /** Any moment of a guest's turn: no interrupt has come. */
  readonly running: readonly SymbolicState[];
  /** The interrupt has come, and no step of hypervisor code since. */
  readonly interrupted: readonly SymbolicState[];
  /** Places that resumption changes, whose words are unknown when a turn begins. */
  readonly changing: ReadonlySet<number>;
  readonly steps: number;
  readonly merges: number;
}

/** What a switch is run with. */
export interface SwitchOptions {
  readonly around: Surroundings;
  readonly program: Program;
  readonly label: string;
  readonly start: SymbolicState;
  readonly watcher: SymbolicWatcher;
  readonly prompt: boolean;
  /** Whether no time passes while hypervisor code runs. */
  readonly stands?: boolean;
  readonly bounds: Bounds;
  readonly events?: readonly GuestEvent[];
  /** Slots whose words at the beginning of a turn, where resumption changes them, are none of another run's over these terms. */
  readonly own?: ReadonlySet<number>;
  /** What came of states in other runs; this one adds to it. */
  readonly recall?: Recall | undefined;
  readonly heed?: () => void;
}

const NIA = slotNamed('NIA');
const LR = slotNamed('LR');

/** Runs a switch over terms. */
export function symbolicSwitch(options: SwitchOptions): SymbolicSwitch {
  const { around, program, label, start, recall } = options;
  const exploring = exploringWith(options);
  const same = (state: SymbolicState): SymbolicState => recall?.same(state) ?? state;
  const slots = start.slots.with(NIA, around.t.literal(program.code(label)));
  const call = explorePaths(exploring, [same({ ...start, slots, begin: { call: slots } })]);
  return withTurns(options, exploring, call);
}

/** What comes of guests that are entered in these states; the start of the options is that of the call. */
export const symbolicTurns = (
  options: SwitchOptions,
  entered: readonly SymbolicState[],
): SymbolicSwitch =>
  withTurns(options, exploringWith(options), { ends: [], entered, steps: 0, merges: 0 });

function exploringWith(options: SwitchOptions): Exploring {
  const { around, program, start, watcher, prompt, stands, bounds, recall, heed } = options;
  return {
    around,
    program,
    time: { prompt, stands: stands ?? false, ...ticksNames(watcher) },
    watcher,
    bounds,
    home: slotIn(start.slots, LR),
    isClocked: clockedSteps(around.layout, around.code),
    ...(recall === undefined ? {} : { recall }),
    ...(heed === undefined ? {} : { heed }),
  };
}

function withTurns(options: SwitchOptions, exploring: Exploring, call: Paths): SymbolicSwitch {
  const turns = call.entered.map((state, i) => turnsOf(options, exploring, state, `guest${i}`));
  return {
    ends: [...call.ends, ...turns.flatMap(({ paths }) => paths.ends)],
    entered: call.entered,
    resumed: turns.flatMap(({ paths }) => paths.entered),
    running: turns.map(({ running }) => running),
    interrupted: turns.flatMap(({ interrupted }) => interrupted),
    changing: new Set(turns.flatMap(({ changing }) => [...changing])),
    steps: call.steps + turns.reduce((sum, { paths }) => sum + paths.steps, 0),
    merges: call.merges + turns.reduce((sum, { paths }) => sum + paths.merges, 0),
  };
}

/** All turns of a guest that was entered in this state. */
interface Turns {
  readonly running: SymbolicState;
  readonly interrupted: readonly SymbolicState[];
  readonly paths: Paths;
  readonly changing: ReadonlySet<number>;
}

function turnsOf(
  options: SwitchOptions,
  exploring: Exploring,
  entered: SymbolicState,
  turn: string,
): Turns {
  let changing = NOTHING_CHANGES;
  const { around, recall } = exploring;
  const { t } = around;
  let events = options.events ?? guestEvents;
  const all = events;
  for (;;) {
    const begin = anyTurn(exploring, entered, changing, turn, options.own);
    const running = runningFrom(exploring, begin, turn);
    const interrupted = events.flatMap((event) => interruptedBy(exploring, running, event, turn));
    const paths = explorePaths(
      exploring,
      recall === undefined ? interrupted : interrupted.map(recall.same),
    );
    const more = withTwins(
      exploring,
      entered,
      paths.entered,
      changesOf(exploring, begin, paths.entered, changing),
    );
    const grown =
      more.resumes !== changing.resumes ||
      more.slots.size > changing.slots.size ||
      more.notes.size > changing.notes.size ||
      more.apart.size > changing.apart.size;
    if (!grown && events === all) {
      const ends = [...paths.ends, ...paths.entered.flatMap((state) => straying(t, begin, state))];
      return { running, interrupted, paths: { ...paths, ends }, changing: changing.slots };
    }
    const resuming = new Set(paths.entered.map(({ event }) => event));
    events = grown ? all.filter(({ name }) => resuming.has(name)) : all;
    changing = more;
  }
}

/** The state in which any turn of the guest begins: see the head of this file. */
function anyTurn(
  { around: { t }, watcher }: Exploring,
  entered: SymbolicState,
  changing: ChangeSet,
  turn: string,
  own: ReadonlySet<number> = new Set(),
): SymbolicState {
  const noted = { ...entered, notes: watcher.entered(entered) };
  const slots = changing.resumes
    ? elapsed(t, entered.slots, anyTicks(t, `${turn} before.ticks`))
    : entered.slots.slice();
  for (const slot of changing.slots) {
    const of = changing.twins.get(slot) ?? slot;
    const name = `${own.has(of) ? `own ${turn}` : turn} before.${allPlaces[of] ?? ''}`;
    slots[slot] = t.table.variable(name, widths[of] ?? 0n);
  }
  const notes = noted.notes.map((note, i) =>
    changing.notes.has(i) ? t.table.variable(`${turn} before.note ${i}`, 1n) : note,
  );
  const begin = { ...entered.begin, entered: slots };
  return { ...noted, slots, notes, begin, phase: 'guest', clock: freeClock };
}

/** Any moment of the turn, as the guest runs on. */
function runningFrom(
  { around: { t }, watcher }: Exploring,
  begin: SymbolicState,
  turn: string,
): SymbolicState {
  const running = { ...begin, slots: guestTurn(t, begin.slots, turn) };
  const writes = [...guestSlots].map((slot) => writeOf(t, running, slot));
  return {
    ...running,
    notes: watcher.stepped({ site: 'guest', by: 'guest', before: begin, after: running, writes }),
  };
}

const writeOf = (t: Algebra, { slots }: SymbolicState, slot: number) => ({
  slot,
  place: allPlaces[slot] ?? ('NIA' as const),
  when: t.literal(1n),
  value: slotIn(slots, slot),
  stored: false,
});

/** The state in which the interrupt leaves the hypervisor at its vector; none where it cannot come. */
function interruptedBy(
  { around, watcher }: Exploring,
  running: SymbolicState,
  event: GuestEvent,
  turn: string,
): readonly SymbolicState[] {
  const { t } = around;
  const facts = assume(t, running.facts, eventCondition(t, running.slots, event), true);
  if (facts.impossible) return [];
  const at = slotIn(running.slots, NIA);
  const nia = event.instead ? t.add(at, t.literal(4n)) : at;
  const { state, writes } = executeTerms(around, { ...running, facts }, event.step, nia);
  const chosen = withUnknown(t, state.slots, event, turn);
  const slots = chosen.map((term) => (term.op === 'select' ? simplified(t, facts, term) : term));
  const after: SymbolicState = {
    ...state,
    slots,
    phase: 'vector',
    event: event.name,
    begin: { ...running.begin, interrupted: slots },
  };
  const by = event.instead ? 'guest' : 'hardware';
  const noted = watcher.stepped({ site: event.name, by, before: running, after, writes });
  const notes = watcher.interrupted({ ...after, notes: noted });
  return [{ ...after, notes }];
}

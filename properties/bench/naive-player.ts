// The design that is the first to come to mind, for the bench alone: the machine is a plain object, and every step makes the next
// one of it with immer.
//
// It takes the same steps, through the same interpreter, in the same order as model/run.ts, and its trace is judged by the same
// clauses. It is spared what could be held against it: its words are a list by slot, not an object by name, and immer need not
// freeze what it makes.
import { enableMapSet, Immer } from 'immer';
import { cutting } from '../../model/cutting.ts';
import { isHome, Nowhere, stuckEnding } from '../../model/ending.ts';
import { hypercall } from '../../model/guest/causes.ts';
import { pendingInterrupt } from '../../model/guest/interrupts.ts';
import { elapse } from '../../model/guest/time.ts';
import { interpreter } from '../../model/interpret.ts';
import type { Cells } from '../../model/memory.ts';
import type { Program } from '../../model/program.ts';
import { BUDGET, clock, endingOf, type Round, type Switch } from '../../model/run.ts';
import { copyOf, type State, slotNamed, stateOf } from '../../model/state.ts';
import type { Step } from '../../model/step.ts';
import { MSR } from '../../spec/bits.ts';
import type { Ending, Taken, Write } from '../../spec/machine.ts';
import type { History } from '../arbitraries/history.ts';
import { beginning, type Played, playFrom, roundsOf, type Stage } from '../play.ts';

enableMapSet();

/** What changes of a machine. */
type Naive = Pick<Cells, 'slots' | 'elsewhere'>;

/** Whether each state is frozen, as immer does where nobody says otherwise. */
export type Freezing = 'frozen' | 'loose';

/** Plays a history as `play` does, an immer produce for each step. */
export function playNaively(
  program: Program,
  history: History,
  stage: Stage,
  freezing: Freezing,
): Played {
  const immer = new Immer({ autoFreeze: freezing === 'frozen' });
  const begin = beginning(history, stage, program.layout);
  return playFrom(begin, program, roundsOf(history), stage, undefined, (...asked) =>
    runNaively(immer, ...asked),
  );
}

const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');

/** Runs one switch as `runSwitch` does. */
function runNaively(
  immer: Immer,
  program: Program,
  label: string,
  before: State,
  round: Round,
): Switch {
  const { layout } = program;
  const taken: Taken[] = [];
  const machine = machineFrom(immer, before.cells, program);
  const film = cutting(before, taken);
  const due = clock(round, machine);
  const now = (): State => stateOf({ layout, ...machine.state() });
  const inHypervisor = (): boolean => ((machine.state().slots[MSR_SLOT] ?? 0n) & MSR.HV) !== 0n;
  const take = (site: string, what: Step, by: Taken['by'], next?: bigint): void => {
    taken.push({ site, text: what.text, by, writes: machine.take(what, next) });
  };
  const link = before.word('LR');
  let actions = 0;
  const guestTurn = (): void => {
    take('interrupt', pendingInterrupt, 'hardware');
    if (inHypervisor()) return;
    const next = BigInt.asUintN(64, (machine.state().slots[NIA] ?? 0n) + 4n);
    take('guest', round.guest[actions++] ?? hypercall, 'guest', next);
  };
  const follow = (): Ending => {
    machine.goTo(program.code(label));
    let hostSteps = 0;
    for (let spent = 0; spent < BUDGET; spent++) {
      if (!inHypervisor()) {
        guestTurn();
        if (inHypervisor()) film.interrupted(now());
        continue;
      }
      const placed = program.steps[program.find(machine.state().slots[NIA] ?? 0n) ?? -1];
      const nia = machine.state().slots[NIA] ?? 0n;
      if (placed === undefined && isHome(nia, link)) return { end: 'returned' };
      if (placed === undefined) throw new Nowhere(nia, program);
      const ticks = due(hostSteps++);
      if (ticks !== undefined) take('time', elapse(ticks), 'hardware');
      take(placed.site, placed.step, 'host', placed.next);
      if (!inHypervisor()) film.entered(now());
    }
    return { end: 'not-enough', steps: BUDGET };
  };
  const ending = endingOf(follow, (error) =>
    stuckEnding(error, {
      program,
      slots: machine.state().slots,
      taken,
      at: undefined,
      branches: [],
    }),
  );
  return { ...film.end(ending, now()), ending, after: now() };
}

/** A machine of which every state is an object of its own. */
function machineFrom(immer: Immer, cells: Cells, program: Program) {
  const { slots, elsewhere } = copyOf(cells);
  let state: Naive = { slots, elsewhere };
  let sinceTimer = Number.POSITIVE_INFINITY;
  return {
    state: () => state,
    sinceTimer: () => sinceTimer,
    goTo(address: bigint): void {
      state = immer.produce(state, (draft) => {
        draft.slots[NIA] = address;
      });
    },
    /** Takes a step, NIA being moved on first. */
    take(what: Step, next: bigint | undefined): readonly Write[] {
      let writes: readonly Write[] = [];
      state = immer.produce(state, (draft) => {
        if (next !== undefined) draft.slots[NIA] = next;
        const machine = interpreter({ layout: cells.layout, ...draft }, program.image);
        writes = machine.take(what, program.code);
        sinceTimer = machine.sinceTimer() === 0 ? 0 : sinceTimer + 1;
      });
      return writes;
    },
  };
}

// Running one switch: from one moment to the next until it returns, tracing. What comes next is said in transition.ts.
import type { Ending, Span, SpanKind, Taken } from '../spec/machine.ts';
import type { Cells } from './cells.ts';
import { cutting } from './cutting.ts';
import { type Place, stuckEnding } from './ending.ts';
import { Stuck } from './memory.ts';
import type { Coming, Moment, World } from './moment.ts';
import { allPlaces } from './places.ts';
import type { Program } from './program.ts';
import { type State, stateOf } from './state.ts';
import type { Code, Step } from './step.ts';
import { after, calling, endedAt, hasBranched, withNia } from './transition.ts';
import { comingIn } from './turns.ts';

/** What the world does during one switch, and who watches it. */
export interface Round extends World {
  /** Told of each step, with the cells before it, in which NIA is behind it already. */
  readonly watch?: (step: Step, by: Taken['by'], cells: Cells, code: Code) => void;
}

/** One switch: its spans, how it ended, and the state then. */
export interface Switch {
  readonly spans: readonly Span[];
  readonly unfinished: readonly SpanKind[];
  /** The switch as far as it came, where it did not return. */
  readonly cutShort?: Span;
  readonly ending: Ending;
  readonly after: State;
}

/** Turns of host and guest after which a run is given up. */
export const BUDGET = 4000;

/** Branches that are remembered, to say what led to where a run is stuck. */
const BRANCHES = 3;

/** Calls the routine with this label and follows it until it returns to its caller. */
export function runSwitch(program: Program, label: string, before: State, round: Round): Switch {
  const taken: Taken[] = [];
  const film = cutting(before, taken);
  const branches: Place[] = [];
  let cells = before.cells;

  /** What led to where the run is stuck; of a step that could not be taken, NIA is past it already. */
  function stuck(error: Stuck, coming?: Coming): Ending {
    if (coming !== undefined) cells = withNia(cells, coming.nia);
    const slots = allPlaces.map((_, slot) => cells.word(slot));
    const at = coming?.by === 'host' ? coming : undefined;
    return stuckEnding(error, { program, slots, taken, at, branches });
  }

  function follow(): Ending {
    let moment = calling(program, label, cells);
    cells = moment.cells;
    while (moment.counts.turns < BUDGET) {
      const coming = comingIn(program, round, moment);
      if (coming === undefined) {
        const end = endedAt(program, moment);
        return end.end === 'returned' ? end : stuck(end.error);
      }
      round.watch?.(coming.step, coming.by, withNia(cells, coming.nia), program.code);
      const next = after(program, moment, coming);
      if (next.taken !== undefined) taken.push(next.taken);
      if (next.end === 'stuck') return stuck(next.error, coming);
      tell(moment, next.moment);
      if (hasBranched(coming, next.moment)) branches.push(coming);
      if (branches.length > BRANCHES) branches.shift();
      moment = next.moment;
      cells = moment.cells;
    }
    return { end: 'not-enough', steps: BUDGET };
  }

  /** Cuts the film where a step leads into the guest, or out of it. */
  function tell(from: Moment, to: Moment): void {
    if (from.hypervisor === to.hypervisor) return;
    if (to.hypervisor) film.interrupted(stateOf(to.cells));
    else film.entered(stateOf(to.cells));
  }

  const ending = endingOf(follow, stuck);
  const end = stateOf(cells);
  return { ...film.end(ending, end), ending, after: end };
}

/** How a run ends; where it throws that it is stuck, that is looked into: nothing can be called, or who watches cannot follow. */
function endingOf(follow: () => Ending, stuck: (error: Stuck) => Ending): Ending {
  try {
    return follow();
  } catch (error) {
    if (error instanceof Stuck) return stuck(error);
    throw error;
  }
}

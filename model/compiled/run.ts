// The loop of the compiled reader: what comes next, as run.ts decides it, over stretches of steps at a time.
//
// A stretch is run up to where time passes, or the budget ends; it comes back by itself where the order may change. What
// happens at the moments of a switch is told to whoever runs it, with the board as it is then.
import { Stuck } from '../memory.ts';
import type { Program } from '../program.ts';
import { BUDGET } from '../run.ts';
import { at } from './board.ts';
import { highOf, lowOf } from './halves.ts';
import { type PlacedCode, placedCode } from './placed.ts';
import { NIA, type Workshop } from './workshop.ts';
import {
  begun,
  type CompiledRound,
  goTo,
  guestTurn,
  inHypervisor,
  type Journey,
  LONG_AGO,
  passTime,
} from './world.ts';

/** Told of the moments of a switch. */
interface Moments {
  entered(): void;
  interrupted(): void;
}

export type CompiledEnding = 'returned' | 'stuck' | 'not-enough';

/** Runs switches of one program on the workshop's board. */
interface Runner {
  /** Calls the routine with this label; the board holds the state before, and then the one behind. */
  run(label: string, round: CompiledRound, moments: Moments): CompiledEnding;
  /** Steps taken so far, in all runs. */
  taken(): number;
}

/** A runner for a program. */
export function runner(workshop: Workshop, program: Program): Runner {
  const placed = placedCode(workshop, program);
  const { board } = workshop;
  let all = 0;
  return {
    taken: () => all,
    run(label, round, moments) {
      const journey: Journey = { workshop, board, round, ...begun() };
      board.image = program.image;
      board.counts[at.timer] = LONG_AGO;
      try {
        const entry = program.code(label);
        goTo(board, lowOf(entry), highOf(entry));
        return follow(journey, placed, moments);
      } catch (error) {
        if (!(error instanceof Stuck)) throw error;
        stop(journey, placed);
        return 'stuck';
      } finally {
        all += journey.taken;
      }
    },
  };
}

function follow(journey: Journey, placed: PlacedCode, moments: Moments): CompiledEnding {
  const { board } = journey;
  const { halves } = board;
  const { next, follows } = placed;
  let index = placed.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
  while (journey.spent < BUDGET) {
    if (!inHypervisor(halves)) {
      journey.spent++;
      guestTurn(journey);
      if (inHypervisor(halves)) moments.interrupted();
      index = -1;
      continue;
    }
    if (index < 0) index = placed.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
    if (index < 0) return 'returned';
    const last = hostTurn(journey, placed, index);
    if (!inHypervisor(halves)) moments.entered();
    const on = follows[last] && halves[NIA] === next[2 * last];
    index = on && halves[NIA + 1] === next[2 * last + 1] ? last + 1 : -1;
  }
  return 'not-enough';
}

/** Runs on from a step, and returns the last one that was taken. */
function hostTurn(journey: Journey, placed: PlacedCode, index: number): number {
  const { board, round } = journey;
  const { next } = placed;
  const room = passTime(journey) ? 1 : roomIn(journey, round.pauses[journey.nextPause]?.after);
  const code = placed.codes[index] ?? placed.codeOf(index);
  const number = placed.numbers[index] ?? 0;
  const base = index - number;
  board.counts[at.taken] = journey.taken - number;
  journey.base = base;
  journey.from = number;
  const end = code.run(number, number + room, base, next, placed.labels);
  journey.base = -1;
  const done = end - number;
  journey.taken += done;
  journey.spent += done;
  journey.hostSteps += done;
  const last = base + end - 1;
  if (code.branches[end - 1] === 0) {
    board.halves[NIA] = next[2 * last] ?? 0;
    board.halves[NIA + 1] = next[2 * last + 1] ?? 0;
  }
  return last;
}

/** Steps that may be taken before time passes or the budget ends. */
function roomIn({ spent, hostSteps }: Journey, pause: number | undefined): number {
  const budget = BUDGET - spent;
  if (pause === undefined) return budget;
  const due = pause - hostSteps;
  return due < budget ? due : budget;
}

/** Counts what was taken when a step of hypervisor code got stuck, and leaves NIA behind that step. */
function stop(journey: Journey, { next }: PlacedCode): void {
  const { base, from, board } = journey;
  if (base < 0) return;
  const number = board.counts[at.stuck] ?? 0;
  journey.taken += number - from + 1;
  const last = 2 * (base + number);
  goTo(board, next[last] ?? 0, next[last + 1] ?? 0);
}

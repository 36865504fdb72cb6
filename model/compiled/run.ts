// The loop of the compiled reader: what comes next, as run.ts decides it, over stretches of steps at a time.
//
// What happens at the moments of a switch is told to whoever runs it, with the board as it is then.
import type { Ending } from '../../spec/machine.ts';
import type { Word } from '../../spec/words.ts';
import { Stuck } from '../memory.ts';
import type { Program } from '../program.ts';
import { BUDGET } from '../run.ts';
import { slotNamed } from '../state.ts';
import { at } from './board.ts';
import { highOf, lowOf } from './halves.ts';
import { hostTurn } from './host-turn.ts';
import { type PlacedCode, placedCode } from './placed.ts';
import { NIA } from './stretch.ts';
import type { Workshop } from './workshop.ts';
import {
  begun,
  type CompiledRound,
  goTo,
  guestTurn,
  inHypervisor,
  type Journey,
  LONG_AGO,
} from './world.ts';

/** Told of the moments of a switch. */
interface Moments {
  entered(): void;
  interrupted(): void;
}

/** `nowhere` is stuck, too: nothing is to be executed there, and no caller waits. */
export type CompiledEnding = 'returned' | 'stuck' | 'nowhere' | 'not-enough';

/** What the compiled reader calls an ending of the plain one. */
export const compiledEnding = (ending: Ending): CompiledEnding =>
  ending.end === 'stuck' && ending.nowhere !== undefined ? 'nowhere' : ending.end;

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
  let runs = 0;
  const entries = new Map<string, readonly [low: number, high: number]>();
  const enter = (label: string): void => {
    const known = entries.get(label) ?? halvesOf(program.code(label));
    entries.set(label, known);
    goTo(board, known[0], known[1]);
  };
  return {
    taken: () => all,
    run(label, round, moments) {
      const journey = begun(workshop, round);
      if (++runs === workshop.patience.runs) placed.lanes.join(placed.ends);
      board.image = program.image;
      board.counts[at.timer] = LONG_AGO;
      try {
        enter(label);
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

const halvesOf = (word: Word) => [lowOf(word), highOf(word)] as const;

function follow(journey: Journey, placed: PlacedCode, moments: Moments): CompiledEnding {
  const { halves } = journey.board;
  const [low, high] = [halves[LR] ?? 0, halves[LR + 1] ?? 0];
  let index = UNKNOWN;
  while (journey.spent < BUDGET) {
    if (!inHypervisor(halves)) {
      journey.spent++;
      guestTurn(journey);
      if (inHypervisor(halves)) moments.interrupted();
      index = UNKNOWN;
      continue;
    }
    if (index === UNKNOWN) index = placed.find(halves[NIA] ?? 0, halves[NIA + 1] ?? 0);
    if (index < 0) return isHome(halves, low, high) ? 'returned' : 'nowhere';
    index = hostTurn(journey, placed, index);
    if (!inHypervisor(halves)) moments.entered();
  }
  return 'not-enough';
}

/** Whether NIA leads to where LR led at the call, as ending.ts has it. */
const isHome = (halves: Int32Array, low: number, high: number): boolean =>
  (((halves[NIA] ?? 0) ^ low) & ~3) === 0 && (((halves[NIA + 1] ?? 0) ^ high) & 0x0fffffff) === 0;

const LR = 2 * slotNamed('LR');

/** In place of the index of a step: NIA says which is next. */
const UNKNOWN = -2;

/** Counts what was taken when a step of hypervisor code got stuck, and leaves NIA behind that step. */
function stop(journey: Journey, { next }: PlacedCode): void {
  const { base, board } = journey;
  if (base < 0) return;
  const number = board.counts[at.stuck] ?? 0;
  journey.taken = (board.counts[at.taken] ?? 0) + number + 1;
  const last = 2 * (base + number);
  goTo(board, next[last] ?? 0, next[last + 1] ?? 0);
}

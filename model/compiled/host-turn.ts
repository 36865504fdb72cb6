// The turn of hypervisor code: stretches of steps, each in one go where nothing comes between and they are led where they
// mostly are, and else step by step.
//
// A stretch is run up to where time passes, or the budget ends; it comes back by itself where the order may change. NIA is on the
// board only when the turn ends, and where a step wrote it.
import { BUDGET } from '../run.ts';
import { at } from './board.ts';
import type { PlacedCode } from './placed.ts';
import { NIA } from './stretch.ts';
import { goTo, inHypervisor, type Journey, passTime } from './world.ts';

/** Runs on from a step, at least that one, and returns the index of the step to take next. */
export function hostTurn(journey: Journey, placed: PlacedCode, index: number): number {
  passTime(journey);
  const room = roomIn(journey, journey.round.pauses[journey.nextPause]?.after);
  const before = journey.taken;
  let next = inOneGo(journey, placed, index, before + room);
  if (journey.taken === before) next = byStep(journey, placed, index, room);
  const done = journey.taken - before;
  journey.spent += done;
  journey.hostSteps += done;
  return next;
}

/** Runs swift code as far as there is any, before so many steps are taken in all. */
function inOneGo(journey: Journey, placed: PlacedCode, index: number, most: number): number {
  const { counts, halves } = journey.board;
  const { lanes, next, labels } = placed;
  let { taken } = journey;
  let now = index;
  let last = -1;
  let branched = true;
  while (now >= 0) {
    const lane = lanes.at[now];
    if (lane === undefined) break;
    const { code, from } = lane;
    const room = most - taken + from;
    if (room === from) break;
    const first = taken - from;
    counts[at.taken] = first;
    journey.base = now - from;
    const end = code.run(from, room, now - from, next, labels);
    if (end === from) break;
    taken = first + end;
    last = now - from + end - 1;
    branched = code.branches[end - 1] === 1;
    now = branched ? ahead(placed, halves, last) : behind(placed, last);
    if (!inHypervisor(halves)) break;
  }
  journey.base = -1;
  journey.taken = taken;
  if (!branched) goBehind(journey, placed, last);
  return now;
}

/** Runs steps of one stretch, so many at most; those that are watched one by one. */
function byStep(journey: Journey, placed: PlacedCode, index: number, room: number): number {
  const { board } = journey;
  const code = placed.codes[index] ?? placed.codeOf(index);
  const number = placed.numbers[index] ?? 0;
  const base = index - number;
  const watched = code.habit.watching();
  if (watched) code.habit.note(number);
  else placed.lanes.open(base, code);
  board.counts[at.taken] = journey.taken - number;
  journey.base = base;
  const to = number + (watched ? 1 : room);
  const end = code.run(number, to, base, placed.next, placed.labels);
  journey.base = -1;
  journey.taken += end - number;
  const last = base + end - 1;
  const branched = code.branches[end - 1] === 1;
  if (!branched) goBehind(journey, placed, last);
  return branched ? ahead(placed, board.halves, last) : behind(placed, last);
}

/** The step right behind one. */
const behind = ({ follows, next, find }: PlacedCode, last: number): number =>
  follows[last] ? last + 1 : find(next[2 * last] ?? 0, next[2 * last + 1] ?? 0);

/** The step at NIA, which mostly is the one right behind. */
function ahead({ follows, next, find }: PlacedCode, halves: Int32Array, last: number): number {
  const low = halves[NIA] ?? 0;
  const high = halves[NIA + 1] ?? 0;
  const on = follows[last] && low === next[2 * last] && high === next[2 * last + 1];
  return on ? last + 1 : find(low, high);
}

function goBehind({ board }: Journey, { next }: PlacedCode, last: number): void {
  goTo(board, next[2 * last] ?? 0, next[2 * last + 1] ?? 0);
}

/** Steps that may be taken before time passes or the budget ends; one at least, behind a pause that is over. */
function roomIn({ spent, hostSteps }: Journey, pause: number | undefined): number {
  const budget = BUDGET - spent;
  if (pause === undefined) return budget;
  const due = pause > hostSteps ? pause - hostSteps : 1;
  return due < budget ? due : budget;
}

// The states of one core, numbered as they are found: their moves, and what every clause says of each move.
//
// A search over many cores needs no more of a core than these numbers. The readable model is asked once for each state.
import { type Core, keyOf, started, threadKey } from '../../../model/core/core.ts';
import { type Move, movesOf } from '../../../model/core/moves.ts';
import type { Rules } from '../../../model/core/rules.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judgeMove } from './judging.ts';

/** What is explored. */
export interface Size {
  /** 1 to 4 of each; partition 0 is the host's. */
  readonly cores: number;
  readonly threads: number;
  readonly partitions: number;
  /** Vcpus of each VM. */
  readonly vcpus: number;
}

/** A move between numbered states. */
interface LocalMove {
  readonly to: number;
  /** The VM of which a vcpu is taken, or given back; 0 is none. */
  readonly takes: number;
  readonly gives: number;
  readonly move: Move;
}

/** What the clauses say of a move when the VMs stand in a certain way, and how often that was asked. */
interface ClauseAnswer {
  /** Bits, by clause. */
  readonly violated: number;
  readonly met: number;
  asked: number;
}

export interface Locals {
  /** The number of the state in which a core begins. */
  readonly first: number;
  core(number: number): Core;
  moves(number: number): readonly LocalMove[];
  /** In how many ways siblings can stand as they do in this state. */
  orbit(number: number): number;
  /** The number of the state that stands for this one. */
  numberOf(core: Core): number;
  count(): number;
  /** What the clauses say of a state's move by its index. */
  say(from: number, move: number, taken: readonly number[]): ClauseAnswer;
  /** All that was said. */
  everySaid(): Iterable<ClauseAnswer>;
}

/** Numbers the states of a core; with symmetry, siblings that stand alike in another order are one state. */
export function localsOf(
  rules: Rules,
  { threads, partitions, vcpus }: Size,
  clauses: readonly Clause[],
  symmetric: boolean,
): Locals {
  const numbering = numberingOf(threads, symmetric);
  const { core } = numbering;
  const moves = movesIn(numbering, rules, partitions);
  const seenIn = vmsSeen(core, moves);
  const everySaid = new Map<number, ClauseAnswer>();
  const orbits: number[] = [];
  const judged = (from: number, move: number, taken: readonly number[]): ClauseAnswer => {
    const local = moves(from)[move];
    if (local === undefined) throw new Error(`state ${from} has no move ${move}`);
    const around = { rules, partitions, vcpus, taken };
    const [violated, met] = judgeMove(core(from), local, around, clauses);
    return { violated, met, asked: 0 };
  };
  return {
    ...numbering,
    first: numbering.numberOf(started(threads)),
    moves,
    orbit(number) {
      orbits[number] ??= symmetric ? arrangements(siblings(core(number))) : 1;
      return orbits[number];
    },
    say(from, move, taken) {
      const vms = seenIn(from, move);
      const key = (from * MOST_MOVES + move) * MOST_WAYS + wayOf(taken, vms);
      const said = everySaid.get(key) ?? judged(from, move, taken);
      everySaid.set(key, said);
      return said;
    },
    everySaid: () => everySaid.values(),
  };
}

type Numbering = Pick<Locals, 'core' | 'numberOf' | 'count'>;

/** Numbers for states, in the order in which they are asked for. */
function numberingOf(threads: number, symmetric: boolean): Numbering {
  const cores: Core[] = [];
  const numbers = new Map<string, number>();
  return {
    core: (number) => cores[number] ?? started(threads),
    count: () => cores.length,
    numberOf(core) {
      const one = symmetric ? canonical(core) : core;
      const key = keyOf(one);
      const number = numbers.get(key) ?? cores.push(one) - 1;
      numbers.set(key, number);
      return number;
    },
  };
}

/** The moves of a state by its number; the model is asked once for each. */
function movesIn({ core, numberOf }: Numbering, rules: Rules, partitions: number): Locals['moves'] {
  const known: (readonly LocalMove[] | undefined)[] = [];
  const local = (from: Core, move: Move): LocalMove => {
    const { vm } = from.threads[move.thread] ?? { vm: 0 };
    const then = move.core.threads[move.thread]?.vm ?? 0;
    const [takes, gives] = vm === then ? [0, 0] : [then, vm];
    return { to: numberOf(move.core), takes, gives, move };
  };
  return (number) => {
    const from = core(number);
    known[number] ??= movesOf(from, partitions, rules).map((move) => local(from, move));
    return known[number];
  };
}

/** Bits of the VMs whose vcpus some thread of the core holds, before or after a move: of others nobody there knows. */
function vmsSeen(core: Locals['core'], moves: Locals['moves']) {
  const seen: number[] = [];
  return (from: number, move: number): number => {
    const key = from * MOST_MOVES + move;
    const known = seen[key];
    if (known !== undefined) return known;
    const after = moves(from)[move]?.move.core;
    const threads = [...core(from).threads, ...(after?.threads ?? [])];
    const bits = threads.reduce((all, { vm }) => all | (1 << vm), 0);
    seen[key] = bits;
    return bits;
  };
}

/** A core of four threads has fewer moves, and three VMs of sixteen threads stand in fewer ways. */
const MOST_MOVES = 64;
const MOST_WAYS = 8192;

/** How the VMs stand that threads of the core see, as a number: no more than sixteen threads run vcpus of each. */
function wayOf(taken: readonly number[], vms: number): number {
  let way = 0;
  for (let vm = 1; vm < taken.length; vm++)
    way = way * 17 + ((vms >>> vm) & 1 ? (taken[vm] ?? 0) : 0);
  return way;
}

const siblings = ({ threads }: Core): readonly string[] => threads.slice(1).map(threadKey);

/** The threads but the first in an order of their own: they are interchangeable, since no rule tells them apart. */
function canonical(core: Core): Core {
  const [first, ...others] = core.threads;
  if (first === undefined) return core;
  const sorted = others.toSorted((a, b) => (threadKey(a) < threadKey(b) ? -1 : 1));
  return { ...core, threads: [first, ...sorted] };
}

/** In how many orders a list can stand. */
export function arrangements<T>(list: readonly T[]): number {
  const counts = new Map<T, number>();
  let ways = 1;
  for (const [i, one] of list.entries()) {
    const count = (counts.get(one) ?? 0) + 1;
    counts.set(one, count);
    ways = (ways * (i + 1)) / count;
  }
  return ways;
}

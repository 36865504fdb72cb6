// Every state that cores can reach, breadth first: what each clause says of each, and the shortest way to what breaks one.
//
// A state is the numbers of its cores' local states in one number. With symmetry, cores are interchangeable, and so are the
// siblings in a core: of states that differ only by that, one stands for all.
import type { Rules } from '../../../model/core/rules.ts';
import type { Clause } from '../../../spec/clause.ts';
import { heed } from '../../work/interruption.ts';
import { arrangements, type Locals, localsOf, type Size } from './local.ts';
import { type StateTable, stateTable } from './state-table.ts';

export interface Search {
  readonly rules: Rules;
  readonly size: Size;
  readonly clauses: readonly Clause[];
  readonly symmetric: boolean;
  /** States after which the search is given up. */
  readonly limit?: number;
  /** End once every clause is broken. */
  readonly enough?: boolean;
  /** Asked now and then; when it says yes, the search ends. */
  readonly stop?: () => boolean;
  readonly progress?: (states: number, depth: number) => void;
}

/** What a search found. */
export interface Explored {
  readonly states: number;
  /** States that those stand for; the same where there is no symmetry. */
  readonly unreduced: number;
  /** Moves, those that lead back to the same state too; with symmetry, of one of several cores that stand alike. */
  readonly transitions: number;
  /** Moves on the longest of the shortest ways. */
  readonly depth: number;
  /** Whether every state was reached that there is. */
  readonly complete: boolean;
  readonly bytes: number;
  /** By clause: transitions that met it, and the canonical states on the shortest way to what breaks it. */
  readonly findings: readonly Finding[];
}

interface Finding {
  readonly met: number;
  /** Local states of the cores, state by state; the last but one is where the bad move begins. */
  readonly way: readonly (readonly number[])[] | undefined;
}

/** Transitions between two looks at the world outside. */
const BREATH = 1 << 16;

/** Searches until all is found, the limit is reached, or it is told to stop. `locals` numbers the cores' states. */
export function explore(
  search: Search,
  locals: Locals = localsOf(search.rules, search.size, search.clauses, search.symmetric),
): Explored {
  const { clauses, symmetric, size, limit = Number.POSITIVE_INFINITY } = search;
  const radix = packing(size.cores);
  const table = stateTable();
  const ways = clauses.map((): Finding['way'] => undefined);
  const all = clauses.length === 0 ? 0 : 2 ** clauses.length - 1;
  let [broken, transitions, depth, unreduced, end] = [0, 0, 0, 0, 1];
  let complete = true;
  const digits: number[] = Array.from({ length: size.cores }, () => locals.first);
  table.add(packed(digits, radix), 0);
  for (let index = 0; index < table.count(); index++) {
    if (index === end) {
      depth++;
      end = table.count();
    }
    unpackInto(digits, table.at(index), radix);
    unreduced += symmetric ? orbitOf(digits, locals) : 1;
    const taken = takenIn(digits, locals, size.partitions);
    expand(digits, taken, index);
    if (search.enough === true && broken === all) break;
    if (table.count() > limit || (transitions % BREATH < 64 && search.stop?.() === true)) {
      complete = false;
      break;
    }
    if ((index & 0xff) === 0) heed();
    if ((index & 0x3fff) === 0) search.progress?.(table.count(), depth);
  }
  return {
    states: table.count(),
    unreduced,
    transitions,
    depth,
    complete,
    bytes: table.bytes(),
    findings: ways.map((way, i) => ({ met: metIn(locals, i), way })),
  };

  function expand(from: readonly number[], taken: readonly number[], index: number): void {
    const state = table.at(index);
    for (let core = 0; core < from.length; core++) {
      const local = from[core] ?? 0;
      if (symmetric && core > 0 && from[core - 1] === local) continue;
      const [moves, unit] = [locals.moves(local), weight(core)];
      for (let i = 0; i < moves.length; i++) {
        const { to, takes } = moves[i] ?? nowhere;
        const locked = search.rules.vcpusAreLocked && (taken[takes] ?? 0) >= size.vcpus;
        if (takes !== 0 && locked) continue;
        transitions++;
        const said = locals.say(local, i, taken);
        said.asked++;
        if ((said.violated & ~broken) !== 0)
          noteBroken(said.violated, index, moved(from, core, to));
        if (to !== local)
          table.add(
            symmetric ? packed(moved(from, core, to), radix) : state + (to - local) * unit,
            index,
          );
      }
    }
  }

  /** The cores once one has moved; with symmetry, in the order that stands for all. */
  function moved(from: readonly number[], core: number, to: number): readonly number[] {
    const next = from.with(core, to);
    return symmetric ? next.sort(ascending) : next;
  }

  function weight(core: number): number {
    return radix ** (size.cores - 1 - core);
  }

  function noteBroken(violated: number, index: number, next: readonly number[]): void {
    for (let i = 0; i < ways.length; i++)
      if ((violated >>> i) & 1 && ways[i] === undefined)
        ways[i] = [...wayTo(table, index, size.cores, radix), next];
    broken |= violated;
  }
}

/** How many moves met a clause. */
function metIn(locals: Locals, clause: number): number {
  let met = 0;
  for (const said of locals.everySaid()) if ((said.met >>> clause) & 1) met += said.asked;
  return met;
}

const nowhere = { to: 0, takes: 0 };

const ascending = (a: number, b: number): number => a - b;

/** How many local states a core may have, so that a state of all cores is a whole number. */
const packing = (cores: number): number => 2 ** Math.floor(52 / cores);

function packed(digits: readonly number[], radix: number): number {
  let state = 0;
  for (const digit of digits) {
    if (digit >= radix) throw new Error(`a core has more than ${radix} states: try fewer threads`);
    state = state * radix + digit;
  }
  return state;
}

function unpackInto(digits: number[], state: number, radix: number): void {
  let rest = state;
  for (let i = digits.length - 1; i >= 0; i--) {
    digits[i] = rest % radix;
    rest = Math.floor(rest / radix);
  }
}

/** How many vcpus of each VM the threads of all cores have taken. */
function takenIn(digits: readonly number[], locals: Locals, partitions: number): readonly number[] {
  const taken = new Array<number>(partitions).fill(0);
  for (const digit of digits)
    for (const { vm } of locals.core(digit).threads) if (vm !== 0) taken[vm] = (taken[vm] ?? 0) + 1;
  return taken;
}

/** How many states a canonical one stands for. */
const orbitOf = (digits: readonly number[], locals: Locals): number =>
  digits.reduce((ways, digit) => ways * locals.orbit(digit), arrangements(digits));

/** The states from the first to this one. */
function wayTo(
  table: StateTable,
  index: number,
  cores: number,
  radix: number,
): readonly (readonly number[])[] {
  const way: number[][] = [];
  for (let at = index; ; at = table.parent(at)) {
    const digits = new Array<number>(cores).fill(0);
    unpackInto(digits, table.at(at), radix);
    way.unshift(digits);
    if (at === 0) return way;
  }
}

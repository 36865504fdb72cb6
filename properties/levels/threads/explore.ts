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
export interface SearchResult {
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

/** A search under way. */
interface Exploration {
  readonly search: Search;
  readonly locals: Locals;
  readonly radix: number;
  readonly table: StateTable;
  readonly ways: Finding['way'][];
  /** Bits of the clauses that are broken; `every` has all. */
  broken: number;
  readonly every: number;
  transitions: number;
}

/** Searches until all is found, the limit is reached, or it is told to stop. `locals` numbers the cores' states. */
export function explore(
  search: Search,
  locals: Locals = localsOf(search.rules, search.size, search.clauses, search.symmetric),
): SearchResult {
  const { clauses, size } = search;
  const table = stateTable();
  const exploration: Exploration = {
    search,
    locals,
    radix: packing(size.cores),
    table,
    ways: clauses.map((): Finding['way'] => undefined),
    broken: 0,
    every: clauses.length === 0 ? 0 : 2 ** clauses.length - 1,
    transitions: 0,
  };
  const reached = visitAll(exploration);
  return {
    ...reached,
    states: table.count(),
    transitions: exploration.transitions,
    bytes: table.bytes(),
    findings: exploration.ways.map((way, i) => ({ met: metIn(locals, i), way })),
  };
}

/** Visits the states in the order in which they are found. */
function visitAll(one: Exploration): Pick<SearchResult, 'depth' | 'unreduced' | 'complete'> {
  const { search, locals, radix, table } = one;
  const digits: number[] = Array.from({ length: search.size.cores }, () => locals.first);
  table.add(packed(digits, radix), 0);
  let [depth, unreduced, end] = [0, 0, 1];
  for (let index = 0; index < table.count(); index++) {
    if (index === end) {
      depth++;
      end = table.count();
    }
    unpackInto(digits, table.at(index), radix);
    unreduced += search.symmetric ? orbitOf(digits, locals) : 1;
    expand(one, digits, index);
    if (search.enough === true && one.broken === one.every) break;
    if (isOver(one)) return { depth, unreduced, complete: false };
    if ((index & 0xff) === 0) heed();
    if ((index & 0x3fff) === 0) search.progress?.(table.count(), depth);
  }
  return { depth, unreduced, complete: true };
}

/** Whether the limit is passed, or the search is told to stop. */
const isOver = ({ search: { limit, stop }, table, transitions }: Exploration): boolean =>
  table.count() > (limit ?? Number.POSITIVE_INFINITY) ||
  (transitions % BREATH < 64 && stop?.() === true);

/** Makes every move of every core from a state; with symmetry, of one of several cores that stand alike. */
function expand(one: Exploration, from: readonly number[], index: number): void {
  const { search, locals } = one;
  const taken = takenIn(from, locals, search.size.partitions);
  for (let core = 0; core < from.length; core++) {
    const local = from[core] ?? 0;
    if (search.symmetric && core > 0 && from[core - 1] === local) continue;
    const moves = locals.moves(local);
    for (let i = 0; i < moves.length; i++) {
      const { to, takes } = moves[i] ?? nowhere;
      if (takes !== 0 && isLocked(search, taken, takes)) continue;
      one.transitions++;
      const said = locals.say(local, i, taken);
      said.asked++;
      if ((said.violated & ~one.broken) !== 0)
        noteBroken(one, said.violated, index, moved(search, from, core, to));
      if (to !== local) one.table.add(stateAfter(one, from, index, core, to), index);
    }
  }
}

/** Whether all vcpus of a VM are taken, where a vcpu is run by one thread at a time. */
const isLocked = ({ rules, size }: Search, taken: readonly number[], vm: number): boolean =>
  rules.vcpusAreLocked && (taken[vm] ?? 0) >= size.vcpus;

/** The state, as one number, once a core has moved. */
function stateAfter(
  { search, radix, table }: Exploration,
  from: readonly number[],
  index: number,
  core: number,
  to: number,
): number {
  if (search.symmetric) return packed(moved(search, from, core, to), radix);
  return table.at(index) + (to - (from[core] ?? 0)) * radix ** (search.size.cores - 1 - core);
}

/** The cores once one has moved; with symmetry, in the order that stands for all. */
function moved(
  { symmetric }: Search,
  from: readonly number[],
  core: number,
  to: number,
): readonly number[] {
  const next = from.with(core, to);
  return symmetric ? next.sort(ascending) : next;
}

/** Keeps the way to a move that breaks clauses, for those of them that nothing has broken before. */
function noteBroken(
  one: Exploration,
  violated: number,
  index: number,
  next: readonly number[],
): void {
  const { search, table, radix, ways } = one;
  for (let i = 0; i < ways.length; i++)
    if ((violated >>> i) & 1 && ways[i] === undefined)
      ways[i] = [...wayTo(table, index, search.size.cores, radix), next];
  one.broken |= violated;
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

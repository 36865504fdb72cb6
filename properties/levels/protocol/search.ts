// Every state that a core can reach by the path's own steps, breadth first: what each clause says of each move, and the shortest way to
// what breaks one; of the shortest, one with the fewest changes from thread to thread.

import { isResting } from '../../../model/protocol/code-moves.ts';
import {
  isAstray,
  type Protocol,
  type ProtocolCore,
  startedCore,
} from '../../../model/protocol/core.ts';
import { protocolMoves } from '../../../model/protocol/moves.ts';
import type { Claim, Clause } from '../../../spec/clause.ts';
import { readsOf } from '../../../spec/judging/claim-reads.ts';
import { heed } from '../../work/interruption.ts';
import { edgeList } from './edge-list.ts';
import { firstWithoutRest, isDependable } from './finishing.ts';
import { protocolJudge } from './judging.ts';
import { numberingOf } from './numbering.ts';
import { tupleTable } from './tuple-table.ts';
import { type WayTable, wayTable } from './way-table.ts';

export interface ProtocolSearch {
  readonly protocol: Protocol;
  /** Threads of the core, 1 to 4. */
  readonly threads: number;
  readonly clauses: readonly Clause[];
  readonly symmetric: boolean;
  /** States after which the search is given up. */
  readonly limit?: number;
  /** Of source that the model cannot follow nobody can say whether the core comes to rest: that is told of it instead. */
  readonly isSource?: true;
  /** It ends once every clause is broken, by ways as short as a whole search would find. */
  readonly enough?: boolean | undefined;
  readonly stop?: () => boolean;
  readonly progress?: (states: number) => void;
}

/** What a search found. */
export interface ProtocolFindings {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly bytes: number;
  readonly findings: readonly ProtocolFinding[];
  /** The cores along a way of state numbers. */
  readonly coresOf: (way: readonly (readonly number[])[]) => readonly ProtocolCore[];
}

interface ProtocolFinding {
  /** Moves in which the clause had something to say. */
  readonly met: number;
  /** The rows of the states on the way, the one behind the bad move last. */
  readonly way: readonly (readonly number[])[] | undefined;
  /** Whether the way leads to where a thread cannot be followed. */
  readonly isStuck: boolean;
}

/** A search under way. */
interface Exploration {
  readonly search: ProtocolSearch;
  readonly table: ReturnType<typeof tupleTable>;
  readonly ways: WayTable;
  readonly edges: ReturnType<typeof edgeList>;
  readonly numbering: ReturnType<typeof numberingOf>;
  readonly judge: ReturnType<typeof protocolJudge>;
  readonly bad: (Bad | undefined)[];
  readonly met: number[];
  /** The first move after which a thread of source cannot be followed. */
  astray: Bad | undefined;
  transitions: number;
}

/** The move that breaks a clause with the fewest changes, at the least depth. */
interface Bad {
  readonly from: number;
  readonly thread: number;
  readonly to: readonly number[];
  readonly depth: number;
  readonly changes: number;
}

/** Searches until all is found, the limit is reached, or it is told to stop. */
export function searchProtocol(search: ProtocolSearch): ProtocolFindings {
  const { clauses, threads, protocol } = search;
  const numbering = numberingOf(search.symmetric);
  const one: Exploration = {
    search,
    table: tupleTable(threads + 1),
    ways: wayTable(threads + 1),
    edges: edgeList(),
    numbering,
    judge: protocolJudge(clauses),
    bad: clauses.map(() => undefined),
    met: clauses.map(() => 0),
    astray: undefined,
    transitions: 0,
  };
  one.table.add(numbering.rowOf(startedCore(protocol, threads)));
  one.ways.begin();
  const { complete, depth } = visitAll(one);
  if (complete) judgeFinishing(one);
  return {
    states: one.table.count(),
    transitions: one.transitions,
    depth,
    complete,
    bytes: one.table.bytes() + one.ways.bytes() + one.edges.bytes(),
    findings: clauses.map((clause, i) => findingOf(one, clause, i)),
    coresOf: (way) => way.map(numbering.coreOf),
  };
}

function findingOf(one: Exploration, { claim }: Clause, i: number): ProtocolFinding {
  const [met, bad] = [one.met[i] ?? 0, one.bad[i]];
  const isStuck = bad === undefined && one.astray !== undefined && asksForRest(claim);
  return { met, way: wayTo(one, isStuck ? one.astray : bad), isStuck };
}

function visitAll(one: Exploration): Pick<ProtocolFindings, 'complete' | 'depth'> {
  const { table, ways, search } = one;
  for (let index = 0; index < table.count(); index++) {
    if (table.count() > (search.limit ?? Number.POSITIVE_INFINITY))
      return { complete: false, depth: ways.depth(index) };
    if (search.enough === true && isEveryOneBroken(one, index))
      return { complete: false, depth: ways.depth(index) };
    if (index % 1024 === 0) {
      heed();
      if (search.stop?.() === true) return { complete: false, depth: ways.depth(index) };
      search.progress?.(table.count());
    }
    expand(one, index);
  }
  return { complete: true, depth: ways.depth(table.count() - 1) };
}

/** Whether every clause is broken, and no move from a state or from those after it breaks one as soon. */
const isEveryOneBroken = ({ bad, ways }: Exploration, index: number): boolean =>
  bad.length > 0 && bad.every((one) => one !== undefined && one.depth <= ways.depth(index));

const rowAt = ({ table, search }: Exploration, index: number): readonly number[] =>
  Array.from({ length: search.threads + 1 }, (_, column) => table.at(index, column));

/** Every move from a state. */
function expand(one: Exploration, index: number): void {
  const { table, ways, numbering, search, edges, judge } = one;
  const core = numbering.coreOf(rowAt(one, index));
  for (const move of protocolMoves(core, search.protocol)) {
    one.transitions++;
    const row = numbering.rowOf(move.core);
    const to = table.add(row);
    const mover = move.thread ?? search.threads;
    if (search.isSource && one.astray === undefined && isAstray(move.core))
      one.astray = {
        from: index,
        thread: mover,
        to: row,
        depth: ways.depth(index) + 1,
        changes: 0,
      };
    const landed = move.thread === undefined ? mover : numbering.placeOf(move.core, move.thread);
    ways.reach(index, to, mover, landed);
    if (search.clauses.length > 0) {
      const said = judge.judge(core, move);
      note(one, said, { from: index, thread: mover, to: row });
    }
    if (isDependable(core, move)) edges.add(index, to);
  }
}

function note(
  one: Exploration,
  { violated, met }: { readonly violated: number; readonly met: number },
  at: Pick<Bad, 'from' | 'thread' | 'to'>,
): void {
  for (let i = 0; i < one.met.length; i++) {
    if ((met >>> i) & 1) one.met[i] = (one.met[i] ?? 0) + 1;
    if ((violated >>> i) & 1) blame(one, i, at);
  }
}

/** Keeps the bad move of a clause that is reached in the fewest moves, and of these with the fewest changes. */
function blame(one: Exploration, clause: number, at: Pick<Bad, 'from' | 'thread' | 'to'>): void {
  const depth = one.ways.depth(at.from) + 1;
  const changes = one.ways.changes(at.from, at.thread);
  const known = one.bad[clause];
  if (
    known !== undefined &&
    (known.depth < depth || (known.depth === depth && known.changes <= changes))
  )
    return;
  one.bad[clause] = { ...at, depth, changes };
}

/** Judges the clauses that ask whether the core comes to rest, at the first state from which it does not. */
function judgeFinishing(one: Exploration): void {
  const asks = one.search.clauses.flatMap(({ claim }, i) => (asksForRest(claim) ? [i] : []));
  if (asks.length === 0) return;
  const { table, numbering, search, edges } = one;
  const isAtRest = (index: number): boolean => {
    const core = numbering.coreOf(rowAt(one, index));
    return isResting(core, search.protocol) || (search.isSource === true && isAstray(core));
  };
  const first = firstWithoutRest(table.count(), edges, isAtRest);
  if (first === undefined) return;
  const before = one.ways.before(first);
  if (before === undefined) return;
  for (const i of asks) blame(one, i, { ...before, to: rowAt(one, first) });
}

function wayTo(one: Exploration, bad: Bad | undefined): ProtocolFinding['way'] {
  if (bad === undefined) return undefined;
  return [...one.ways.way(bad.from, bad.thread).map((index) => rowAt(one, index)), bad.to];
}

const asksForRest = (claim: Claim): boolean =>
  readsOf(claim).some(({ place }) => place === 'core.finishes');

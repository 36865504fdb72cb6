// Every state that one thread can come to with any others that keep to the rely: what it owes is judged of each of its own steps, as
// it sees it and as the others do. And what the threads of a whole core keep of the rely.
import { type Protocol, type ProtocolCore, startedCore } from '../../../model/protocol/core.ts';
import { protocolMoves } from '../../../model/protocol/moves.ts';
import type { Clause } from '../../../spec/clause.ts';
import { heed } from '../../work/interruption.ts';
import { foreignChanges, ownMoves, type World } from './environment.ts';
import { moveJudge } from './judging.ts';
import { numberingOf } from './numbering.ts';
import { tupleTable } from './tuple-table.ts';

interface AloneSearch {
  readonly world: World;
  /** What others keep to. */
  readonly rely: readonly Clause[];
  /** What the thread owes to the host, as it sees it; to the others it owes the whole of `guarantee`, as they see it. */
  readonly owed: readonly Clause[];
  readonly guarantee: readonly Clause[];
  /** It ends when something that is owed is broken. */
  readonly enough?: boolean;
  /** States after which it is given up. */
  readonly limit: number;
}

export interface AloneFindings {
  readonly states: number;
  readonly complete: boolean;
  /** The clauses that the thread breaks, by name, in order. */
  readonly broken: readonly string[];
}

/** Searches a world. */
export function searchAlone({
  world,
  rely,
  owed,
  guarantee,
  enough,
  limit,
}: AloneSearch): AloneFindings {
  const numbering = numberingOf(false);
  const table = tupleTable(3);
  const [lets, owes, keeps] = [moveJudge(rely), moveJudge(owed), moveJudge(guarantee)];
  const { own, other } = world;
  const add = (core: ProtocolCore): number => table.add(numbering.rowOf(core));
  let [broken, unkept] = [0, 0];
  add(world.begin);
  for (let at = 0; at < table.count(); at++) {
    if (at % 1024 === 0) heed();
    if (table.count() > limit || (enough && (broken | unkept) !== 0)) return found(false);
    const core = numbering.coreOf([0, 1, 2].map((column) => table.at(at, column)));
    for (const { core: next } of ownMoves(core, world)) {
      broken |= owes(core, next, own);
      unkept |= keeps(core, next, other);
      add(next);
    }
    for (const next of foreignChanges(core, world)) if (lets(core, next, own) === 0) add(next);
  }
  return found(true);

  function found(complete: boolean): AloneFindings {
    const names = [...namesOf(owed, broken), ...namesOf(guarantee, unkept)];
    return { states: table.count(), complete, broken: names };
  }
}

const namesOf = (clauses: readonly Clause[], bits: number): readonly string[] =>
  clauses.filter((_, i) => ((bits >>> i) & 1) === 1).map(({ name }) => name);

/**
 * The clauses of the rely that some step of a whole core breaks, as a thread sees it that does not take the step. What is not broken is
 * kept by every thread, and by the C code.
 */
export function unkeptTogether(
  protocol: Protocol,
  threads: number,
  rely: readonly Clause[],
): AloneFindings {
  const numbering = numberingOf(true);
  const table = tupleTable(threads + 1);
  const columns = Array.from({ length: threads + 1 }, (_, column) => column);
  const keeps = moveJudge(rely);
  let unkept = 0;
  table.add(numbering.rowOf(startedCore(protocol, threads)));
  for (let at = 0; at < table.count(); at++) {
    if (at % 1024 === 0) heed();
    const core = numbering.coreOf(columns.map((column) => table.at(at, column)));
    for (const { core: next, thread } of protocolMoves(core, protocol)) {
      for (const i of core.threads.keys()) if (i !== thread) unkept |= keeps(core, next, i);
      table.add(numbering.rowOf(next));
    }
  }
  return { states: table.count(), complete: true, broken: namesOf(rely, unkept) };
}

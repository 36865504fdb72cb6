// The level of the core protocol: threads that take the path's own steps in every order, so that a clause is judged in every state.
import type { ProtocolCore } from '../../../model/protocol/core.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Json } from '../../input/json.ts';
import { findSubject } from '../../subjects/subject.ts';
import { modelNames } from '../../subjects/variants.ts';
import { type BlockCounts, type Count, type Evaluator, type Level, NO_STATE } from '../level.ts';
import { protocolFaultNames, protocolFaults } from './faults.ts';
import { playProtocol, protocolEvents, protocolHistory, protocolHistoryAlong } from './history.ts';
import { kernelProtocol, lacksForThreads } from './kernel-threads.ts';
import { protocolLanes } from './lanes.ts';
import { searchProtocol } from './search.ts';
import {
  CHECKED_PROTOCOL,
  type ProtocolCode,
  type ProtocolSize,
  protocolModels,
  protocolOf,
} from './subjects.ts';

/** States after which the search of kernel source is given up: as many take some twenty seconds of processor time, and Linux 3.1.10 has 21,506. */
const SOURCE_STATES = 120_000;

/** A protocol that is set up to be judged. */
interface Subject {
  readonly make: () => ProtocolCode;
  readonly size: ProtocolSize;
  /** Code that may do what the model cannot follow, and may have any number of states. */
  readonly isSource?: true;
}

export const protocolLevel: Level = {
  name: 'protocol',
  kinds: ['protocol'],
  extent: 'exhaustive',
  faults: protocolFaults,
  open(subject, clauses, { state }) {
    const found = ownSubject(subject);
    if (found !== undefined) return evaluatorOf(found, clauses);
    const source = findSubject(subject, state);
    if (source?.model === undefined || !source.model.startsWith('kernel:')) return undefined;
    if (lacksForThreads(source.program).length > 0) return undefined;
    const make = () => kernelProtocol(source.program);
    return evaluatorOf({ make, size: CHECKED_PROTOCOL, isSource: true }, clauses);
  },
};

/** A reference path, or a fault of the protocol. */
function ownSubject(subject: string): Subject | undefined {
  const model = modelNames.find((one) => one === subject);
  if (model !== undefined) return { make: () => protocolModels[model], size: CHECKED_PROTOCOL };
  const name = protocolFaultNames.find((one) => one === subject);
  return name === undefined ? undefined : protocolFaults[name];
}

function evaluatorOf({ make, size, isSource }: Subject, clauses: readonly Clause[]): Evaluator {
  let made: ProtocolCode | undefined;
  const code = (): ProtocolCode => {
    made ??= make();
    return made;
  };
  return {
    run: ({ enough }) => searched({ code: code(), size, isSource, enough }, clauses),
    judge: (clause, history: Json) =>
      judge(clause, playProtocol(code(), protocolHistory.read(history), { isSource })),
    shrink: (_clause, history) => history,
    replay(given) {
      const history = protocolHistory.read(given);
      const events = protocolEvents(code(), history);
      return {
        trace: playProtocol(code(), history, { isSource }),
        begin: NO_STATE,
        lines: events.map(({ move }) => `${nameOf(move.thread)}: ${move.text}`),
        diagram: protocolLanes(events),
      };
    },
  };
}

const nameOf = (thread: number | undefined): string =>
  thread === undefined ? 'the machine' : `thread ${thread}`;

/** What is searched. */
interface Asked {
  readonly code: ProtocolCode;
  readonly size: ProtocolSize;
  readonly isSource: true | undefined;
  readonly enough: boolean | undefined;
}

/** Everything that can be reached, as counts of one block: a run is a state. */
function searched(
  { code, size, isSource, enough }: Asked,
  clauses: readonly Clause[],
): BlockCounts {
  const found = searchProtocol({
    protocol: protocolOf(code, size),
    threads: size.threads,
    clauses,
    symmetric: true,
    enough,
    ...(isSource === undefined ? {} : { limit: SOURCE_STATES, isSource }),
  });
  const worst = (verdict: 'violated' | 'stuck' | 'not-enough', way: readonly ProtocolCore[]) => ({
    verdict,
    weight: way.length,
    index: 0,
    history: protocolHistory.write(protocolHistoryAlong(code, size, way)),
  });
  const counts = found.findings.map((finding): Count => {
    const { met, way, isStuck } = finding;
    if (way !== undefined)
      return { met, worst: worst(isStuck ? 'stuck' : 'violated', found.coresOf(way)) };
    const isOpen = isSource !== undefined && !found.complete;
    return { met, worst: isOpen ? worst('not-enough', []) : undefined };
  });
  return { runs: found.states, switches: 0, counts };
}

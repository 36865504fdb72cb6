// The level of the core protocol: threads that take the path's own steps in every order, so that a clause is judged in every state.
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Json } from '../../input/json.ts';
import { modelNames } from '../../subjects/variants.ts';
import { type BlockCounts, type Count, type Evaluator, type Level, NO_STATE } from '../level.ts';
import { protocolFaultNames, protocolFaults } from './faults.ts';
import { playProtocol, protocolEvents, protocolHistory, protocolHistoryAlong } from './history.ts';
import { protocolLanes } from './lanes.ts';
import { searchProtocol } from './search.ts';
import {
  CHECKED_PROTOCOL,
  type ProtocolCode,
  type ProtocolSize,
  protocolModels,
  protocolOf,
} from './subjects.ts';

export const protocolLevel: Level = {
  name: 'protocol',
  kinds: ['protocol'],
  extent: 'exhaustive',
  faults: protocolFaults,
  open(subject, clauses) {
    const model = modelNames.find((one) => one === subject);
    if (model !== undefined)
      return evaluatorOf(() => protocolModels[model], CHECKED_PROTOCOL, clauses);
    const name = protocolFaultNames.find((one) => one === subject);
    if (name === undefined) return undefined;
    const { make, size } = protocolFaults[name];
    return evaluatorOf(make, size, clauses);
  },
};

function evaluatorOf(
  make: () => ProtocolCode,
  size: ProtocolSize,
  clauses: readonly Clause[],
): Evaluator {
  let made: ProtocolCode | undefined;
  const code = (): ProtocolCode => {
    made ??= make();
    return made;
  };
  return {
    run: ({ enough }) => searched(code(), size, clauses, enough),
    judge: (clause, history: Json) =>
      judge(clause, playProtocol(code(), protocolHistory.read(history))),
    shrink: (_clause, history) => history,
    replay(given) {
      const history = protocolHistory.read(given);
      const events = protocolEvents(code(), history);
      return {
        trace: playProtocol(code(), history),
        begin: NO_STATE,
        lines: events.map(({ move }) => `${nameOf(move.thread)}: ${move.text}`),
        diagram: protocolLanes(events),
      };
    },
  };
}

const nameOf = (thread: number | undefined): string =>
  thread === undefined ? 'the machine' : `thread ${thread}`;

/** Everything that can be reached, as counts of one block: a run is a state. */
function searched(
  code: ProtocolCode,
  size: ProtocolSize,
  clauses: readonly Clause[],
  enough?: boolean,
): BlockCounts {
  const protocol = protocolOf(code, size);
  const { states, findings, coresOf } = searchProtocol({
    protocol,
    threads: size.threads,
    clauses,
    symmetric: true,
    enough,
  });
  const counts = findings.map(({ met, way }): Count => {
    if (way === undefined) return { met, worst: undefined };
    const history = protocolHistory.write(protocolHistoryAlong(code, size, coresOf(way)));
    return { met, worst: { verdict: 'violated', weight: way.length, index: 0, history } };
  });
  return { runs: states, switches: 0, counts };
}

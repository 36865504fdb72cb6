// The level of threads and cores: not sampled but explored, so that a clause is judged in every state that can be reached.
import { type Rules, rulesWithout, sound } from '../../../model/core/rules.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Json } from '../../input/json.ts';
import { modelNames } from '../../subjects/variants.ts';
import { type BlockCounts, type Count, type Evaluator, type Level, NO_STATE } from '../level.ts';
import { explore } from './explore.ts';
import { FAULTY, threadsFaultNames, threadsFaults } from './faults.ts';
import { happenings, historyAlong, playCore, threadsHistory } from './history.ts';
import { localsOf, type Size } from './local.ts';
import { lanes } from './swimlanes.ts';

/** What a check explores: two cores, so that vcpus are fought over. */
const CHECKED: Size = { cores: 2, threads: 4, partitions: 3, vcpus: 1 };

export const coreLevel: Level = {
  name: 'core',
  kinds: ['core'],
  extent: 'exhaustive',
  faults: threadsFaults,
  open(subject, clauses, { without }) {
    const isSound = modelNames.some((name) => name === subject);
    const name = threadsFaultNames.find((one) => one === subject);
    const fault = name && threadsFaults[name];
    if (!isSound && fault === undefined) return undefined;
    const rules = rulesWithout(without, fault?.rules ?? sound);
    const size = fault?.size ?? (isSound && without.size === 0 ? CHECKED : FAULTY);
    return evaluatorOf(rules, size, clauses);
  },
};

function evaluatorOf(rules: Rules, size: Size, clauses: readonly Clause[]): Evaluator {
  const verdictOf = (clause: Clause, history: Json) =>
    judge(clause, playCore(rules, threadsHistory.read(history)));
  return {
    run: () => explored(rules, size, clauses),
    judge: verdictOf,
    shrink: (_clause, history) => history,
    replay(given) {
      const history = threadsHistory.read(given);
      const all = happenings(rules, history);
      return {
        trace: playCore(rules, history),
        begin: NO_STATE,
        lines: all.map(({ core, move }) => `core ${core}, thread ${move.thread}: ${move.text}`),
        diagram: lanes(all),
      };
    },
  };
}

/** Everything that can be reached, as counts of one block: a run is a state. */
function explored(rules: Rules, size: Size, clauses: readonly Clause[]): BlockCounts {
  const locals = localsOf(rules, size, clauses, true);
  const { states, findings } = explore({ rules, size, clauses, symmetric: true }, locals);
  const counts = findings.map(({ met, way }): Count => {
    if (way === undefined) return { met, worst: undefined };
    const history = threadsHistory.write(historyAlong(rules, locals, size, way, true));
    return { met, worst: { verdict: 'violated', weight: way.length, index: 0, history } };
  });
  return { runs: states, switches: 0, counts };
}

// The level of threads and cores: not sampled but explored, so that a clause is judged in every state that can be reached.
import { type Rules, rulesWithout, sound } from '../../../model/core/rules.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { Damaged, type Json, kept, list, record, whole } from '../../input/history-json.ts';
import { modelNames } from '../../subjects/variants.ts';
import { type BlockCounts, type Count, type Evaluator, type Level, NO_STATE } from '../level.ts';
import { explore } from './explore.ts';
import { FAULTY, threadsFaultNames, threadsFaults } from './faults.ts';
import { type CoreHistory, happenings, historyAlong, type Made, playCore } from './history.ts';
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
    judge(clause, playCore(rules, coreHistoryFrom(history)));
  return {
    run: () => explored(rules, size, clauses),
    judge: verdictOf,
    shrink: (_clause, history) => history,
    replay(given) {
      const history = coreHistoryFrom(given);
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
    const history = kept(historyAlong(rules, locals, size, way, true));
    return { met, worst: { verdict: 'violated', weight: way.length, index: 0, history } };
  });
  return { runs: states, switches: 0, counts };
}

/** A history that JSON kept. Throws Damaged where it is none. */
export function coreHistoryFrom(value: unknown): CoreHistory {
  const { size, moves } = record(value);
  const { cores, threads, partitions, vcpus } = record(size);
  return {
    size: {
      cores: whole(cores, LARGEST),
      threads: whole(threads, LARGEST),
      partitions: whole(partitions, LARGEST),
      vcpus: whole(vcpus, LARGEST),
    },
    moves: list(moves, MOVES).map(madeFrom),
  };
}

function madeFrom(value: unknown): Made {
  const { core, thread, site, vm } = record(value);
  if (typeof site !== 'string') throw new Damaged();
  return { core: whole(core, MOST), thread: whole(thread, MOST), site, vm: whole(vm, MOST) };
}

/** Of anything that is explored; a search as large takes hours. */
const LARGEST = 4;

/** The longest way that a search has found has a tenth as many. */
const MOVES = 1000;

/** Of anything that a move names. */
const MOST = 64;

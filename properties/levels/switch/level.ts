// The level of the world switch: a path is played with a machine, its guests and the passing of time, and traced.
import type { Clause } from '../../../spec/clause.ts';
import { judge, type Verdict } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import type { Trace } from '../../../spec/vocabulary/machine.ts';
import { type CompiledEvaluator, compiledEvaluator } from '../../compiled/evaluator.ts';
import type { Json } from '../../input/json.ts';
import { SEVERITY } from '../../severity.ts';
import { type CodeSubject, findSubject } from '../../subjects/subject.ts';
import { confirming } from '../confirming.ts';
import { countBlock, type HistoryRunner } from '../counting.ts';
import { inEditions } from '../in-editions.ts';
import type { CodeRun, Evaluator, EvaluatorOptions, Level, Run } from '../level.ts';
import { minimise } from '../minimise.ts';
import { switchKinds } from './contract.ts';
import { type Counter, counting } from './coverage.ts';
import { histories } from './history.ts';
import { switchHistory } from './history-schema.ts';
import { type HistorySeed, historyMaker, historyOf, historySeeds } from './history-seed.ts';
import { beginning, play, type Stage, stageWithout } from './play.ts';
import { watchingBoard } from './watcher.ts';

/** Shown every trace, under the name of its subject. */
export type Observer = (model: string, trace: Trace) => void;

export const switchLevel: Level = {
  name: 'switch',
  kinds: switchKinds,
  extent: 'sampled',
  faults: {},
  open(subject, clauses, terms) {
    const named = findSubject(subject, terms.state);
    return named && inEditions(named, clauses, (owed) => switchEvaluator(named, owed, terms));
  },
};

/** A path, set up to be judged. */
export function switchEvaluator(
  named: CodeSubject,
  clauses: readonly Clause[],
  { without, coverage = false, reader = 'compiled' }: EvaluatorOptions,
  observe?: Observer,
): Evaluator {
  const stage = stageWithout(without);
  const judgedBy =
    reader === 'plain' || observe !== undefined
      ? judgingPlainly(named, clauses, stage, observe)
      : judgingFast(named, clauses, stage);
  const playerWatchedBy = (counter?: Counter): HistoryRunner<HistorySeed> => ({
    arbitrary: historySeeds,
    judge: (drawn) => judgedBy(drawn, counter),
    weigh,
    keep: (drawn) => switchHistory.write(historyOf(drawn)),
  });
  const plainly = (clause: Clause, kept: Json): Verdict =>
    judge(clause, play(named.program, switchHistory.read(kept), stage).trace);
  const confirm = confirming(clauses, plainly);
  return {
    run(block) {
      const counter = coverage ? counting() : undefined;
      const counts = confirm(countBlock(playerWatchedBy(counter), clauses.length, block));
      return counter === undefined ? counts : { ...counts, coverage: counter.coverage() };
    },
    judge: plainly,
    shrink(clause, kept) {
      const history = switchHistory.read(kept);
      return switchHistory.write(minimise(named.program, clause, history, stage, histories));
    },
    replay: (kept) =>
      switchRun({ program: named.program, history: switchHistory.read(kept), stage }),
  };
}

/** A history as a program runs it. */
export const switchRun = (code: CodeRun): Run => ({
  trace: play(code.program, code.history, code.stage).trace,
  begin: beginning(code.history, code.stage, code.program.layout),
  lines: [],
  code,
});

/** Judges a history, which a counter may watch. */
type HistoryJudge = (
  drawn: HistorySeed,
  counter?: Counter,
) => ReturnType<HistoryRunner<HistorySeed>['judge']>;

/** By the compiled evaluator, which keeps nothing of a history: each is made in place of the one before. */
function judgingFast(
  { program }: CodeSubject,
  clauses: readonly Clause[],
  stage: Stage,
): HistoryJudge {
  let fast: CompiledEvaluator | undefined;
  const made = historyMaker();
  return (drawn, counter) => {
    fast ??= compiledEvaluator(program, clauses, stage);
    return fast.judge(made(drawn), counter && watchingBoard(counter));
  };
}

function judgingPlainly(
  { model, program }: CodeSubject,
  clauses: readonly Clause[],
  stage: Stage,
  observe: Observer | undefined,
): HistoryJudge {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  return (drawn, counter) => {
    const { trace, switches } = play(program, historyOf(drawn), stage);
    observe?.(model, trace);
    counter?.observe(trace);
    const verdicts = clauses.map((clause) => SEVERITY[judge(clause, trace, watched).verdict]);
    return { switches, verdicts };
  };
}

/** How much happens in a history: switches weigh more than actions of the guest, these more than delays and changes. */
const weigh = ({ rounds }: HistorySeed): number =>
  rounds.reduce(
    (sum, { guest, delays, changes }) =>
      sum + 1000 + 20 * guest.length + delays.length + changes.length,
    0,
  );

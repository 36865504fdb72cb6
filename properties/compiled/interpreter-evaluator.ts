// The interpreter with the interface of the compiled evaluator, for what that leaves to it: memory in the area of vmalloc.
import { compiledEnding } from '../../model/compiled/dispatch.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { watchedByAll } from '../../spec/judging/watch.ts';
import { play, type Stage } from '../levels/switch/play.ts';
import { watch, watchingWords } from '../levels/switch/watcher.ts';
import { SEVERITY } from '../severity.ts';
import type { CompiledEvaluator } from './evaluator.ts';

/** Judges by the interpreter; the halves that a watcher is shown are made anew from each state. */
export function interpreterEvaluator(
  program: Program,
  clauses: readonly Clause[],
  stage: Stage,
): CompiledEvaluator {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const verdicts = new Uint8Array(clauses.length);
  return {
    ran: () => 0,
    judge(history, watcher) {
      const { trace, switches } = play(program, history, stage);
      for (const [i, clause] of clauses.entries())
        verdicts[i] = SEVERITY[judge(clause, trace, watched).verdict];
      if (watcher !== undefined) watch(trace, watchingWords(watcher));
      return { switches, ending: compiledEnding(trace.ending), verdicts };
    },
  };
}

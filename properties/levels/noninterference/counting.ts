// Pairs counted and made simpler by compiled code. What is to be shown is judged by the interpreter, too.
import type { Program } from '../../../model/program.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import { openOf, secretsOf } from '../../../spec/secrets.ts';
import { type Comparing, pairEvaluator } from '../../compiled/pair-evaluator.ts';
import { SEVERITY, verdictOf } from '../../severity.ts';
import { heed, undisturbed } from '../../work/interruption.ts';
import { confirming } from '../confirming.ts';
import { countBlock, type HistoryRunner } from '../counting.ts';
import type { Evaluator, EvaluatorOptions } from '../level.ts';
import { simplest } from '../minimise.ts';
import { type Definition, evaluatorOf } from '../sampled.ts';
import { disagreementOn } from '../switch/disagreement.ts';
import { type Stage, stageWithout } from '../switch/play.ts';
import {
  type PairBySlot,
  type PairHistory,
  type PairSeed,
  pairBySlot,
  paired,
  pairSeeds,
  seedBySlot,
} from './history.ts';

type Pairs = Definition<Program, PairHistory>;

/** How pairs are played: every assumption holds. */
export const stage: Stage = stageWithout(new Set());

/** What differs and what is alike in pairs of a path with no editions. */
export const COMPARING: Comparing = { hidden: secretsOf, open: openOf };

/** Judges a pair by slots; the same as a history is asked for where compiled code cannot follow. */
type PairJudge = (pair: PairBySlot, history: () => PairHistory) => ArrayLike<number>;

/** A program set up to be judged by compiled code, or by the interpreter where that is asked for. */
export function compiledPairs(
  definition: Pairs,
  program: Program,
  clauses: readonly Clause[],
  { reader }: Pick<EvaluatorOptions, 'reader'>,
  comparing: Comparing = COMPARING,
): Evaluator {
  const plain = evaluatorOf(definition, program, clauses);
  if (reader === 'plain') return plain;
  const { schema } = definition;
  const judging = (some: readonly Clause[]): PairJudge =>
    judgeOf(definition, program, some, comparing);
  let known: PairJudge | undefined;
  const all: PairJudge = (...pair) => {
    known ??= judging(clauses);
    return known(...pair);
  };
  const player: HistoryRunner<PairSeed> = {
    arbitrary: pairSeeds,
    judge: (seed) => ({ switches: 1, verdicts: all(seedBySlot(seed), () => paired(seed)) }),
    weigh: (seed) => definition.told(paired(seed)).length,
    keep: (seed) => schema.write(paired(seed)),
  };
  const confirm = confirming(clauses, plain.judge);
  return {
    ...plain,
    run: (block) => confirm(countBlock(player, clauses.length, block)),
    shrink(clause, kept) {
      const own = clauses.indexOf(clause);
      const [judged, index] = own < 0 ? [judging([clause]), 0] : [all, own];
      const saidOf = (pair: PairHistory) =>
        verdictOf(judged(pairBySlot(pair), () => pair)[index] ?? SEVERITY.vacuous);
      const begin = schema.read(kept);
      const said = undisturbed(() => saidOf(begin));
      const minimal = simplest(definition.histories, begin, (one) => saidOf(one) === said);
      const left = schema.write(minimal);
      const { verdict } = undisturbed(() => plain.judge(clause, left));
      if (verdict !== said) throw disagreementOn(clause, said, verdict);
      return left;
    },
  };
}

function judgeOf(
  { play }: Pairs,
  program: Program,
  clauses: readonly Clause[],
  comparing: Comparing,
): PairJudge {
  const compiled = pairEvaluator(program, clauses, stage, comparing);
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const plainly = (history: PairHistory): readonly number[] => {
    heed();
    const trace = play(program, history);
    return clauses.map((clause) => SEVERITY[judge(clause, trace, watched).verdict]);
  };
  return (pair, history) => compiled?.judge(pair) ?? plainly(history());
}

// A level from its definition: a model with rules, histories that fast-check makes, and how a history is played to a trace.
import type fc from 'fast-check';
import type { Clause } from '../../spec/clause.ts';
import { judge, type Verdict } from '../../spec/judging/judge.ts';
import { watchedByAll } from '../../spec/judging/watch.ts';
import type { SpanKind, Trace } from '../../spec/vocabulary/machine.ts';
import type { Schema } from '../input/schema.ts';
import { SEVERITY } from '../severity.ts';
import type { ModelName } from '../subjects/variants.ts';
import { heed, undisturbed } from '../work/interruption.ts';
import { countBlock, type HistoryRunner } from './counting.ts';
import {
  type Evaluator,
  type EvaluatorOptions,
  type Level,
  type LevelFault,
  NO_STATE,
} from './level.ts';
import { simplest } from './minimise.ts';

/** A fault, and the rules that have it. */
interface RulesFault<R> extends LevelFault {
  readonly rules: R;
}

export interface Definition<R, H> {
  readonly name: string;
  readonly kinds: readonly SpanKind[];
  /** The rules of the two reference models. */
  readonly models: Readonly<Record<ModelName, R>>;
  readonly faults: Readonly<Record<string, RulesFault<R>>>;
  readonly histories: fc.Arbitrary<H>;
  readonly play: (rules: R, history: H) => Trace;
  /** What happens in a history, a line each. */
  readonly told: (history: H) => readonly string[];
  /** How JSON holds a history. */
  readonly schema: Schema<H>;
  /** The rules of a subject that is neither a reference model nor a fault of the level, where it has any. */
  readonly other?: (subject: string, terms: EvaluatorOptions) => R | undefined;
}

/** The level that a definition describes. */
export function sampled<R, H>(definition: Definition<R, H>): Level {
  const { name, kinds, faults } = definition;
  return {
    name,
    kinds,
    extent: 'sampled',
    faults,
    open(subject, clauses, terms) {
      const rules = rulesOf(definition, subject) ?? definition.other?.(subject, terms);
      return rules === undefined ? undefined : evaluatorOf(definition, rules, clauses);
    },
  };
}

const rulesOf = <R, H>({ models, faults }: Definition<R, H>, subject: string): R | undefined =>
  new Map(Object.entries(faults)).get(subject)?.rules ??
  new Map<string, R>(Object.entries(models)).get(subject);

function evaluatorOf<R, H>(
  definition: Definition<R, H>,
  rules: R,
  clauses: readonly Clause[],
): Evaluator {
  const { schema } = definition;
  const play = (ruling: R, history: H): Trace => {
    heed();
    return definition.play(ruling, history);
  };
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const arbitrary = definition.histories;
  const verdictOf = (clause: Clause, history: H): Verdict => judge(clause, play(rules, history));
  const player: HistoryRunner<H> = {
    arbitrary,
    judge(history) {
      const trace = play(rules, history);
      const verdicts = clauses.map((one) => SEVERITY[judge(one, trace, watched).verdict]);
      return { switches: 1, verdicts };
    },
    weigh: (history) => definition.told(history).length,
    keep: (history) => schema.write(history),
  };
  return {
    run: (block) => countBlock(player, clauses.length, block),
    judge: (clause, history) => verdictOf(clause, schema.read(history)),
    shrink(clause, history) {
      const begin = schema.read(history);
      const { verdict } = undisturbed(() => verdictOf(clause, begin));
      const fails = (one: H): boolean => verdictOf(clause, one).verdict === verdict;
      return schema.write(simplest(arbitrary, begin, fails));
    },
    replay(given) {
      const history = schema.read(given);
      return { trace: play(rules, history), begin: NO_STATE, lines: definition.told(history) };
    },
  };
}

// A level from its definition: code that is run, histories that fast-check makes, and how a history is played to a trace.
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

/** A fault, and the code that has it. */
interface CodeFault<C> extends LevelFault {
  readonly code: C;
}

export interface Definition<C, H> {
  readonly name: string;
  readonly kinds: readonly SpanKind[];
  /** The code of the two reference models. */
  readonly models: Readonly<Record<ModelName, C>>;
  readonly faults: Readonly<Record<string, CodeFault<C>>>;
  readonly histories: fc.Arbitrary<H>;
  readonly play: (code: C, history: H) => Trace;
  /** What happens in a history, a line each. */
  readonly told: (history: H) => readonly string[];
  /** How JSON holds a history. */
  readonly schema: Schema<H>;
  /** The code of a subject that is neither a reference model nor a fault of the level, where it has any. */
  readonly other?: (subject: string, terms: EvaluatorOptions) => C | undefined;
}

/** Sets code up to be judged at the level of a definition. */
type Opening<C, H> = (
  definition: Definition<C, H>,
  code: C,
  clauses: readonly Clause[],
  terms: EvaluatorOptions,
) => Evaluator;

/** The level that a definition describes. */
export function sampled<C, H>(
  definition: Definition<C, H>,
  opened: Opening<C, H> = evaluatorOf,
): Level {
  const { name, kinds, faults } = definition;
  return {
    name,
    kinds,
    extent: 'sampled',
    faults,
    open(subject, clauses, terms) {
      const code = codeOf(definition, subject) ?? definition.other?.(subject, terms);
      return code === undefined ? undefined : opened(definition, code, clauses, terms);
    },
  };
}

const codeOf = <C, H>({ models, faults }: Definition<C, H>, subject: string): C | undefined =>
  new Map(Object.entries(faults)).get(subject)?.code ??
  new Map<string, C>(Object.entries(models)).get(subject);

/** Code set up to be judged at the level of a definition. */
export function evaluatorOf<C, H>(
  definition: Definition<C, H>,
  code: C,
  clauses: readonly Clause[],
): Evaluator {
  const { schema } = definition;
  const play = (of: C, history: H): Trace => {
    heed();
    return definition.play(of, history);
  };
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const arbitrary = definition.histories;
  const verdictOf = (clause: Clause, history: H): Verdict => judge(clause, play(code, history));
  const player: HistoryRunner<H> = {
    arbitrary,
    judge(history) {
      const trace = play(code, history);
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
      return { trace: play(code, history), begin: NO_STATE, lines: definition.told(history) };
    },
  };
}

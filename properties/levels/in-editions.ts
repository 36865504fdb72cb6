// A level's evaluator for code that does on purpose what the contract does not know: the clauses are judged as its editions have them.
import type { Clause } from '../../spec/clause.ts';
import { clauseIn, clausesIn } from '../../spec/editions/editions.ts';
import type { CodeSubject } from '../subjects/subject.ts';
import type { Evaluator } from './level.ts';

/** Sets a subject up by the clauses as it owes them; whoever asks about a clause of the contract is told of what is owed of it. */
export function inEditions(
  { editions = [] }: Pick<CodeSubject, 'editions'>,
  clauses: readonly Clause[],
  open: (owed: readonly Clause[]) => Evaluator,
): Evaluator {
  if (editions.length === 0) return open(clauses);
  const evaluator = open(clausesIn(editions, clauses));
  return {
    ...evaluator,
    owes: (clause) => clauseIn(editions, clause),
    judge: (clause, history) => evaluator.judge(clauseIn(editions, clause), history),
    shrink: (clause, history) => evaluator.shrink(clauseIn(editions, clause), history),
  };
}

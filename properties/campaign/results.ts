// The results of a campaign: a verdict for each clause on each subject, and the minimal history that shows it.
import type { Clause } from '../../spec/clause.ts';
import type { Verdict } from '../../spec/judging/judge.ts';
import type { Finding, Level } from '../levels/level.ts';
import { levelOf } from '../levels/levels.ts';
import type { Settlement } from '../proof/work.ts';
import type { CampaignProgress } from './campaign.ts';
import type { Evaluators, Subject } from './evaluators.ts';
import { type Tally, verdictOf } from './tally.ts';

/** What is known of one clause on one subject. */
export interface Result {
  readonly model: string;
  readonly clause: Clause;
  readonly verdict: Verdict['verdict'];
  /** Histories in a sampled level; in an exhaustive one, states. */
  readonly runs: number;
  readonly met: number;
  readonly extent: Level['extent'];
  /** The minimal history that shows the verdict; none where the clause holds or is vacuous. */
  readonly finding: Finding | undefined;
  /** What a proof has told of it: what the verdict rests on, or why that is not a proof. */
  readonly proof?: Settlement | undefined;
}

/** Results, subject by subject, in the order of the clauses. */
export function resultsOf(
  { tallies }: CampaignProgress,
  evaluators: Evaluators,
  subjects: readonly Subject[],
  clauses: readonly Clause[],
): readonly Result[] {
  return subjects.flatMap((subject) =>
    clauses.flatMap((clause) => {
      const tally = tallies.find(
        (one) => one.model === subject.model && one.clause === clause.name,
      );
      return tally === undefined ? [] : [resultOf(tally, clause, evaluators, subject)];
    }),
  );
}

function resultOf(tally: Tally, clause: Clause, evaluators: Evaluators, subject: Subject): Result {
  const { model, runs, met, worst } = tally;
  const { extent } = levelOf(clause);
  const finding = worst === null ? undefined : findingOf(worst, clause, evaluators, subject);
  const owed = finding?.clause ?? clause;
  return { model, clause: owed, verdict: verdictOf(tally), runs, met, extent, finding };
}

/** The worst of a tally, made minimal. */
function findingOf(
  { level, history: found }: NonNullable<Tally['worst']>,
  clause: Clause,
  evaluators: Evaluators,
  subject: Subject,
): Finding | undefined {
  const evaluator = evaluators.evaluator(subject, level);
  if (evaluator === undefined) return undefined;
  const owed = evaluator.owes?.(clause) ?? clause;
  const history = evaluator.shrink(owed, found);
  return {
    subject: subject.name,
    clause: owed,
    level,
    history,
    replay: () => evaluator.replay(history),
  };
}

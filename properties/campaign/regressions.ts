// Counterexamples that are known from before: a corpus keeps them. They are played beside the series, and are counted in no run; what
// no longer shows leaves the corpus, what is new is added.
import type { Clause } from '../../spec/clause.ts';
import type { Json } from '../input/json.ts';
import { levelOf, levelWith } from '../levels/levels.ts';
import type { CampaignProgress } from './campaign.ts';
import { type CorpusProgram, readCorpus, updateCorpus } from './corpus.ts';
import type { Evaluators, Subject } from './evaluators.ts';
import type { Result } from './results.ts';
import { sum, type Tally } from './tally.ts';

/** A history that once broke a clause on a subject. */
export interface Regression {
  readonly subject: Subject;
  readonly clause: Clause;
  readonly history: Json;
}

/** What is known, with what the histories show now. They come before the series. */
export const withRegressions = (
  known: CampaignProgress,
  evaluators: Evaluators,
  earlier: readonly Regression[],
): CampaignProgress => ({
  ...known,
  tallies: known.tallies.map((tally) =>
    earlier
      .filter(
        ({ subject, clause }) => subject.model === tally.model && clause.name === tally.clause,
      )
      .reduce((sofar, one, i) => withOne(sofar, evaluators, one, i - earlier.length), tally),
  ),
});

function withOne(tally: Tally, evaluators: Evaluators, earlier: Regression, index: number): Tally {
  const { clause, history } = earlier;
  const verdict = verdictNow(evaluators, earlier);
  if (verdict === undefined || verdict === 'holds' || verdict === 'vacuous') return tally;
  const level = (levelWith(clause, history) ?? levelOf(clause)).name;
  const worst = { verdict, weight: 0, index, history, level };
  return sum(tally, { ...tally, runs: 0, met: 0, worst });
}

/** What a history shows now; undefined where the subject has nothing at its level. */
function verdictNow(evaluators: Evaluators, { subject, clause, history }: Regression) {
  const level = levelWith(clause, history);
  return level && evaluators.evaluator(subject, level.name)?.judge(clause, history).verdict;
}

/** How many programs a run replayed, pruned and added. */
export interface CorpusChange {
  readonly folder: string;
  readonly replayed: number;
  readonly pruned: number;
  readonly added: number;
}

/** What a corpus holds for a campaign. */
export interface Regressions {
  readonly earlier: readonly Regression[];
  /** Brings the folder up to date; a run that was cut short prunes nothing. */
  update(evaluators: Evaluators, results: readonly Result[], cut: boolean): CorpusChange;
}

/** Reads the folder, and what of it concerns these subjects and clauses. Throws Unreadable. */
export function regressionsIn(
  folder: string,
  subjects: readonly Subject[],
  clauses: readonly Clause[],
): Regressions {
  const kept = readCorpus(folder).flatMap((program) => {
    const subject = subjects.find(({ model }) => modelOf(model) === program.model);
    const clause = clauses.find(({ name }) => name === program.clause);
    return subject && clause ? [{ program, subject, clause, history: program.history }] : [];
  });
  return {
    earlier: kept,
    update(evaluators, results, cut) {
      const gone = kept.filter((earlier) => {
        const verdict = verdictNow(evaluators, earlier);
        return verdict === 'holds' || verdict === 'vacuous';
      });
      const pruned = cut ? [] : gone.map(({ program }) => program);
      const left = kept.filter(({ program }) => !pruned.includes(program));
      const added = results
        .flatMap(programOf)
        .filter(
          ({ model, clause }) =>
            !left.some(({ program }) => program.model === model && program.clause === clause),
        );
      updateCorpus(folder, added, pruned);
      return { folder, replayed: kept.length, pruned: pruned.length, added: added.length };
    },
  };
}

const programOf = ({ model, clause, verdict, finding }: Result): readonly CorpusProgram[] =>
  finding === undefined || (verdict !== 'violated' && verdict !== 'stuck')
    ? []
    : [{ model: modelOf(model), clause: clause.name, history: finding.history }];

/** Kernel source is one model, whichever source it is: what broke one may break the next. */
const modelOf = (model: string): string => (model.startsWith('kernel') ? 'kernel' : model);

// The corpus of a campaign: what is kept is played first, what no longer shows is pruned, what is new is added.
import type { History } from '../properties/arbitraries/history.ts';
import type { CheckOptions, Result } from '../properties/check.ts';
import { type KeptProgram, readCorpus, updateCorpus } from '../properties/corpus.ts';
import { play, stageWithout } from '../properties/play.ts';
import type { Clause } from '../spec/clause.ts';
import { judge } from '../spec/judge.ts';

/** How many programs a run replayed, pruned and added. */
export interface CorpusChange {
  readonly replayed: number;
  readonly pruned: number;
  readonly added: number;
}

/** What is kept for a campaign. */
export interface Kept {
  readonly histories: readonly History[];
  /** Brings the folder up to date; a run that was cut short prunes nothing. */
  update(results: readonly Result[], cut: boolean): CorpusChange;
}

const stage = stageWithout(new Set());

/** Reads the folder, and what of it concerns these subjects and clauses. Throws Unreadable. */
export function keptIn(
  folder: string,
  subjects: CheckOptions['subjects'],
  clauses: readonly Clause[],
): Kept {
  const kept = readCorpus(folder).flatMap((program) => {
    const subject = subjects.find(({ model }) => modelOf(model) === program.model);
    const clause = clauses.find(({ name }) => name === program.clause);
    return subject && clause ? [{ program, subject, clause }] : [];
  });
  return {
    histories: kept.map(({ program }) => program.history),
    update(results, cut) {
      const gone = kept.filter(({ program: { history }, subject, clause }) => {
        const { verdict } = judge(clause, play(subject.program, history, stage).trace);
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
      return { replayed: kept.length, pruned: pruned.length, added: added.length };
    },
  };
}

const programOf = ({ model, clause, verdict, history }: Result): readonly KeptProgram[] =>
  history === undefined || (verdict !== 'violated' && verdict !== 'stuck')
    ? []
    : [{ model: modelOf(model), clause: clause.name, history }];

/** Kernel source is one model, whichever source it is: what broke one may break the next. */
const modelOf = (model: string): string => (model.startsWith('kernel') ? 'kernel' : model);

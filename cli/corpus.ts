// The corpus of a campaign: what is kept is played first, what no longer shows is pruned, what is new is added.

import { type KeptProgram, readCorpus, updateCorpus } from '../properties/campaign/corpus.ts';
import { type Earlier, verdictNow } from '../properties/campaign/earlier.ts';
import type { BenchRoom, Subject } from '../properties/campaign/evaluators.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { Clause } from '../spec/clause.ts';

/** How many programs a run replayed, pruned and added. */
export interface CorpusChange {
  readonly folder: string;
  readonly replayed: number;
  readonly pruned: number;
  readonly added: number;
}

/** What is kept for a campaign. */
export interface Kept {
  readonly earlier: readonly Earlier[];
  /** Brings the folder up to date; a run that was cut short prunes nothing. */
  update(room: BenchRoom, results: readonly Result[], cut: boolean): CorpusChange;
}

/** Reads the folder, and what of it concerns these subjects and clauses. Throws Unreadable. */
export function keptIn(
  folder: string,
  subjects: readonly Subject[],
  clauses: readonly Clause[],
): Kept {
  const kept = readCorpus(folder).flatMap((program) => {
    const subject = subjects.find(({ model }) => modelOf(model) === program.model);
    const clause = clauses.find(({ name }) => name === program.clause);
    return subject && clause ? [{ program, subject, clause, history: program.history }] : [];
  });
  return {
    earlier: kept,
    update(room, results, cut) {
      const gone = kept.filter((earlier) => {
        const verdict = verdictNow(room, earlier);
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

const programOf = ({ model, clause, verdict, finding }: Result): readonly KeptProgram[] =>
  finding === undefined || (verdict !== 'violated' && verdict !== 'stuck')
    ? []
    : [{ model: modelOf(model), clause: clause.name, history: finding.history }];

/** Kernel source is one model, whichever source it is: what broke one may break the next. */
const modelOf = (model: string): string => (model.startsWith('kernel') ? 'kernel' : model);

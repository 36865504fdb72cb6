// Which clauses are about two runs, and whose secrets these differ in.
import type { Clause } from '../../../spec/clause.ts';
import type { Side } from '../../../spec/secrets.ts';

/** Whether a clause is about two runs. */
export const isOfTwoRuns = ({ over }: Pick<Clause, 'over'>): boolean =>
  over.some((kind) => kind === 'two-hosts' || kind === 'two-guests');

/** Whose secrets the two runs of a clause differ in. */
export const sideOf = ({ over }: Pick<Clause, 'over'>): Side =>
  over.includes('two-hosts') ? 'hosts' : 'guests';

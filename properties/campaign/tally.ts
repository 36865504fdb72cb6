// What is known of a clause on a subject: counts of blocks added up in any order, with the same sum.
import type { Verdict } from '../../spec/judging/judge.ts';
import { worseOf } from '../levels/counting.ts';
import type { BlockCounts, Count, WorstCase } from '../levels/level.ts';
import { BLOCK, type WorkItem } from './plan.ts';

export interface Tally {
  readonly model: string;
  readonly clause: string;
  readonly runs: number;
  /** Runs in which the clause had something to say. */
  readonly met: number;
  /** The worst that any run showed, and the level of that run; `index` numbers it in the whole series. */
  readonly worst: (WorstCase & { readonly level: string }) | null;
}

/** A tally of nothing. */
export const emptyTally = (model: string, clause: string): Tally => ({
  model,
  clause,
  runs: 0,
  met: 0,
  worst: null,
});

/** The tally with a block's count added. */
export const plus = (
  tally: Tally,
  { runs }: BlockCounts,
  { met, worst }: Count,
  { level, block }: WorkItem,
): Tally =>
  sum(tally, {
    ...tally,
    runs,
    met,
    worst: worst ? { ...worst, level, index: block * BLOCK + worst.index } : null,
  });

/** Two tallies of the same clause and model as one. Neither order nor grouping of sums matters. */
export const sum = (a: Tally, b: Tally): Tally => ({
  ...a,
  runs: a.runs + b.runs,
  met: a.met + b.met,
  worst: worstOf(a.worst, b.worst),
});

/** The worse of two; of two that are alike in all but their place in the series, the earlier. */
function worstOf(a: Tally['worst'], b: Tally['worst']): Tally['worst'] {
  const [first, second] = a !== null && b !== null && isEarlier(b, a) ? [b, a] : [a, b];
  return worseOf(first ?? undefined, second ?? undefined) ?? null;
}

type At = NonNullable<Tally['worst']>;

const isEarlier = (a: At, b: At): boolean =>
  a.index < b.index || (a.index === b.index && a.level < b.level);

/** The verdict of all runs together. */
export const verdictOf = ({ met, worst }: Tally): Verdict['verdict'] =>
  worst?.verdict ?? (met > 0 ? 'holds' : 'vacuous');

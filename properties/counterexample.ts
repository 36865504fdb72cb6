// One minimal counterexample of one clause on one path, found from a seed.
import type { Program } from '../model/program.ts';
import type { Clause } from '../spec/clause.ts';
import type { History } from './arbitraries/history.ts';
import { check } from './check.ts';

/** Histories that are tried where nothing else is said. */
const RUNS = 4000;

/** A minimal history on which the clause fails; undefined where none of so many shows it. */
export async function counterexampleOf(
  program: Program,
  clause: Clause,
  { runs = RUNS, seed = 1 }: { readonly runs?: number; readonly seed?: number } = {},
): Promise<History | undefined> {
  const subjects = [{ model: 'subject', program }];
  const { results } = await check({ subjects, clauses: [clause], runs, seed, enough: true });
  return results[0]?.history;
}

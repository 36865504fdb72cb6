// What a proof has told of a clause, for scripts: what its verdict rests on, or why it is not settled.
import type { Settlement } from '../proof/work.ts';

/** What a verdict rests on that a proof has settled, and how many histories there are beside. */
export function provedJson(
  { verdict, seconds }: Settlement,
  assumptions: readonly string[],
  drawn: { readonly runs: number; readonly met: number },
): object {
  const common = { class: 'proved', ...drawn };
  if (verdict.verdict !== 'proved') return { ...common, assumptions, seconds };
  const { paths, byRewriting, bySolver, caveats } = verdict;
  return { ...common, paths, byRewriting, bySolver, caveats, assumptions, seconds };
}

/** Where a refutation is, and why a clause is not settled. */
export function unsettledJson(settlement: Settlement['verdict']): object {
  if (settlement.verdict === 'refuted') return { where: settlement.where };
  if (settlement.verdict !== 'not-settled') return {};
  const { why, where, term } = settlement;
  return { why, where, term };
}

// What compiled code says is to be shown is judged by the interpreter, too.
import type { Clause } from '../../spec/clause.ts';
import type { Verdict } from '../../spec/judging/judge.ts';
import type { Json } from '../input/json.ts';
import type { BlockCounts } from './level.ts';
import { disagreementOn } from './switch/disagreement.ts';

/** Of each clause, the first history that is to be shown is judged by the interpreter too. Throws Disagreement. */
export function confirming(
  clauses: readonly Clause[],
  plainly: (clause: Clause, history: Json) => Verdict,
): (counts: BlockCounts) => BlockCounts {
  const confirmed = new Set<string>();
  return (counts) => {
    for (const [i, clause] of clauses.entries()) {
      const worst = counts.counts[i]?.worst;
      if (worst === undefined || confirmed.has(clause.name)) continue;
      const { verdict } = plainly(clause, worst.history);
      if (verdict !== worst.verdict) throw disagreementOn(clause, worst.verdict, verdict);
      confirmed.add(clause.name);
    }
    return counts;
  };
}

// Proving clauses of a program that a caller has at hand: for every machine, every guest and every passing of time.
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { type ProofVerdict, proving } from '../proof/prove.ts';
import { type ClauseOrName, clausesMeant } from './subject.ts';

/** What a proof comes to for one clause. */
export interface ProofResult {
  readonly clause: Clause;
  /** `proved`, `reached`, `refuted` with a history, `vacuous`, or `not-settled` with the reason. */
  readonly told: ProofVerdict;
}

/** How much a proof may take. */
export interface ProveOptions {
  /** Assumptions about the call that are left out, by name (none by default). */
  readonly without?: readonly string[];
}

/** Proves or refutes each clause. Throws RangeError for a clause that no switch can be judged by. */
export async function prove(
  program: Program,
  clauses: readonly ClauseOrName[],
  { without = [] }: ProveOptions = {},
): Promise<readonly ProofResult[]> {
  const meant = clausesMeant(clauses);
  const proof = proving(program, meant, { without: new Set(without) });
  try {
    const results: ProofResult[] = [];
    for (const clause of meant) results.push({ clause, told: await proof.judge(clause) });
    return results;
  } finally {
    await proof.close();
  }
}

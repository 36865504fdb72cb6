// Counterexamples that a proof has found, which may be longer than a token can hold.
import {
  type Counterexample,
  counterexampleFrom,
  type Depth,
} from '../counterexample/counterexample.ts';
import type { Finding } from '../levels/level.ts';
import { fitsToken } from '../proof/report.ts';

/**
 * The counterexample of a finding. It has no token where an assumption is left out, as a token tells of none, and where the history is
 * longer than one may be.
 */
export function proofCounterexample(
  finding: Finding,
  without: readonly string[],
  depth: Depth,
): Counterexample | undefined {
  const shown = counterexampleFrom(finding, depth);
  if (shown === undefined || (without.length === 0 && fitsToken(finding))) return shown;
  return { ...shown, token: '' };
}

// The findings of judged source, those included that show only once its known defects are put right; and how JSON holds them.
import { defectNames } from '../model/paths/repairs.ts';
import {
  type ComparableFinding,
  comparableFindings,
  type JudgedSource,
} from '../properties/causes/comparable-findings.ts';
import { hiddenSites } from '../properties/causes/hidden.ts';
import { recorded } from '../properties/subjects/defects.ts';
import type { Clause } from '../spec/clause.ts';

/** The findings: what is seen, and what is seen by these clauses with the recorded defects of the source put right. */
export function findingsIn(
  judged: JudgedSource,
  clauses: readonly Clause[],
): readonly ComparableFinding[] {
  const causes = new Set([...judged.sites.values()].flat().flatMap((site) => site.causes));
  const present = defectNames.filter((name) => causes.has(name));
  return comparableFindings(judged, hiddenSites(judged.lowered.program, present, clauses));
}

/** What a report keeps of a finding, so that it can be the base of another. */
export const comparedJson = (finding: ComparableFinding): object => ({ ...finding });

/** A finding of a comparison for scripts, and whether the base lacks it. */
export const findingJson = (finding: ComparableFinding, isNew: boolean): object => ({
  cause: finding.defects.length === 0 ? null : finding.defects.join(' '),
  repair: finding.defects.map(
    (name) => `as upstream made it: ${recorded[name]?.fixed ?? 'not known'}`,
  ),
  new: isNew,
  ...finding,
});

// The findings of judged source, those included that show only once its known defects are put right; and how JSON holds them.
import { defectNames } from '../model/paths/repairs.ts';
import { hiddenSites } from '../properties/causes/hidden.ts';
import {
  type JudgedSource,
  type SourceFinding,
  sourceFindings,
} from '../properties/causes/source-findings.ts';
import { defects } from '../properties/subjects/defects.ts';
import type { Clause } from '../spec/clause.ts';

/** The findings: what is seen, and what is seen by these clauses with the recorded defects of the source put right. */
export function findingsIn(
  judged: JudgedSource,
  clauses: readonly Clause[],
): readonly SourceFinding[] {
  const causes = new Set([...judged.sites.values()].flat().flatMap((site) => site.causes));
  const present = defectNames.filter((name) => causes.has(name));
  return sourceFindings(judged, hiddenSites(judged.lowered.program, present, clauses));
}

/** A finding for scripts; whether it is new is not known where there is no base. */
export const findingJson = (finding: SourceFinding, isNew: boolean | null): object => ({
  cause: finding.defects.length === 0 ? null : finding.defects.join(', '),
  repair:
    finding.defects.length === 0
      ? null
      : `as upstream made it: ${finding.defects.map((name) => defects[name].fixed).join(', ')}`,
  new: isNew,
  ...finding,
});

// The project's own switch in assembly, as it is published and with anything put right or planted in it.
import type { LoweredProgram } from '../../asm/lower/lower.ts';
import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import type { ProtocolDefect } from '../../model/protocol/path.ts';
import { diskFiles } from './disk-files.ts';
import { readKernel } from './kernel-source.ts';

/** A kernel tree of the project's own. */
export const OWN_TREE = 'asm/fixtures/tree';

/** A file of the project's own that has the entry in virtual mode alone. */
export const OWN_FILE = 'asm/fixtures/alone.S';

/** The name by which the own tree asks whether a defect is put right. */
export const repairName = (defect: DefectName | ProtocolDefect): string =>
  `REPAIR_${defect.toUpperCase().replaceAll('-', '_')}`;

/** The own switch with every defect put right but these, and with these other things defined. */
export const ownSwitch = (
  defects: readonly DefectName[],
  others: readonly string[] = [],
): LoweredProgram => lowered(OWN_TREE, [...ownDefines(defects), ...others]);

/** What is defined for the own tree to have every defect put right but these. */
export const ownDefines = (defects: readonly DefectName[]): readonly string[] =>
  defectNames.filter((name) => !defects.includes(name)).map(repairName);

/** A kernel tree on this machine, lowered. Throws with every error when it cannot be. */
export function lowered(tree: string, defines: readonly string[] = []): LoweredProgram {
  const reading = readKernel({ paths: [tree], defines }, diskFiles);
  if (reading.ok) return reading.lowered;
  throw new Error(
    reading.errors.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('\n'),
  );
}

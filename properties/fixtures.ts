// The project's own switch in assembly, as it is published and with anything put right or planted in it.
import type { Lowered } from '../asm/lower/lower.ts';
import { type DefectName, defectNames } from '../model/paths/repairs.ts';
import { diskFiles } from './disk-files.ts';
import { readKernel } from './kernel-source.ts';

const SWITCH = 'asm/fixtures/switch';

/** The name by which the fixture's source asks whether a defect is put right. */
const repair = (defect: DefectName): string =>
  `REPAIR_${defect.toUpperCase().replaceAll('-', '_')}`;

/** The fixture with every defect put right but these, and with these other things defined. */
export const ownSwitch = (
  defects: readonly DefectName[],
  others: readonly string[] = [],
): Lowered =>
  lowered(SWITCH, [
    ...defectNames.filter((name) => !defects.includes(name)).map(repair),
    ...others,
  ]);

/** A kernel tree on this machine, lowered. Throws with every error when it cannot be. */
export function lowered(tree: string, defines: readonly string[] = []): Lowered {
  const reading = readKernel({ paths: [tree], defines }, diskFiles);
  if (reading.ok) return reading.lowered;
  throw new Error(
    reading.errors.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('\n'),
  );
}

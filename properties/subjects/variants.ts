// The two reference paths by name, and what is expected of each clause on them.

import { published } from '../../model/paths/published.ts';
import { type DefectName, repaired, withDefects } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { brokenBy, recorded } from './defects.ts';

/** A reference path. */
export type ModelName = 'published' | 'repaired';

export const modelNames: readonly ModelName[] = ['published', 'repaired'];

export const models: Readonly<Record<ModelName, Program>> = { published, repaired };

/** What the suites expect of a clause: violated just where a recorded defect breaks it. */
export function expectedOf(model: ModelName, clause: string): 'holds' | 'violated' {
  if (model === 'repaired') return 'holds';
  const broken = Object.keys(recorded).some((name) => brokenBy(name).includes(clause));
  return broken ? 'violated' : 'holds';
}

/** The path put right but for one defect: what that defect alone breaks. */
export const defectAlone = (defect: DefectName): Program => withDefects([defect]);

// The two reference paths by name, and what is expected of each clause on them.

import { published } from '../model/paths/published.ts';
import { type DefectName, defectNames, repaired, withDefects } from '../model/paths/repairs.ts';
import type { Program } from '../model/program.ts';
import { brokenBy, ruleDefects } from './defects.ts';

/** A reference path. */
export type ModelName = 'published' | 'repaired';

export const modelNames: readonly ModelName[] = ['published', 'repaired'];

export const models: Readonly<Record<ModelName, Program>> = { published, repaired };

/** What the suites expect of a clause: violated just where a recorded defect of the path breaks it. */
export function expectedOf(model: ModelName, clause: string): 'holds' | 'violated' {
  if (model === 'repaired') return 'holds';
  const recorded = [
    ...defectNames.map(brokenBy),
    ...Object.values(ruleDefects).map(({ breaks }) => breaks),
  ];
  return recorded.some((breaks) => breaks.includes(clause)) ? 'violated' : 'holds';
}

/** The path put right but for one defect: what that defect alone breaks. */
export const exhibit = (defect: DefectName): Program => withDefects([defect]);

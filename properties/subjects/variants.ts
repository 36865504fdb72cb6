// The two reference paths by name, and what is expected of each clause on them.

import { published } from '../../model/paths/published.ts';
import { type DefectName, repaired, withDefects } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { protocolDefects } from '../../model/protocol/path.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { brokenBy, recorded } from './defects.ts';

/** A reference path. */
export type ModelName = 'published' | 'repaired';

export const modelNames: readonly ModelName[] = ['published', 'repaired'];

export const models: Readonly<Record<ModelName, Program>> = { published, repaired };

/**
 * What the suites expect of a clause: violated just where a recorded defect breaks it. With a level, that is what is played: a clause
 * that others judge too is broken by a defect of the protocol at that level alone.
 */
export function expectedOf(model: ModelName, clause: string, level?: string): 'holds' | 'violated' {
  if (model === 'repaired') return 'holds';
  const isElsewhere = (name: string): boolean =>
    level !== undefined &&
    level !== 'protocol' &&
    clauseNamed(clause)?.over[0] !== 'protocol' &&
    protocolDefects.some((one) => one === name);
  const broken = Object.keys(recorded).some(
    (name) => brokenBy(name).includes(clause) && !isElsewhere(name),
  );
  return broken ? 'violated' : 'holds';
}

/** The path put right but for one defect: what that defect alone breaks. */
export const defectAlone = (defect: DefectName): Program => withDefects([defect]);

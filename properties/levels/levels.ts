// Every level, and which one a clause belongs to.
import type { Clause } from '../../spec/clause.ts';
import { runLevel } from './kvm-run/level.ts';
import type { Level, LevelFault } from './level.ts';
import { pairLevel } from './noninterference/level.ts';
import { switchLevel } from './switch/level.ts';
import { coreLevel } from './threads/level.ts';
import { textLevel } from './vectors/level.ts';
import { vmLevel } from './vm/level.ts';

/** In the order in which they are played. */
export const levels: readonly Level[] = [
  switchLevel,
  pairLevel,
  runLevel,
  vmLevel,
  coreLevel,
  textLevel,
];

/** The level whose runs have the stretch that a clause speaks of. */
export function levelOf({ name, over }: Clause): Level {
  const level = levels.find(({ kinds }) => kinds.includes(over));
  if (level === undefined) throw new Error(`no level has the stretch '${over}' of ${name}`);
  return level;
}

/** Whether a clause is judged at a level. */
export const isJudgedAt = ({ kinds }: Level, { over, also }: Clause): boolean =>
  kinds.includes(over) || (also !== undefined && kinds.includes(also));

/** The fault of a level's rules that has this name, if there is one. */
export const faultOfLevels = (name: string): LevelFault | undefined =>
  levels
    .map(({ faults }) => (Object.hasOwn(faults, name) ? faults[name] : undefined))
    .find((fault) => fault !== undefined);

/** The level with this name. */
export function levelNamed(name: string): Level {
  const level = levels.find((one) => one.name === name);
  if (level === undefined) throw new Error(`no level is called ${name}`);
  return level;
}

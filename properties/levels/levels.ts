// Every level, and which one a clause belongs to.
import type { Clause } from '../../spec/clause.ts';
import type { Json } from '../input/history-json.ts';
import { readKvmHistory, runLevel } from './kvm-run/level.ts';
import type { Level, LevelFault } from './level.ts';
import { readPair } from './noninterference/history-json.ts';
import { pairLevel } from './noninterference/level.ts';
import { historyFrom } from './switch/history-json.ts';
import { switchLevel } from './switch/level.ts';
import { coreHistoryFrom, coreLevel } from './threads/level.ts';
import { readTextHistory, textLevel } from './vectors/level.ts';
import { readVmHistory } from './vm/history-json.ts';
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

/** How the histories of each level are read; each throws Damaged for what is none. */
const readers: ReadonlyMap<Level, (history: unknown) => unknown> = new Map<
  Level,
  (history: unknown) => unknown
>([
  [switchLevel, historyFrom],
  [pairLevel, readPair],
  [runLevel, readKvmHistory],
  [vmLevel, readVmHistory],
  [coreLevel, coreHistoryFrom],
  [textLevel, readTextHistory],
]);

/** Throws Damaged where this is no history of the level. */
export function checkHistory(level: Level, history: Json): void {
  readers.get(level)?.(history);
}

/** Levels that run or read code, so that kernel source may be their subject. */
export const levelsOfCode: readonly Level[] = [switchLevel, pairLevel, textLevel];

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

// Every level, and which one a clause belongs to.
import type { Clause } from '../../spec/clause.ts';
import { InvalidHistory, type Json } from '../input/json.ts';
import type { Schema } from '../input/schema.ts';
import { interruptionHistory } from './interruption/history.ts';
import { interruptionLevel } from './interruption/level.ts';
import { kvmHistory } from './kvm-run/history.ts';
import { runLevel } from './kvm-run/level.ts';
import type { Level, LevelFault } from './level.ts';
import { pairHistory } from './noninterference/history.ts';
import { pairLevel } from './noninterference/level.ts';
import { protocolHistory } from './protocol/history.ts';
import { protocolLevel } from './protocol/level.ts';
import { switchHistory } from './switch/history-schema.ts';
import { switchLevel } from './switch/level.ts';
import { threadsHistory } from './threads/history.ts';
import { coreLevel } from './threads/level.ts';
import { vcpusHistory } from './vcpus/history.ts';
import { vcpusLevel } from './vcpus/level.ts';
import { textHistory, textLevel } from './vectors/level.ts';
import { vmHistory } from './vm/history.ts';
import { vmLevel } from './vm/level.ts';

/** Every level in the order in which they are played, and how JSON holds its histories. */
const schemas: ReadonlyMap<Level, Pick<Schema<unknown>, 'read'>> = new Map<
  Level,
  Pick<Schema<unknown>, 'read'>
>([
  [switchLevel, switchHistory],
  [pairLevel, pairHistory],
  [runLevel, kvmHistory],
  [vmLevel, vmHistory],
  [vcpusLevel, vcpusHistory],
  [coreLevel, threadsHistory],
  [protocolLevel, protocolHistory],
  [interruptionLevel, interruptionHistory],
  [textLevel, textHistory],
]);

/** In the order in which they are played. */
export const levels: readonly Level[] = [...schemas.keys()];

/** Throws InvalidHistory where this is no history of the level. */
export function checkHistory(level: Level, history: Json): void {
  const schema = schemas.get(level);
  if (schema === undefined) throw new Error(`${level.name} is not on the list of levels`);
  schema.read(history);
}

/** Levels that run or read code, so that kernel source may be their subject. */
export const levelsOfCode: readonly Level[] = [
  switchLevel,
  pairLevel,
  protocolLevel,
  interruptionLevel,
  textLevel,
];

/** Of these, the ones at which only some code has anything to be judged: that of secondary threads. */
export const levelsOfSomeCode: readonly Level[] = [protocolLevel];

/** The level whose runs have the stretch that a clause speaks of first. */
export function levelOf({ name, over }: Clause): Level {
  const level = levels.find(({ kinds }) => kinds.includes(over[0]));
  if (level === undefined) throw new Error(`no level has the stretch '${over[0]}' of ${name}`);
  return level;
}

/** The first of the levels at which a clause is judged that has this history; undefined where it is a history of none. */
export const levelWith = (clause: Clause, history: Json): Level | undefined =>
  levels.find((level) => isJudgedAt(level, clause) && isHistory(level, history));

/** Whether this is a history of a level. */
export function isHistory(level: Level, history: Json): boolean {
  try {
    checkHistory(level, history);
    return true;
  } catch (error) {
    if (error instanceof InvalidHistory) return false;
    throw error;
  }
}

/** Whether a clause is judged at a level. */
export const isJudgedAt = ({ kinds }: Level, { over }: Clause): boolean =>
  over.some((kind) => kinds.includes(kind));

/** The fault of a level that has this name, if there is one. */
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

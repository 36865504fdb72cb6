// Which unit is played next. Whoever plays a level sets it up first, so the first lane begins with the levels that play every
// block, and the others with the rest: not every thread sets up everything.
import type { Level } from '../levels/level.ts';
import { everyBlockOf, type Series, type Shard, unitsOf, type WorkItem } from './plan.ts';

/** Blocks that a lane may be ahead of the others with what it begins with. */
const AHEAD = 8;

/** Deals the units that are not done to so many lanes; one lane alone gets them block by block. */
export function schedule(
  levels: readonly Level[],
  series: Series,
  shard: Shard,
  isDone: (unit: WorkItem) => boolean,
  lanes: number,
): (lane: number) => WorkItem | undefined {
  const pile = (some: readonly Level[]) => pileOf(unitsOf(some, series, shard), isDone);
  const every = pile(levels.filter(playsEveryBlock));
  const rest = pile(levels.filter((level) => !playsEveryBlock(level)));
  const ahead = lanes === 1 ? 0 : AHEAD;
  return (lane) => {
    const [mine, other] = lane === 0 ? [every, rest] : [rest, every];
    const [first, second] = [mine.next(), other.next()];
    if (first === undefined) return other.take();
    if (second !== undefined && first.block > second.block + ahead) return other.take();
    return mine.take();
  };
}

const playsEveryBlock = (level: Level): boolean =>
  level.extent === 'sampled' && everyBlockOf(level) === 1;

/** Units in order, of which the next may be looked at. */
function pileOf(units: Iterator<WorkItem>, isDone: (unit: WorkItem) => boolean) {
  const drawn = (): WorkItem | undefined => {
    for (;;) {
      const { done, value } = units.next();
      if (done === true) return undefined;
      if (!isDone(value)) return value;
    }
  };
  let top = drawn();
  return {
    next: () => top,
    take(): WorkItem | undefined {
      const taken = top;
      top = drawn();
      return taken;
    },
  };
}

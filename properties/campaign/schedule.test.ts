// Dealing: every unit is dealt once, whatever the lanes; one lane alone gives each level its share of a time that is short.
import { describe, expect, it } from 'vitest';
import { levels } from '../levels/levels.ts';
import { BLOCK, unitsOf, WHOLE, type WorkItem } from './plan.ts';
import { schedule } from './schedule.ts';

const series = { seed: 1, runs: 40 * BLOCK };
const nameOf = ({ level, block }: WorkItem): string => `${level} ${block}`;
const planned = [...unitsOf(levels, series)].map(nameOf);

/** All that is dealt when lanes ask in turn. */
function dealt(
  lanes: number,
  isDone: (unit: WorkItem) => boolean = () => false,
): readonly WorkItem[] {
  const deal = schedule(levels, series, WHOLE, isDone, lanes);
  const units: WorkItem[] = [];
  for (let turn = 0, idle = 0; idle < lanes; turn++) {
    const unit = deal(turn % lanes);
    idle = unit === undefined ? idle + 1 : 0;
    if (unit !== undefined) units.push(unit);
  }
  return units;
}

describe('units', () => {
  it.each([1, 2, 5])('are dealt once each, to %i lanes', (lanes) => {
    expect(dealt(lanes).map(nameOf).sort()).toEqual([...planned].sort());
  });

  it('that are done are not dealt', () => {
    const isDone = ({ block }: WorkItem) => block % 3 === 0;
    expect(dealt(2, isDone).some(isDone)).toBe(false);
  });

  it('come block by block where there is one lane', () => {
    const blocks = dealt(1).map(({ block }) => block);
    expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
  });

  it('of the level that the others do not begin with come first in the first lane', () => {
    const deal = schedule(levels, series, WHOLE, () => false, 2);
    expect(deal(0)).toEqual({ level: 'switch', block: 0 });
    expect(deal(1)?.level).not.toBe('switch');
  });
});

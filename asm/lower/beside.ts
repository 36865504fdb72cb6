// What a source has at an address at which its program has no step: for a run that comes there, and is stuck.
import { REAL_ADDRESS } from '../../model/layout.ts';
import { writeItem } from '../writing.ts';
import type { Placement } from './placement.ts';

/** Says it with file and line; undefined where nothing of the source lies. */
export function besideIn({ items }: Placement): (address: bigint) => string | undefined {
  const real = new Map(items.map((located) => [located.address & REAL_ADDRESS, located]));
  return (address) => {
    const found = real.get(address & REAL_ADDRESS);
    if (found === undefined) return undefined;
    const { item, section } = found;
    const where = `${item.at.file}:${item.at.line} has ${writeItem(item)} there`;
    if (item.kind === 'instruction') return `${where}, to which nothing was seen to lead`;
    return section === '.opd'
      ? `${where}, a function descriptor and no code`
      : `${where}, which is data`;
  };
}

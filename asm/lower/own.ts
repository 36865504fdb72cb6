// What of the switch a source has itself: routines by their names, the entry by what it is called, vectors by their addresses.
import type { Routine } from '../../model/program.ts';
import type { Listing, Position, SourceError } from '../listing.ts';
import { KERNEL_BASE, type Placement } from './placement.ts';

/** A routine of the path that the source has, and where its first instruction is written. */
export interface Own {
  readonly name: string;
  readonly at: Position;
}

/** The routines of the path that a source has itself, and what is wrong with them. */
export interface Possession {
  readonly own: readonly Own[];
  /** Labels of routines at which no instruction is. */
  readonly errors: readonly SourceError[];
}

/** The routines of the path among what is placed; what data is come to as code is an instruction there already. */
export function ownIn(
  { sections }: Listing,
  { items, labels }: Placement,
  path: readonly Routine[],
  entry: bigint | undefined,
): Possession {
  const own: Own[] = [];
  const errors: SourceError[] = [];
  const written = (name: string): Position => {
    const item = [...sections.values()]
      .flat()
      .find((one) => one.kind === 'label' && one.name === name);
    if (item === undefined) throw new Error(`${name} has an address, and no place`);
    return item.at;
  };
  const lines = new Map(items.map(({ address, item, section }) => [address, { item, section }]));
  for (const { name, at } of path.filter((routine) => !routine.name.includes('.'))) {
    const vector = at === undefined ? undefined : KERNEL_BASE + at;
    const called = labels.has(`.${name}`) ? `.${name}` : name;
    const label = labels.get(called) ?? vector;
    if (label === undefined) continue;
    const found = lines.get(label);
    if (found?.item.kind === 'instruction') own.push({ name, at: found.item.at });
    else if (vector === undefined && found?.section !== '.opd')
      errors.push({ message: noCode(name), at: found?.item.at ?? written(called) });
  }
  const first = entry === undefined ? undefined : lines.get(entry)?.item;
  if (first?.kind === 'instruction') own.push({ name: 'the entry', at: first.at });
  return { own, errors };
}

const noCode = (name: string): string => `${name} is a label here, and no instruction follows it`;

// The expressions of an item and the names a listing leaves open: structure offsets, labels of other
// files, constants that no header defined. Registers are not open.
import { type Expression, symbolsOf } from './expression.ts';
import type { Item, Listing } from './listing.ts';
import { registerNumber } from './registers.ts';

/** The expressions that an item's bytes depend on. */
export const expressionsOf = (item: Item): readonly Expression[] => {
  switch (item.kind) {
    case 'instruction':
      return item.operands.flatMap((operand) =>
        operand.kind === 'memory' ? [operand.displacement, operand.base] : [operand.value],
      );
    case 'data':
      return [item.value];
    case 'space':
      return [item.size, item.fill];
    case 'origin':
      return [item.to];
    case 'label':
    case 'align':
      return [];
  }
};

/** Names without a definition in the listing, in the order of first use. */
export const openNames = (listing: Listing): ReadonlySet<string> => {
  const items = [...listing.sections.values()].flat();
  const labels = new Set(items.flatMap((item) => (item.kind === 'label' ? [item.name] : [])));
  const used = new Set<string>();
  for (const item of items) for (const each of expressionsOf(item)) symbolsOf(each, used);
  const isOpen = (name: string): boolean =>
    !labels.has(name) && !listing.symbols.has(name) && registerNumber(name) === undefined;
  return new Set([...used].filter(isOpen));
};

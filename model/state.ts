// States of the machine: immutable to everybody but the run that makes them.
import type { Machine, Place } from '../spec/machine.ts';
import type { Word } from '../spec/words.ts';
import { type Layout, ownLayout } from './layout.ts';
import type { Cells } from './memory.ts';
import { slotOf, slots, widths } from './places.ts';

/** A state with the cells that hold it. */
export interface State extends Machine {
  readonly cells: Cells;
}

/** The state that cells hold. They must not change any more. */
export function stateOf(cells: Cells): State {
  return { cells, word: (place) => wordIn(cells, place), address: cells.layout.addressOf };
}

/** Cells that hold these words, one for each slot, cut to what each slot has. */
export function cellsOf(words: ArrayLike<Word>, layout: Layout = ownLayout): Cells {
  const held = new Array<Word>(slots);
  for (let i = 0; i < slots; i++) held[i] = (words[i] ?? 0n) & (widths[i] ?? 0n);
  return { layout, slots: held, elsewhere: new Map() };
}

/** Cells that may be changed without changing the state. */
export const copyOf = ({ layout, slots: held, elsewhere }: Cells): Cells => ({
  layout,
  slots: held.slice(),
  elsewhere: elsewhere.size === 0 ? new Map() : new Map(elsewhere),
});

/** Puts a word into a place, cut to its width. */
export function setWord({ slots: held }: Cells, place: Place, word: Word): void {
  const slot = slotNamed(place);
  held[slot] = word & (widths[slot] ?? 0n);
}

/** The word in a place of these cells. */
export const wordIn = ({ slots: held }: Cells, place: Place): Word => held[slotNamed(place)] ?? 0n;

/** The slot of a place. Throws when no place has this name. */
export function slotNamed(place: Place): number {
  const slot = slotOf.get(place);
  if (slot === undefined) throw new Error(`no place is called ${place}`);
  return slot;
}

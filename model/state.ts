// States of the machine. They are values: what puts a word into one makes another.
import type { Machine, Place } from '../spec/vocabulary/machine.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import { type Cells, cellsHolding } from './cells.ts';
import { type Layout, ownLayout } from './layout.ts';
import { slotNamed, widths } from './places.ts';

/** A state with the cells that hold it. */
export interface State extends Machine {
  readonly cells: Cells;
}

/** The state that cells hold. */
export const stateOf = (cells: Cells): State => ({
  cells,
  word: (place) => wordIn(cells, place),
  address: cells.layout.addressOf,
});

/** Cells that hold these words, one for each slot, cut to what each slot has. */
export const cellsOf = (words: ArrayLike<Word>, layout: Layout = ownLayout): Cells =>
  cellsHolding(
    widths.map((width, i) => (words[i] ?? 0n) & width),
    layout,
  );

/** Cells of zeros. */
export const noCells = (layout: Layout = ownLayout): Cells => cellsOf([], layout);

/** The cells with words in places, each cut to the width of its place. */
export const withWords = (
  cells: Cells,
  words: Iterable<readonly [place: Place, word: Word]>,
): Cells =>
  cells.with(
    Array.from(words, ([place, word]) => ({ slot: slotNamed(place), word: cutTo(place, word) })),
  );

/** A word cut to the width of a place. */
export const cutTo = (place: Place, word: Word): Word => word & (widths[slotNamed(place)] ?? 0n);

/** The word in a place of these cells. */
export const wordIn = (cells: Cells, place: Place): Word => cells.word(slotNamed(place));

// States of the machine: immutable to everybody but the run that makes them.
import type { Machine, Place } from '../spec/machine.ts';
import { registers, type Place as Register } from '../spec/registers.ts';
import { lowBits, type Word } from '../spec/words.ts';
import { addressOf, pieces, registerSlots, slots } from './layout.ts';
import { get, put, type Cells } from './memory.ts';

/** A state with the cells that hold it. */
export interface State extends Machine {
  readonly cells: Cells;
}

/** Registers narrower than 64 bits, with the bits that they have. */
export const narrow: ReadonlyMap<Register, Word> = new Map(
  [...registerSlots.keys()].flatMap((name): [Register, Word][] => {
    const width = registers[rowOf(name)].width;
    return width === 64 ? [] : [[name, lowBits(width)]];
  }),
);

/** A state in which every place is 0. */
export const blank = (): State => stateOf({ slots: new BigUint64Array(slots), elsewhere: new Map() });

/** The state that cells hold. They must not change any more. */
export function stateOf(cells: Cells): State {
  return {
    cells,
    word: (place) => wordIn(cells, place),
    address: (structure) => addressOf(structure),
  };
}

/** Cells that may be changed without changing the state. */
export const copyOf = ({ cells }: State): Cells => ({
  slots: cells.slots.slice(),
  elsewhere: cells.elsewhere.size === 0 ? new Map() : new Map(cells.elsewhere),
});

/** The state with other words in some places. */
export function withWords(state: State, words: Iterable<readonly [Place, Word]>): State {
  const cells = copyOf(state);
  for (const [place, word] of words) setWord(cells, place, word);
  return stateOf(cells);
}

/** Cuts every narrow register to its width. */
export function narrowAll({ slots: words }: Cells): void {
  for (const [slot, mask] of narrowSlots) words[slot] = (words[slot] ?? 0n) & mask;
}

const narrowSlots = [...narrow].map(([name, mask]) => [registerSlots.get(name) ?? 0, mask] as const);

/** Puts a word into a place, cut to its width. */
export function setWord(cells: Cells, place: Place, word: Word): void {
  const slot = registerSlots.get(place as Register);
  if (slot !== undefined) {
    cells.slots[slot] = word & (narrow.get(place as Register) ?? lowBits(64));
    return;
  }
  const piece = pieces.get(place);
  if (piece === undefined) throw new Error(`no place is called ${place}`);
  put(cells.slots, piece, word & lowBits(8 * piece.bytes));
}

/** The word in a place of these cells. */
export function wordIn({ slots: words }: Cells, place: Place): Word {
  const slot = registerSlots.get(place as Register);
  if (slot !== undefined) return words[slot] ?? 0n;
  const piece = pieces.get(place);
  if (piece === undefined) throw new Error(`no place is called ${place}`);
  return get(words, piece);
}

/** Every place that a state has, registers first. */
export const allPlaces: readonly Place[] = [...registerSlots.keys(), ...(pieces.keys() as Iterable<Place>)];

function rowOf(name: Register): keyof typeof registers {
  if (name.startsWith('PMC')) return 'PMC';
  if (name.startsWith('SLB')) return 'SLB';
  if (name.startsWith('VSR')) return 'VSR';
  return name in registers ? (name as keyof typeof registers) : 'r0';
}

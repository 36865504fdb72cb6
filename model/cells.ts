// What a machine holds, as a value: the words of its slots, and the bytes of memory that no structure owns. Nothing changes it.
//
// A write makes new cells. Words lie in chunks and bytes in lines of fixed size; a write copies the one that it changes and the
// list of them, and shares all others with the cells before it, so that every state of a run can be kept.
import type { Word } from '../spec/vocabulary/words.ts';
import type { Layout } from './layout.ts';

/** What a machine holds. Cells never change. */
export interface Cells {
  /** Where the fields lie: constants of the run. */
  readonly layout: Layout;
  /** The word in a slot; 0 where there is no such slot. */
  word(slot: number): Word;
  /** A byte of memory that no structure owns, by its real address; undefined where nothing was ever put. */
  byte(address: Word): Word | undefined;
  /** These cells with other words in slots, of which the last counts. Throws where there is no such slot. */
  with(words: readonly Put[]): Cells;
  /** These cells with another byte at a real address. */
  withByte(address: Word, byte: Word): Cells;
}

/** A word for a slot. */
export interface Put {
  readonly slot: number;
  readonly word: Word;
}

type Chunks = readonly (readonly Word[])[];
type Lines = ReadonlyMap<Word, readonly (Word | undefined)[]>;

/** Slots in a chunk, as a power of two: what is copied is least where there are about as many chunks. */
const CHUNK_BITS = 5;
const CHUNK = 1 << CHUNK_BITS;

/** Bytes in a line, as a power of two. */
const LINE_BITS = 6n;
const LINE = 1 << Number(LINE_BITS);

/** Cells with these words, slot by slot, and no byte beside them. */
export function cellsHolding(words: readonly Word[], layout: Layout): Cells {
  const chunks = Array.from({ length: Math.ceil(words.length / CHUNK) }, (_, i) =>
    words.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  return new ChunkedCells(layout, chunks, new Map());
}

/** A class, so that cells share their functions: a step makes several. */
class ChunkedCells implements Cells {
  readonly layout: Layout;
  readonly #chunks: Chunks;
  readonly #lines: Lines;

  constructor(layout: Layout, chunks: Chunks, lines: Lines) {
    this.layout = layout;
    this.#chunks = chunks;
    this.#lines = lines;
  }

  word(slot: number): Word {
    return this.#chunks[slot >> CHUNK_BITS]?.[slot & (CHUNK - 1)] ?? 0n;
  }

  byte(address: Word): Word | undefined {
    return this.#lines.get(address >> LINE_BITS)?.[inLine(address)];
  }

  with(words: readonly Put[]): Cells {
    if (words.length === 0) return this;
    const chunks = this.#chunks.slice();
    for (const { slot, word } of words) {
      const at = slot >> CHUNK_BITS;
      const chunk = chunks[at];
      if (chunk === undefined) throw new RangeError(`there is no slot ${slot}`);
      chunks[at] = replaced(chunk, slot & (CHUNK - 1), word);
    }
    return new ChunkedCells(this.layout, chunks, this.#lines);
  }

  withByte(address: Word, byte: Word): Cells {
    const at = address >> LINE_BITS;
    const line = this.#lines.get(at) ?? EMPTY_LINE;
    const lines = new Map(this.#lines).set(at, replaced(line, inLine(address), byte));
    return new ChunkedCells(this.layout, this.#chunks, lines);
  }
}

const EMPTY_LINE: readonly undefined[] = new Array<undefined>(LINE).fill(undefined);

const inLine = (address: Word): number => Number(address & BigInt(LINE - 1));

function replaced<A>(all: readonly A[], index: number, by: A): readonly A[] {
  const copy = all.slice();
  copy[index] = by;
  return copy;
}

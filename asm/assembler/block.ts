// Statements that enclose others: .rept, .irp and .irpc up to .endr, and .macro up to .endm. The ends
// are found once for a run of statements, so that text full of openings stays cheap.
import type { Statement } from '../preprocessor/statement.ts';
import { headOf } from './head.ts';

/** For the index of each opening statement, that of the statement that closes it. */
export type Ends = ReadonlyMap<number, number>;

const openings: ReadonlyMap<string, string> = new Map([
  ['.rept', '.endr'],
  ['.irp', '.endr'],
  ['.irpc', '.endr'],
  ['.macro', '.endm'],
]);

/** Whether a word opens a block. */
export const isOpening = (word: string): boolean => openings.has(word);

/** Whether a word closes a block. */
export const isClosing = (word: string): boolean => word === '.endr' || word === '.endm';

/** For each opening statement the index of the statement that closes it. */
export const endsOf = (statements: readonly Statement[]): Ends => {
  const ends = new Map<number, number>();
  const open = new Map<string, number[]>([
    ['.endr', []],
    ['.endm', []],
  ]);
  for (const [index, { text }] of statements.entries()) {
    if (!maybe.test(text)) continue;
    const { word } = headOf(text);
    const closing = openings.get(word);
    if (closing !== undefined) open.get(closing)?.push(index);
    else if (isClosing(word)) {
      const from = open.get(word)?.pop();
      if (from !== undefined) ends.set(from, index);
    }
  }
  return ends;
};

const maybe = /\.(?:rept|irpc?|macro|endr|endm)/i;

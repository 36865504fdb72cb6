// Coverage on a screen: how switches ended, by the state in which they began and by how the one before ended.
import {
  type Coverage,
  endings,
  isAsked,
  keyOf,
  states,
} from '../properties/levels/switch/coverage.ts';
import { VECTOR } from '../spec/vocabulary/bits.ts';

const NAME = 26;
const CELL = 6;

const vectors = new Map<string, bigint>(Object.entries(VECTOR));

/** An ending as a column: its vector. */
const heading = (ending: string): string => {
  const vector = vectors.get(ending);
  return (vector === undefined ? 'none' : `0x${vector.toString(16)}`).padStart(CELL);
};

/** Two tables: a row for each state, and a row for each ending that came before. */
export function coverageTable(model: string, { cells, pairs }: Coverage): string {
  const table = (
    title: string,
    rows: readonly string[],
    cell: (row: string, ending: string) => number | undefined,
  ): readonly string[] => [
    `${title.padEnd(NAME)}${endings.map(heading).join('')}`,
    ...rows.map((row) => {
      const counts = endings.map((ending) => String(cell(row, ending) ?? '').padStart(CELL));
      return ` ${named(row).padEnd(NAME - 1)}${counts.join('')}`;
    }),
    '',
  ];
  return [
    `Coverage of ${model}: switches by how they ended (none: no guest was entered)`,
    ...table('and began', states, (state, ending) =>
      isAsked(ending, state) ? (cells[keyOf(ending, state)] ?? 0) : undefined,
    ),
    ...table('after one that ended', endings, (first, ending) => pairs[keyOf(first, ending)] ?? 0),
  ].join('\n');
}

const named = (row: string): string => (endings.includes(row) ? heading(row).trim() : row);

/** Cells that were met less often than asked for. */
export const tooSeldom = ({ cells }: Coverage, least: number): readonly string[] =>
  Object.entries(cells)
    .filter(([, count]) => count < least)
    .map(([key, count]) => `${key}: ${count}`);

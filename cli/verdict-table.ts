// The verdicts of a check or of a proof, both paths side by side, in the order of the contract.

import type { Result } from '../properties/campaign/results.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { brokenBy, recorded } from '../properties/subjects/defects.ts';
import { chapters } from '../spec/contract.ts';
import type { Colors } from './io.ts';

/** What is expected of a clause on a subject; null where nothing is known of it. */
export type Expectation = (model: string, clause: string) => 'holds' | 'violated' | null;

/** So wide that a row is not wider than 80. */
const CELL = 16;

/** One line a clause under the title of its chapter: what each path does, and in how many runs it was met. */
export function verdictTable(
  results: readonly Result[],
  expected: Expectation,
  colors: Colors,
): string {
  return chapterTable(results, colors, (result) => {
    const wanted = result.verdict === (expected(result.model, result.clause.name) ?? 'holds');
    return { text: worded(result, wanted), paint: painted(result, wanted, colors) };
  });
}

/** What stands in a cell, and its colour. */
export interface Cell {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/** One line a clause under the title of its chapter, and a column for each model. */
export function chapterTable<R extends ModelVerdict>(
  results: readonly R[],
  colors: Colors,
  cellOf: (result: R) => Cell,
): string {
  const longest = Math.max(...results.map(({ clause }) => clause.name.length));
  const width = Math.max(44, longest + 3);
  const columns = [...new Set(results.map(({ model }) => model))];
  const head = `${''.padEnd(width)}${columns.map((name) => name.padEnd(CELL)).join('')}`.trimEnd();
  const body = chapters.flatMap(({ title, clauses }) => {
    const rows = clauses.filter(({ name }) => results.some(({ clause }) => clause.name === name));
    if (rows.length === 0) return [];
    return [
      colors.bold(title),
      ...rows.map(({ name }) => {
        const cells = columns.map((model) => {
          const result = results.find((r) => r.model === model && r.clause.name === name);
          return result === undefined ? ''.padEnd(CELL) : padded(cellOf(result));
        });
        return `  ${name.padEnd(width - 2)}${cells.join('').trimEnd()}`;
      }),
    ];
  });
  return [head, ...body, ''].join('\n');
}

/** What every kind of result has. */
export type ModelVerdict = Pick<Result, 'model' | 'clause' | 'verdict'>;

/** For each recorded defect that showed: how to look at it. */
export function recordedLines(results: readonly ModelVerdict[], whole: boolean): readonly string[] {
  const shown = (name: string) =>
    results.some(
      (r) => r.model === 'published' && r.clause.name === name && r.verdict === 'violated',
    );
  const lines = Object.keys(recorded)
    .filter((name) => brokenBy(name).some(shown))
    .map((name) => `  npx hvspec counterexample ${name}`);
  if (lines.length === 0) return [];
  return [
    whole ? 'Recorded defects of the published model:' : 'Recorded defects among these:',
    ...lines,
    '',
  ];
}

/** The unexpected verdicts, a line or two each: what was expected, and why. */
export function unexpectedLines(
  results: readonly Result[],
  expected: Expectation,
): readonly string[] {
  return results.flatMap(({ model, clause: { name }, verdict, met }) => {
    const wanted = expected(model, name) ?? 'holds';
    const known = Object.keys(recorded).filter((defect) => brokenBy(defect).includes(name));
    const why = wanted === 'violated' ? `; ${known.join(', ')} should break it` : '';
    return verdict === wanted || verdict === 'not-enough'
      ? []
      : wrapped(`${name}: ${verdict}, met in ${met} runs${why}`, `  ${model}  `);
  });
}

/** A cell as wide as its column, or wider: followed by a space in any case. */
const padded = ({ text, paint }: Cell): string =>
  `${paint(text)}${' '.repeat(Math.max(1, CELL - text.length))}`;

/** Red for what is not expected; yellow for a violation that is. */
export function painted(
  { verdict }: Pick<ModelVerdict, 'verdict'>,
  isWanted: boolean,
  colors: Colors,
): Cell['paint'] {
  if (!isWanted) return colors.red;
  return verdict === 'violated' ? colors.yellow : colors.green;
}

function worded({ verdict, met }: Result, wanted: boolean): string {
  if (verdict === 'violated') return wanted ? 'violated, known' : 'VIOLATED';
  if (verdict === 'holds') return wanted ? `holds ${met}` : `HOLDS ${met}`;
  return verdict.toUpperCase();
}

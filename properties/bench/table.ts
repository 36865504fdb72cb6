// The table of figures that a bench prints: aligned text of at most 100 columns, or Markdown.
//
// A row has a figure with its unit; where that says something, what it is of the floor (how fast histories are drawn alone), and how
// it stands to another row. It knows nothing of how figures are measured.

export interface Row {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  /** The figure as a part of the floor. */
  readonly ofFloor?: number;
  /** How it stands to another row. */
  readonly beside?: SideColumn;
}

/** So many times what another row has; that one is named. */
interface SideColumn {
  readonly times: number;
  readonly than: string;
}

/** Rows under one heading. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

const HEAD = ['', 'figure', 'unit', 'of floor', 'beside another'] as const;

/** Aligned text: a section's title, and its rows indented below. */
export function textTable(sections: readonly Section[]): string {
  const widths = [42, 10, 11, 8, 0];
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        (i === 1 || i === 3 ? cell.padStart : cell.padEnd).call(cell, widths[i] ?? 0),
      )
      .join(' ')
      .trimEnd();
  return [
    line(HEAD),
    ...sections.flatMap(({ title, rows }) => [
      '',
      title,
      ...rows.map((row) => {
        const [what, ...rest] = cellsOf(row);
        return line([`  ${what}`, ...rest]);
      }),
    ]),
    '',
  ].join('\n');
}

/** Markdown: one table, in which a section's title is a row in bold. */
export function markdownTable(sections: readonly Section[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(HEAD),
    '|---|--:|---|--:|---|',
    ...sections.flatMap(({ title, rows }) => [
      line([`**${title}**`, '', '', '', '']),
      ...rows.map((row) => line(cellsOf(row))),
    ]),
    '',
  ].join('\n');
}

const cellsOf = ({ what, figure, unit, ofFloor, beside }: Row): readonly [string, ...string[]] => [
  what,
  figureText(figure),
  unit,
  ofFloor === undefined ? '' : figureText(ofFloor),
  beside === undefined ? '' : `${figureText(beside.times)} × ${beside.than}`,
];

/** Three digits that count; whole from a hundred on, with commas between thousands. */
export function figureText(figure: number): string {
  if (!Number.isFinite(figure)) return 'none';
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en');
  const rounded = Number(figure.toPrecision(3));
  if (rounded === 0) return '0';
  const digits = 2 - Math.floor(Math.log10(Math.abs(rounded)));
  return rounded.toFixed(Math.min(Math.max(digits, 0), 6));
}

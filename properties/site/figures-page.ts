// The figures of BENCHMARKS.md as plots, made of its tables: bars of what one column has, apart by unit.
import { lexer, type Token, type Tokens } from 'marked';
import { type Html, html } from '../report/html.ts';
import { grouped } from './grouped.ts';
import { type SitePage, slug } from './page.ts';

/** A bar: what it is of, and how long. */
interface Bar {
  readonly of: string;
  readonly value: number;
  /** As the table has it. */
  readonly text: string;
}

interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

/** The page; `benchmarks` is the text of BENCHMARKS.md. */
export const figuresPage = (benchmarks: string): SitePage => {
  const tables = tablesIn(benchmarks);
  return {
    path: 'figures.html',
    title: 'Figures',
    section: 'figures',
    search: tables.map(({ heading }) => ({
      title: heading,
      text: 'measured figures as plots',
      kind: 'figures',
      fragment: slug(heading),
    })),
    body: (to) => html`<h1>Figures</h1>
<p class="lead">What was measured, as plots. <a href="${to('docs/benchmarks.html')}">Benchmarks</a> has the tables, and says how and on what machine.</p>
${tables.map(({ heading, when, table }) => html`<h2 id="${slug(heading)}">${heading}</h2><p class="soft">${when}</p>${plotsOf(table).map(plotHtml)}`)}`,
  };
};

/** A table with figures, the heading that it stands under, and what is said right before it. */
interface FigureTable {
  readonly heading: string;
  readonly when: string;
  readonly table: Tokens.Table;
}

function tablesIn(text: string): readonly FigureTable[] {
  const found: FigureTable[] = [];
  let [heading, when] = ['', ''];
  for (const token of lexer(text) as Token[]) {
    if (token.type === 'heading') [heading, when] = [String(token.text), ''];
    if (token.type === 'paragraph') when = String(token.text);
    if (isTable(token) && plotsOf(token).length > 0) found.push({ heading, when, table: token });
  }
  return found;
}

const isTable = (token: Token): token is Tokens.Table => token.type === 'table';

/** The plots of a table: of each group of rows under a bold line, and of each unit in it. */
function plotsOf({ header, rows }: Tokens.Table): readonly Plot[] {
  const column = (...names: readonly string[]) =>
    header.findIndex(({ text }) => names.includes(text.toLowerCase()));
  const [value, unit] = [column('figure', 'minutes', 'killed, %'), column('unit')];
  if (value < 0) return [];
  let group = '';
  const bars = rows.flatMap((row) => {
    const [first = '', ...others] = row.map(({ text }) => text.replaceAll(/[*`]/gu, ''));
    if (others.every((text) => text === '')) {
      group = first;
      return [];
    }
    const text = row[value]?.text ?? '';
    const [, digits, after = ''] = /^([\d.,]+)\s*(.*)$/u.exec(text) ?? [];
    const number = Number(digits?.replaceAll(',', ''));
    if (digits === undefined || Number.isNaN(number)) return [];
    const of =
      value > 1 && unit < 0 && /^\w+$/u.test(others[0] ?? '') && !/\d/u.test(others[0] ?? '')
        ? `${first}, ${others[0]}`
        : first;
    const own =
      unit < 0 ? after || (header[value]?.text.toLowerCase() ?? '') : (row[unit]?.text ?? '');
    return [{ group, unit: own, of, value: number, text: digits }];
  });
  return [...grouped(bars, (bar) => `${bar.group}\n${bar.unit}`).values()].map((own) => ({
    title: own[0]?.group ?? '',
    unit: own[0]?.unit ?? '',
    bars: own,
  }));
}

/** From so many times the least figure on, bars are as long as the logarithms. */
const WIDE = 100;

function plotHtml({ title, unit, bars }: Plot): Html {
  const values = bars.map(({ value }) => value);
  const [least, most] = [Math.min(...values.filter((value) => value > 0)), Math.max(...values)];
  const isWide = most / least > WIDE;
  const length = (value: number): number =>
    value <= 0 || most <= 0
      ? 0
      : isWide
        ? 4 + (96 * Math.log(value / least)) / Math.log(most / least)
        : (100 * value) / most;
  return html`${title === '' ? '' : html`<h3>${title}</h3>`}
<p class="soft">${unit}${isWide ? ', logarithmic' : ''}</p>
<div class="plot">
${bars.map(({ of, value, text }) => html`<span>${of}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="${of}: ${text} ${unit}"><rect class="track" width="100" height="10"/><rect width="${length(value).toFixed(2)}" height="10"/></svg><b>${text}</b>\n`)}</div>`;
}

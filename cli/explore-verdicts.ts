// What every report of hvspec explore has: the verdict of each clause, the shortest history of each that is violated, and the exit code.
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import type { Clause } from '../spec/clause.ts';
import { type Colors, complain, type Io } from './io.ts';

/** What a search says of one clause. */
export interface ClauseVerdict {
  readonly clause: Clause;
  readonly verdict: 'holds' | 'vacuous' | 'violated' | 'not-enough';
  /** States in which it had something to say. */
  readonly met: number;
}

/** What a report is made of. */
interface SearchReport<Result extends ClauseVerdict> {
  readonly about: readonly string[];
  readonly judged: readonly Result[];
  /** A history as lanes. */
  readonly lanesOf: (result: Result) => readonly string[];
  readonly legend: readonly string[];
  /** Columns for the names of clauses. */
  readonly columns: number;
}

/** The report as text, in lines of at most 80 columns. */
export function searchText<Result extends ClauseVerdict>(
  { about, judged, lanesOf, legend, columns }: SearchReport<Result>,
  colors: Colors,
): string {
  const bad = judged.filter(({ verdict }) => verdict !== 'holds');
  const violated = judged.filter(({ verdict }) => verdict === 'violated');
  return [
    ...about,
    '',
    ...judged.map((one) => verdictLine(one, columns, colors)),
    '',
    ...histories(violated, lanesOf),
    ...(violated.length > 0 ? [...legend, ''] : []),
    bad.length === 0
      ? `all ${judged.length} clauses hold in every state`
      : `${bad.length} of ${judged.length} clauses do not hold`,
    '',
  ].join('\n');
}

function verdictLine({ clause, verdict, met }: ClauseVerdict, columns: number, colors: Colors) {
  const text = verdict === 'holds' ? `holds ${met}` : verdict.toUpperCase();
  return `  ${clause.name.padEnd(columns - 2)}${verdict === 'holds' ? colors.green(text) : colors.red(text)}`;
}

/** The shortest history of each violated clause, once for those that have the same. */
function histories<Result extends ClauseVerdict>(
  violated: readonly Result[],
  lanesOf: (result: Result) => readonly string[],
): readonly string[] {
  const drawn = new Map<string, Result[]>();
  for (const one of violated) {
    const key = lanesOf(one).join('\n');
    drawn.set(key, [...(drawn.get(key) ?? []), one]);
  }
  return [...drawn].flatMap(([lines, those]) => [
    ...those.flatMap(({ clause }) => [
      `${clause.name}: violated`,
      ...wrapped(clause.says, '  '),
      ...clause.cite.flatMap((cite) => wrapped(citationText(cite), '    ')),
    ]),
    '',
    lines,
    '',
  ]);
}

/** How a search ended, and whether its report is where it was to be. */
interface SearchEnd {
  readonly complete: boolean;
  readonly limit: number;
  readonly isDelivered: boolean;
  readonly judged: readonly ClauseVerdict[];
}

/** Says why a search is not complete, if it is not, and returns the exit code. */
export function searchExit({ complete, limit, isDelivered, judged }: SearchEnd, io: Io): number {
  if (!complete) {
    const why = io.interrupted() ? 'interrupted' : `the limit of ${limit} states was reached`;
    complain(io, `${why}; the results so far are above`);
  }
  if (!complete || !isDelivered) return 4;
  return judged.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
}

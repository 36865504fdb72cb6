// What hvspec prove prints: a verdict for each clause and model, a card for each refutation that is not expected, and what is open.
import { sitesOfResults } from '../properties/causes/of-results.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import { version } from '../properties/input/version.ts';
import type { ProofResult } from '../properties/proof/report.ts';
import type { RunSize } from '../properties/proof/work.ts';
import { withLegend } from '../properties/report/legend.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { proofReportJson } from '../properties/report/proof-json.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { expectedOf, modelNames } from '../properties/subjects/variants.ts';
import { assumptions } from '../spec/assumptions.ts';
import { aboutJson } from './about-source.ts';
import type { Colors } from './io.ts';
import { about, findingLines } from './kernel-report.ts';
import type { ProveRequest } from './prove-asked.ts';
import { type Cell, chapterTable, painted, recordedLines } from './verdict-table.ts';

/** What is known when a proof has ended. */
export interface ProveOutcome {
  readonly asked: ProveRequest;
  readonly results: readonly ProofResult[];
  /** By the model. */
  readonly sizes: ReadonlyMap<string, RunSize>;
  readonly elapsedMs: number;
  /** The user or the clock ended it before all was settled. */
  readonly ended: boolean;
  /** They did not let every counterexample be made minimal. */
  readonly cut: boolean;
}

/** Of kernel source nothing is recorded. */
function expectedFor({ model, clause }: ProofResult): 'holds' | 'violated' | null {
  const known = modelNames.find((name) => name === model);
  return known === undefined ? null : expectedOf(known, clause.name, 'switch');
}

/** Whether a result is the one that is expected: of kernel source, that all holds. */
export const isWanted = (result: ProofResult): boolean =>
  result.verdict === (expectedFor(result) ?? 'holds');

/** The report. */
export function proveText(outcome: ProveOutcome, colors: Colors): string {
  const { asked, results } = outcome;
  const bad = results.filter((one) => !isWanted(one) && one.verdict !== 'not-enough');
  const open = results.filter(({ verdict }) => verdict === 'not-enough');
  return [
    ...(asked.source === undefined ? [] : about(asked.source.lowered, asked.source.read)),
    ...pace(outcome),
    '',
    chapterTable(results, colors, (result) => cellOf(result, results, colors)),
    ...keyLines(results),
    ...recordedLines(results, asked.whole),
    ...cardLines(outcome, bad),
    ...caveatLines(results),
    ...open.flatMap(openLines),
    ...lastLines(results.length, bad, open.length),
    '',
  ].join('\n');
}

/** The first lines: how much there was to run over terms, and what was not assumed. */
function pace({ asked, sizes, elapsedMs }: ProveOutcome): readonly string[] {
  const each = [...sizes].map(
    ([model, { steps, paths }]) => `${model} ${steps} steps and ${paths} paths`,
  );
  const seconds = (elapsedMs / 1000).toFixed(1);
  return [
    ...wrapped(
      [`${asked.clauses.length} clauses`, ...each].join(', ').concat(` in ${seconds} s`),
      '',
    ),
    ...asked.without.map((name) => `without the assumption ${name}`),
  ];
}

/** Whether a result has the line to itself. */
const isAlone = (results: readonly ProofResult[]): boolean =>
  new Set(results.map(({ model }) => model)).size === 1;

function cellOf(result: ProofResult, results: readonly ProofResult[], colors: Colors): Cell {
  const isExpected = isWanted(result);
  const text = isAlone(results) ? longText(result, isExpected) : shortText(result, isExpected);
  return { text, paint: painted(result, isExpected, colors) };
}

function shortText({ settled }: ProofResult, isExpected: boolean): string {
  const settlement = settled?.verdict;
  switch (settlement?.verdict) {
    case 'proved': {
      const { byRewriting, bySolver, caveats } = settlement;
      const solved = bySolver === 0 ? '' : `+${bySolver}`;
      const mark = caveats.length === 0 ? '' : '*';
      return `${isExpected ? 'proved' : 'PROVED'} ${byRewriting}${solved}${mark}`;
    }
    case 'refuted':
      return refutedText(settlement.found, isExpected);
    case 'reached':
      return 'reached';
    case 'vacuous':
      return 'VACUOUS';
    case 'not-settled':
      return 'NOT SETTLED';
    case undefined:
      return 'NOT TRIED';
  }
}

/** The same where there is room for words. */
function longText(result: ProofResult, isExpected: boolean): string {
  const settlement = result.settled?.verdict;
  if (settlement?.verdict !== 'proved') return shortText(result, isExpected);
  const { paths, byRewriting, caveats } = settlement;
  const how = byRewriting === paths ? 'by rewriting' : `${byRewriting} by rewriting`;
  const mark = caveats.length === 0 ? '' : '*';
  return `${isExpected ? 'proved' : 'PROVED'}  ${paths} paths, ${how}${mark}`;
}

const refutedText = (found: 'violated' | 'stuck', isExpected: boolean): string =>
  found === 'stuck' ? 'STUCK' : isExpected ? 'refuted, known' : 'REFUTED';

/** What the words of two columns mean; one column has words enough. */
function keyLines(results: readonly ProofResult[]): readonly string[] {
  if (isAlone(results)) return [];
  const isSolved = results.some(
    ({ settled }) => settled?.verdict.verdict === 'proved' && settled.verdict.bySolver > 0,
  );
  const means = 'proved N: for every machine and guest, on all N paths';
  return [...wrapped(isSolved ? `${means}; N+M: M of them by the solver` : means, ''), ''];
}

/** Cards of what is not expected, and where in kernel source each loss is. */
function cardLines(
  { asked: { without, source, subjects }, cut }: ProveOutcome,
  bad: readonly ProofResult[],
): readonly string[] {
  const shown = new Map(
    bad.flatMap((result): [ProofResult, Counterexample][] => {
      const one =
        result.finding && proofCounterexample(result.finding, without, cut ? 'steps' : 'life');
      return one === undefined ? [] : [[result, one]];
    }),
  );
  if (shown.size === 0) return [];
  const [subject] = subjects;
  const sites =
    source === undefined || subject === undefined || without.length > 0
      ? new Map<ProofResult, never>()
      : sitesOfResults(source.lowered.program, subject.name, shown);
  return [
    withLegend([...shown.values()]),
    ...[...sites].flatMap(([result, found]) => findingLines(result, found)),
  ];
}

/** Stores that a proof takes on trust. */
function caveatLines(results: readonly ProofResult[]): readonly string[] {
  const sites = results.flatMap(({ settled }) =>
    settled?.verdict.verdict === 'proved' ? settled.verdict.caveats : [],
  );
  if (sites.length === 0) return [];
  const all = [...new Set(sites)].join(', ');
  return wrapped(`if the stores at ${all} hit nothing that the switch reads`, '*  ');
}

/** Letters of a term that are shown; JSON has all. */
const TERM = 200;

const cutTo = (most: number, text: string): string =>
  text.length <= most ? text : `${text.slice(0, most)} …`;

function openLines({ model, clause, settled }: ProofResult): readonly string[] {
  const settlement = settled?.verdict;
  if (settlement?.verdict !== 'not-settled') return [];
  const { where, why, term } = settlement;
  return [
    ...wrapped(`${clause.name}: not settled: ${why}`, `${model}  `),
    ...wrapped(where, '  at    '),
    ...(term === '' ? [] : wrapped(cutTo(TERM, term), '  term  ')),
  ];
}

function lastLines(all: number, bad: readonly ProofResult[], open: number): readonly string[] {
  return [
    ...(open > 0 ? [`${open} of ${all} verdicts are not settled`] : []),
    bad.length === 0
      ? `${open > 0 ? 'the other' : 'all'} ${all - open} verdicts are the expected ones`
      : `${bad.length} of ${all} verdicts are not the expected ones:`,
    ...bad.flatMap((result) => {
      const wanted = expectedFor(result) === 'violated' ? '; a recorded defect breaks it' : '';
      const { model, clause, verdict } = result;
      const word = verdict === 'holds' ? 'proved' : verdict === 'violated' ? 'refuted' : verdict;
      return wrapped(`${clause.name}: ${word}${wanted}`, `  ${model}  `);
    }),
  ];
}

/** The report for scripts. */
export function proveJson({ asked, results, sizes, elapsedMs, ended, cut }: ProveOutcome): object {
  const { without, source } = asked;
  return {
    ...proofReportJson({
      results,
      sizes,
      elapsedMs,
      complete: !ended,
      without,
      assumptions: assumptions.map(({ name }) => name).filter((name) => !without.includes(name)),
      depth: cut ? 'steps' : 'life',
      expected: expectedFor,
    }),
    ...(source === undefined ? {} : { source: aboutJson(source.lowered, source.read) }),
  };
}

/** Everything that was settled, for another solver. */
export const certificateJson = ({ asked, results }: ProveOutcome): object => ({
  schema: 'hvspec.certificate/1',
  version,
  without: asked.without,
  subjects: asked.subjects.map(({ model, name }) => ({ model, subject: name })),
  results: results.flatMap(({ model, clause, settled }) =>
    settled === undefined
      ? []
      : [
          {
            clause: clause.name,
            model,
            verdict: settled.verdict.verdict,
            obligations: settled.certificate,
          },
        ],
  ),
});

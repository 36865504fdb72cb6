// What hvspec explore prints: how much there is, what each clause says of it, and lanes for what breaks one.
import { lanes } from '../properties/levels/threads/swimlanes.ts';
import { drawingLegend } from '../properties/report/legend.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import type { ClauseResult, Report } from './explore.ts';
import type { Colors } from './io.ts';

const NAME = 44;

/** The report as text, in lines of at most 80 columns. */
export function exploreText(report: Report, colors: Colors): string {
  const { judged } = report;
  const bad = judged.filter(({ verdict }) => verdict !== 'holds');
  return [
    ...about(report),
    '',
    ...judged.map((one) => verdictLine(one, colors)),
    '',
    ...histories(judged),
    ...(judged.some(({ verdict }) => verdict === 'violated') ? [drawingLegend, ''] : []),
    bad.length === 0
      ? `all ${judged.length} clauses hold in every state`
      : `${bad.length} of ${judged.length} clauses do not hold`,
    '',
  ].join('\n');
}

function about({
  size,
  without,
  fault,
  symmetric,
  explored,
  elapsedMs,
}: Report): readonly string[] {
  const { cores, threads, partitions, vcpus } = size;
  const { states, unreduced, transitions, depth } = explored;
  const rate = Math.round((states * 1000) / Math.max(1, elapsedMs));
  const more = symmetric ? `, standing for ${unreduced} without symmetry` : '';
  return [
    `${cores} cores of ${threads} threads, ${partitions} partitions, ${vcpus} vcpus a VM`,
    ...(without === undefined ? [] : [`without the assumption ${without}`]),
    ...(fault === undefined ? [] : [`with the fault ${fault}`]),
    `${states} states${more}, ${transitions} transitions, depth ${depth}`,
    `in ${(elapsedMs / 1000).toFixed(2)} s (${rate} states/s)`,
  ];
}

function verdictLine({ clause, verdict, met }: ClauseResult, colors: Colors): string {
  const text = verdict === 'holds' ? `holds ${met}` : verdict.toUpperCase();
  return `  ${clause.name.padEnd(NAME - 2)}${verdict === 'holds' ? colors.green(text) : colors.red(text)}`;
}

/** The shortest history of each violated clause, once for those that have the same. */
function histories(judged: readonly ClauseResult[]): readonly string[] {
  const drawn = new Map<string, ClauseResult[]>();
  for (const one of judged.filter(({ verdict }) => verdict === 'violated')) {
    const key = lanes(one.history).join('\n');
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

/** The report for scripts. */
export const exploreJson = (report: Report): object => {
  const { size, without, fault, symmetric, explored, elapsedMs, judged } = report;
  const { states, unreduced, transitions, depth, complete, bytes } = explored;
  return {
    schema: 'hvspec.explore/1',
    ...size,
    without: without ?? null,
    fault: fault ?? null,
    symmetric,
    complete,
    states,
    unreduced,
    transitions,
    depth,
    bytes,
    elapsedMs: Math.round(elapsedMs),
    statesPerSecond: Math.round((states * 1000) / Math.max(1, elapsedMs)),
    results: judged.map(({ clause, verdict, met, history }) => ({
      clause: clause.name,
      verdict,
      assurance: { class: 'exhaustive', runs: states, met },
      history: history.map(({ core, thread, site, move }) => ({
        core,
        thread,
        site,
        text: move.text,
      })),
    })),
  };
};

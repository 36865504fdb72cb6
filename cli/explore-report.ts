// What hvspec explore prints: how much there is, what each clause says of it, and lanes for what breaks one.
import { lanes } from '../properties/levels/threads/swimlanes.ts';
import { drawingLegend } from '../properties/report/legend.ts';
import type { Report } from './explore.ts';
import { searchText } from './explore-verdicts.ts';
import type { Colors } from './io.ts';

/** The report as text, in lines of at most 80 columns. */
export const exploreText = (report: Report, colors: Colors): string =>
  searchText(
    {
      about: about(report),
      judged: report.judged,
      lanesOf: ({ history }) => lanes(history),
      legend: [drawingLegend],
      columns: 44,
    },
    colors,
  );

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

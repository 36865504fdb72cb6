// What hvspec explore prints of a protocol: how much there is, what each clause says of it, and lanes for what breaks one.
import { protocolLanes } from '../properties/levels/protocol/lanes.ts';
import { drawingLegend } from '../properties/report/legend.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import type { ProtocolReport } from './explore-protocol.ts';
import { searchText } from './explore-verdicts.ts';
import type { Colors } from './io.ts';

/** The report as text, in lines of at most 80 columns. */
export const protocolText = (report: ProtocolReport, colors: Colors): string =>
  searchText(
    {
      about: about(report),
      judged: report.judged,
      lanesOf: ({ events }) => protocolLanes(events),
      legend,
      columns: 50,
    },
    colors,
  );

const legend = [
  drawingLegend,
  '*  an interrupt is presented to the thread',
  'in/out  threads counted in, and counted out; told: vcore.in_guest is 1',
];

function about({ subject, fault, size, symmetric, found, elapsedMs }: ProtocolReport) {
  const { states, transitions, depth } = found;
  const times = size.rounds === 1 ? 'once' : `${size.rounds} times`;
  const rate = Math.round((states * 1000) / Math.max(1, elapsedMs));
  return [
    ...wrapped(subject, ''),
    `a core of ${size.threads} threads, run ${times}; stray interrupts: ${size.strays}`,
    ...(size.givesUp ? ['the primary thread may give up waiting for naps'] : []),
    ...(fault === undefined ? [] : [`with the fault ${fault}`]),
    `${states} states, ${transitions} transitions, depth ${depth}${symmetric ? '' : ', no symmetry'}`,
    `in ${(elapsedMs / 1000).toFixed(2)} s (${rate} states/s)`,
  ];
}

/** The report for scripts. */
export const protocolJson = (report: ProtocolReport): object => {
  const { subject, fault, size, symmetric, found, elapsedMs, judged } = report;
  const { states, transitions, depth, complete, bytes } = found;
  return {
    schema: 'hvspec.explore-protocol/1',
    subject,
    fault: fault ?? null,
    ...size,
    symmetric,
    complete,
    states,
    transitions,
    depth,
    bytes,
    elapsedMs: Math.round(elapsedMs),
    results: judged.map(({ clause, verdict, met, events }) => ({
      clause: clause.name,
      verdict,
      assurance: { class: 'exhaustive', runs: states, met },
      history: events.map(({ thread, site, move }) => ({ thread, site, text: move.text })),
    })),
  };
};

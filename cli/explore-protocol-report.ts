// What hvspec explore prints of a protocol: how much there is, what each clause says of it, and lanes for what breaks one.
import { protocolLanes } from '../properties/levels/protocol/lanes.ts';
import { drawingLegend } from '../properties/report/legend.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import type { ProtocolReport, ProtocolResult } from './explore-protocol.ts';
import type { Colors } from './io.ts';

const NAME = 50;

/** The report as text, in lines of at most 80 columns. */
export function protocolText(report: ProtocolReport, colors: Colors): string {
  const { judged } = report;
  const bad = judged.filter(({ verdict }) => verdict !== 'holds');
  return [
    ...about(report),
    '',
    ...judged.map((one) => verdictLine(one, colors)),
    '',
    ...histories(judged),
    ...(judged.some(({ verdict }) => verdict === 'violated') ? [...legend, ''] : []),
    bad.length === 0
      ? `all ${judged.length} clauses hold in every state`
      : `${bad.length} of ${judged.length} clauses do not hold`,
    '',
  ].join('\n');
}

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

function verdictLine({ clause, verdict, met }: ProtocolResult, colors: Colors): string {
  const text = verdict === 'holds' ? `holds ${met}` : verdict.toUpperCase();
  return `  ${clause.name.padEnd(NAME - 2)}${verdict === 'holds' ? colors.green(text) : colors.red(text)}`;
}

/** The shortest history of each violated clause, once for those that have the same. */
function histories(judged: readonly ProtocolResult[]): readonly string[] {
  const drawn = new Map<string, ProtocolResult[]>();
  for (const one of judged.filter(({ verdict }) => verdict === 'violated')) {
    const key = protocolLanes(one.events).join('\n');
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

// hvspec faults: lists the recorded defects of the published path and the faults of later kernels, with what each breaks; any other
// fault that is tried, by its name.
import type { Fault } from '../model/faults/generated.ts';
import { laterFaults } from '../model/faults/historical.ts';
import { faultNamed, faultsOfRepaired } from '../model/faults/planted.ts';
import { type DefectName, defectNames, repaired } from '../model/paths/repairs.ts';
import { defects } from '../properties/defects.ts';
import { brokenOnPool } from '../properties/faults/trial.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { unknown } from './usage.ts';

export interface FaultsFlags {
  readonly all?: boolean;
  readonly json?: string;
}

/** The fault with this name. */
export const faultCalled = (name: string): Fault =>
  faultNamed(name) ??
  unknown(
    'fault',
    name,
    faultsOfRepaired().map((fault) => fault.name),
  );

/** Runs the verb and returns its exit code. */
export function faultsVerb(names: readonly string[], flags: FaultsFlags, io: Io): number {
  checkWritable(flags.json);
  const named = names.map(faultCalled);
  const chosen = names.length === 0 ? defectNames : names.filter(isDefect);
  const others = names.length === 0 ? laterFaults : named.filter(({ name }) => !isDefect(name));
  const listed = flags.all === true ? faultsOfRepaired() : others;
  const shown = listed.map((fault) => ({ fault, breaks: breaksOf(fault, names) }));
  if (flags.json !== undefined)
    writeJson(io, flags.json, {
      schema: 'hvspec.faults/1',
      defects: chosen.map(defectJson),
      faults: shown.map(faultJson),
    });
  else io.out(`${[...chosen.flatMap(defectText), ...shown.flatMap(faultText)].join('\n')}\n`);
  return 0;
}

const isDefect = (name: string): name is DefectName => defectNames.some((known) => known === name);

/** What a fault breaks, where it was asked for by name. */
const breaksOf = (fault: Fault, names: readonly string[]): readonly string[] | undefined =>
  names.includes(fault.name) ? [...brokenOnPool(fault.plantedIn(repaired))] : undefined;

function defectText(name: DefectName): readonly string[] {
  const { says, cite, breaks, fixed } = defects[name];
  return [
    name,
    ...wrapped(says, '    '),
    ...wrapped(breaks.join(', '), '    breaks  '),
    ...cite.flatMap((citation) => wrapped(citationText(citation), '    from    ')),
    `    mended  ${fixed}`,
    '',
  ];
}

interface Listed {
  readonly fault: Fault;
  readonly breaks: readonly string[] | undefined;
}

const faultText = ({ fault: { name, text }, breaks }: Listed): readonly string[] => [
  name,
  ...wrapped(text, '    '),
  ...(breaks === undefined
    ? []
    : breaks.length === 0
      ? ['    breaks  nothing']
      : wrapped(breaks.join(', '), '    breaks  ')),
];

const faultJson = ({ fault: { name, slip, site, text }, breaks }: Listed): object => ({
  name,
  slip,
  site,
  text,
  breaks: breaks ?? null,
});

const defectJson = (name: DefectName): object => ({
  name,
  says: defects[name].says,
  breaks: defects[name].breaks,
  cite: defects[name].cite.map(citationText),
  fixed: defects[name].fixed,
});

// hvspec faults: lists the recorded defects of the published path and the clauses that each breaks.

import { type DefectName, defectNames } from '../model/paths/repairs.ts';
import { defects } from '../properties/defects.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { unknown } from './usage.ts';

/** The defect with this name. */
export function defectNamed(name: string): DefectName {
  return defectNames.find((known) => known === name) ?? unknown('defect', name, defectNames);
}

/** Runs the verb and returns its exit code. */
export function faultsVerb(
  names: readonly string[],
  flags: { readonly json?: string },
  io: Io,
): number {
  checkWritable(flags.json);
  const chosen = names.length === 0 ? defectNames : names.map(defectNamed);
  if (flags.json === undefined) io.out(`${chosen.flatMap(defectText).join('\n')}\n`);
  else writeJson(io, flags.json, { schema: 'hvspec.faults/1', defects: chosen.map(defectJson) });
  return 0;
}

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

const defectJson = (name: DefectName): object => ({
  name,
  says: defects[name].says,
  breaks: defects[name].breaks,
  cite: defects[name].cite.map(citationText),
  fixed: defects[name].fixed,
});

// What faults cost: the way to a minimal counterexample of each recorded defect, and the kill matrix by either evaluator.
//
// The readers try the same faults, one after the other, and must come to the same of each.

import { isDeepStrictEqual } from 'node:util';
import type { DefectName } from '../../model/paths/repairs.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { counterexampleOf } from '../campaign/search.ts';
import { type Catalogue, catalogueOf } from '../mutation/catalogue.ts';
import { tryFault } from '../mutation/kill.ts';
import type { Reader } from '../mutation/trial.ts';
import { defects, switchDefects } from '../subjects/defects.ts';
import { defectAlone } from '../subjects/variants.ts';
import type { Section } from './table.ts';
import { median } from './turns.ts';

/** How often each defect is looked for, from another seed each time. */
const SEARCHES = 5;

/** Of the faults, how many are tried. */
const SAMPLE = 30;

/** Times both. */
export async function faultCosts(): Promise<Section> {
  const searches: number[] = [];
  for (let seed = 0; seed <= SEARCHES; seed++)
    for (const defect of switchDefects) {
      const took = await searched(defect, seed);
      if (seed > 0) searches.push(took);
    }
  const { plain, compiled } = sampled(catalogueOf('repaired'));
  const perSecond = (milliseconds: number) => (SAMPLE * 1000) / milliseconds;
  return {
    title: 'Faults',
    rows: [
      {
        what: `to a minimal counterexample, ${switchDefects.length} defects`,
        figure: median(searches),
        unit: 'ms',
      },
      { what: 'kill matrix, interpreter', figure: perSecond(plain), unit: 'faults/s' },
      {
        what: 'kill matrix, compiled evaluator',
        figure: perSecond(compiled),
        unit: 'faults/s',
        beside: { times: plain / compiled, than: 'interpreter' },
      },
    ],
  };
}

/** Milliseconds from the start to the minimal counterexample of a recorded defect. */
async function searched(defect: DefectName, seed: number): Promise<number> {
  const [first] = defects[defect].breaks;
  if (first === undefined) throw new Error(`${defect} shows in no run of the switch`);
  const clause = clauseNamed(first);
  const begun = performance.now();
  const history = await counterexampleOf(defectAlone(defect), clause, { seed });
  if (history === undefined) throw new Error(`${defect} does not show`);
  return performance.now() - begun;
}

/** Milliseconds for the sample by each reader. Throws where they come to something else. */
function sampled({ program, faults, known, sameness }: Catalogue): Record<Reader, number> {
  const every = Math.floor(faults.length / SAMPLE);
  const [warm, ...sample] = Array.from({ length: SAMPLE + 1 }, (_, i) => faults[i * every]);
  const took: Record<Reader, number> = { plain: 0, compiled: 0 };
  for (const [i, fault] of [warm, ...sample].entries()) {
    if (fault === undefined) continue;
    const outcomes = (['plain', 'compiled'] as const).map((reader) => {
      const begun = performance.now();
      const { outcome } = tryFault(program, fault, known, { sameness, reader });
      if (i > 0) took[reader] += performance.now() - begun;
      return outcome;
    });
    if (!isDeepStrictEqual(outcomes[0], outcomes[1]))
      throw new Error(`the readers come to different ends of ${fault.name}`);
  }
  return took;
}

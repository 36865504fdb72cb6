// The findings of a check: recorded defects that show in the published model, which are expected, and what is violated unexpectedly.
import { defectNames, repairOf } from '../../model/paths/repairs.ts';
import type { Citation } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Result } from '../campaign/results.ts';
import { repairTexts } from '../causes/repair-text.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import { type CauseFinding, lostText } from './finding.ts';

/** The counterexample of a result; undefined where it has none. */
export type Shown = (result: Result) => Counterexample | undefined;

/** The findings, the unexpected ones first. */
export function checkFindings(
  results: readonly Result[],
  isExpected: (result: Result) => boolean,
  shown: Shown,
): readonly CauseFinding[] {
  const violated = results.filter(({ verdict }) => verdict === 'violated');
  const known = violated.filter(isExpected);
  const unexpected = violated.filter((result) => !isExpected(result));
  return [
    ...unexpectedFindings(unexpected, shown),
    ...Object.keys(recorded).flatMap((name) => recordedFinding(name, known, shown)),
  ];
}

/** A recorded defect, where a clause that it breaks is violated. */
function recordedFinding(
  name: string,
  known: readonly Result[],
  shown: Shown,
): readonly CauseFinding[] {
  const broken = known.filter(({ clause }) => brokenBy(name).includes(clause.name));
  const best = broken.find(({ clause }) => isAlone(name, clause)) ?? broken[0];
  const defect = recorded[name];
  if (best === undefined || defect === undefined) return [];
  const own = shown(best);
  const others = broken.filter((one) => one !== best).map(({ clause }) => clause);
  return [
    {
      model: best.model,
      causes: [name],
      site: citedLine(defect.cite[0]),
      text: '',
      place: own?.place ?? '',
      clauses: [best.clause, ...others],
      lost: defect.says,
      repair: repairOfRecorded(name),
      isExpected: true,
      shows: undefined,
      shown: own,
      token: own?.token ?? '',
    },
  ];
}

/** Whether no other recorded defect breaks the clause. */
const isAlone = (name: string, { name: clause }: Clause): boolean =>
  Object.keys(recorded).every((other) => other === name || !brokenBy(other).includes(clause));

/** The repair of a defect of the path; those of C code are edits of statements, which have no words of their own. */
function repairOfRecorded(name: string): readonly string[] {
  const defect = defectNames.find((one) => one === name);
  return defect === undefined ? [] : repairTexts(repairOf(defect));
}

/** The file that a citation names, and its first line where it names lines. */
function citedLine(citation: Citation): string {
  const lines = citation.kind === 'seed' ? `${SEED}:${citation.lines}` : kernelLines(citation);
  return /^[\w.-]+(?::\d+)?/u.exec(lines)?.[0] ?? lines;
}

const kernelLines = (citation: Citation): string =>
  citation.kind === 'kernel' ? citation.file : '';

const SEED = 'book3s_hv_interrupts.S';

/** What is violated at one place of one model is one finding. */
function unexpectedFindings(violated: readonly Result[], shown: Shown): readonly CauseFinding[] {
  const found = new Map<string, CauseFinding>();
  for (const result of violated) {
    const { model, clause } = result;
    const own = shown(result);
    const step = own?.lastWriter ?? own?.ended;
    const key = `${model} ${step?.site ?? `of ${clause.name}`}`;
    const known = found.get(key);
    if (known !== undefined) {
      found.set(key, { ...known, clauses: [...known.clauses, clause] });
      continue;
    }
    found.set(key, {
      model,
      causes: [],
      site: step?.site ?? own?.place ?? '',
      text: step?.text ?? '',
      place: own?.place ?? '',
      clauses: [clause],
      lost: own === undefined ? 'no history shows it any more' : lostText(own),
      repair: [],
      isExpected: false,
      shows: own?.ended?.site === step?.site ? undefined : own?.ended,
      shown: own,
      token: own?.token ?? '',
    });
  }
  return [...found.values()];
}

// The findings of a judged source: what is broken by one cause, where, and which clauses say so.
//
// A finding is known by its cause, or by its site as it is told without line numbers, which move from one version to the next: the
// routine, what the instruction does, and what is lost there.
import type { LoweredProgram } from '../../asm/lower/lower.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Result } from '../campaign/results.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { levelOf } from '../levels/levels.ts';
import type { HiddenSite } from './hidden.ts';
import type { CauseName, FoundSite } from './of-results.ts';

/** What is broken by one cause. */
export interface ComparableFinding {
  /** Clauses are violated, their runs come to no end, or no history meets them. */
  readonly verdict: 'violated' | 'stuck' | 'not-enough' | 'vacuous';
  /** The level of the first of its clauses. */
  readonly level: string;
  /** The recorded defects that cause it, by name; none where the cause is new. */
  readonly defects: readonly CauseName[];
  /** The defects that had to be put right before it showed. */
  readonly once: readonly CauseName[];
  /** File and line, or the name of a step; empty where there is none. */
  readonly site: string;
  /** The label before it; empty where that is not known. */
  readonly routine: string;
  /** What is done there, or why a run comes to no end. */
  readonly text: string;
  /** What is lost or wrong, as the source names it; memory without a name is all one. */
  readonly places: readonly string[];
  readonly clauses: readonly string[];
  /** Replays the first of its counterexamples; empty where none can be. */
  readonly token: string;
}

/** What is known of a judged source. */
export interface JudgedSource {
  readonly lowered: Pick<LoweredProgram, 'program' | 'spares'>;
  readonly results: readonly Result[];
  readonly shown: ReadonlyMap<Result, Counterexample>;
  readonly sites: ReadonlyMap<Result, readonly FoundSite[]>;
}

/** The findings, in the order of the clauses. */
export function comparableFindings(
  { lowered, results, shown, sites }: JudgedSource,
  hidden: readonly HiddenSite[],
): readonly ComparableFinding[] {
  const routineOf = routinesIn(lowered.program);
  const named = sparesNamed(lowered);
  const found = new Map<string, ComparableFinding>();
  const note = (key: string, finding: ComparableFinding): void => {
    const known = found.get(key);
    found.set(key, known === undefined ? finding : united(known, finding));
  };
  const noteSite = (clause: Clause, site: FoundSite): void => {
    const finding = ofSite(clause, site, routineOf, named);
    const { defects, site: at } = finding;
    const where = at === '' ? finding.places.join(' ') : at;
    note(defects.length > 0 ? `of ${defects.join(' ')}` : `at ${where}`, finding);
  };
  for (const result of results) {
    const { clause } = result;
    if (result.verdict === 'violated')
      for (const site of sites.get(result) ?? []) noteSite(clause, site);
    const other = otherwise(result, shown.get(result));
    if (other !== undefined) note(other.text, other);
  }
  for (const { clause, site } of hidden) noteSite(clause, site);
  return [...found.values()];
}

function ofSite(
  clause: Clause,
  { place, lastWriter, ended, causes, once, token }: FoundSite,
  routineOf: (site: string) => string,
  named: (text: string) => string,
): ComparableFinding {
  const step = guilty(lastWriter, ended);
  return {
    verdict: 'violated',
    level: levelOf(clause).name,
    defects: causes,
    once,
    site: step?.site ?? '',
    routine: step === undefined ? '' : routineOf(step.site),
    text: step?.text ?? '',
    places: [place.startsWith('[') ? 'memory' : named(place)],
    clauses: [clause.name],
    token,
  };
}

/** The step of the hypervisor's code that did it, or where it was still wrong. */
const guilty = (
  lastWriter: StepRecord | undefined,
  ended: StepRecord | undefined,
): StepRecord | undefined =>
  [lastWriter, ended].find((step) => step?.by === 'host') ?? lastWriter ?? ended;

/** A clause of which no run comes to an end, or that none meets. */
function otherwise(
  { clause, verdict }: Result,
  shown: Counterexample | undefined,
): ComparableFinding | undefined {
  const level = levelOf(clause).name;
  const common = { level, defects: [], once: [], site: '', routine: '', clauses: [clause.name] };
  if (verdict === 'vacuous')
    return { ...common, verdict, text: `${clause.name} is never met`, places: [], token: '' };
  if (shown === undefined || verdict === 'violated' || shown.verdict === 'violated')
    return undefined;
  const { token, found } = shown;
  return { ...common, verdict: shown.verdict, text: withoutNumbers(found), places: [], token };
}

/** Why a run comes to no end, without what moves from version to version. */
const withoutNumbers = (text: string): string =>
  text.replaceAll(/(?<=[\w-]\.[Sh]):\d+(?:\.\d+)?/gu, '').replaceAll(/0x[0-9a-f]+/gu, '0x…');

const distinct = <T>(...lists: readonly (readonly T[])[]): readonly T[] => [
  ...new Set(lists.flat()),
];

/** Two that have one cause or site as one: that of the first. What shows without a defect put right is not hidden by it. */
export const united = (first: ComparableFinding, second: ComparableFinding): ComparableFinding => ({
  ...first,
  once: first.once.length === 0 || second.once.length === 0 ? [] : first.once,
  places: distinct(first.places, second.places),
  clauses: distinct(first.clauses, second.clauses),
});

/** Says which label a site of a program comes after. */
function routinesIn({ labels, steps }: Program): (site: string) => string {
  const names = [...labels]
    .filter(([name]) => /^[A-Za-z_]\w*$/u.test(name))
    .sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const addresses = new Map(steps.map(({ site, address }) => [site, address]));
  return (site) => {
    const address = addresses.get(site);
    if (address === undefined) return '';
    return names.findLast(([, at]) => at <= address)?.[0] ?? '';
  };
}

/** A text in which spare fields have the names of the source's own fields that they stand for. */
export function sparesNamed({ spares }: Pick<LoweredProgram, 'spares'>): (text: string) => string {
  const names = new Map<string, string>();
  for (const [name, place] of spares)
    names.set(place, names.has(place) ? `${names.get(place)}/${name}` : name);
  return (text) => text.replaceAll(/spare\.field\[\d+\]/gu, (place) => names.get(place) ?? place);
}

// What the reports say of each clause: what its verdict rests on, the faults that it kills, and the steps without which it fails.
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Routine } from '../../model/program.ts';
import { contract } from '../../spec/contract.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import type { CheckReport, KillReport, TriedFault, TriedRule, Verdict } from './reports.ts';

/** A step of the reference path, and the routine of the kernel that it is of. */
export interface RealisingStep {
  readonly site: string;
  readonly text: string;
  readonly routine: string;
}

/** What is known of one clause. */
export interface ClauseFacts {
  /** On the repaired path; undefined where the report has no verdict of it. */
  readonly verdict: Verdict | undefined;
  readonly published: Verdict | undefined;
  readonly kills: readonly TriedFault[];
  readonly rules: readonly TriedRule[];
  /** A fault that no other clause kills. */
  readonly alone: string | null;
  /** Recorded defects that break it. */
  readonly defects: readonly string[];
  /** The steps that may not be left out, if it is to hold. */
  readonly steps: readonly RealisingStep[];
}

/** What is known of every clause, by its name. */
export function factsOf(check: CheckReport, kill: KillReport): ReadonlyMap<string, ClauseFacts> {
  const verdictOn = (model: string): ReadonlyMap<string, Verdict> =>
    new Map(check.results.filter((one) => one.model === model).map((one) => [one.clause, one]));
  const [sound, asPublished] = [verdictOn('repaired'), verdictOn('published')];
  const kills = byClause(kill.results);
  const rules = byClause(kill.rules);
  const alone = new Map(kill.clauses.map((one) => [one.clause, one.alone]));
  return new Map(
    contract.map(({ name }): [string, ClauseFacts] => {
      const own = kills.get(name) ?? [];
      return [
        name,
        {
          verdict: sound.get(name),
          published: asPublished.get(name),
          kills: own,
          rules: rules.get(name) ?? [],
          alone: alone.get(name) ?? null,
          defects: Object.keys(recorded).filter((defect) => brokenBy(defect).includes(name)),
          steps: stepsIn(own),
        },
      ];
    }),
  );
}

function byClause<Tried extends { readonly by?: readonly string[] }>(
  tried: readonly Tried[],
): ReadonlyMap<string, readonly Tried[]> {
  const found = new Map<string, Tried[]>();
  for (const one of tried)
    for (const clause of one.by ?? []) {
      const known = found.get(clause);
      if (known === undefined) found.set(clause, [one]);
      else known.push(one);
    }
  return found;
}

const stepsIn = (kills: readonly TriedFault[]): readonly RealisingStep[] =>
  [...new Set(kills.filter(({ slip }) => slip === 'dropped').map(({ site }) => site))].flatMap(
    (site) => stepAt.get(site) ?? [],
  );

const stepsOf = (routine: Routine): readonly [string, RealisingStep][] =>
  routine.passages.flatMap(({ steps }) =>
    steps.map(({ site, step }): [string, RealisingStep] => [
      site,
      { site, text: step.text, routine: routine.name },
    ]),
  );

const stepAt: ReadonlyMap<string, RealisingStep> = new Map(
  [published, repaired].flatMap(({ routines }) => routines.flatMap(stepsOf)),
);

/** The kinds of evidence, the strongest first. */
export const evidenceKinds = ['proved', 'reached', 'exhaustive', 'sampled', 'none'] as const;

export type Evidence = (typeof evidenceKinds)[number];

/** What a verdict rests on, in one word. */
export function evidenceOf(verdict: Verdict | undefined): Evidence {
  if (verdict === undefined || verdict.assurance.class === 'not-run') return 'none';
  const { class: kind, paths } = verdict.assurance;
  return kind === 'proved' && paths === undefined ? 'reached' : kind;
}

/** The same with its figures. */
export function evidenceText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'no verdict in this report';
  const { runs, met, paths } = verdict.assurance;
  switch (evidenceOf(verdict)) {
    case 'proved':
      return `proved for every machine and guest, on ${count(paths ?? 0)} paths`;
    case 'reached':
      return 'reached by a history, which is shown to be one';
    case 'exhaustive':
      return `every state of the model: ${count(runs)}, of which ${count(met)} met it`;
    case 'sampled':
      return `${count(runs)} random histories, of which ${count(met)} met it: no proof`;
    case 'none':
      return 'no verdict in this report';
  }
}

/** A number with its thousands apart. */
export const count = (number: number): string => number.toLocaleString('en');

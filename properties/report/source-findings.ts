// The findings of judged source: clauses of which the same recorded defects are the cause are one, and so are those of one place.
import type { Clause } from '../../spec/clause.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Result } from '../campaign/results.ts';
import type { ReportedSite } from '../causes/of-results.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { type CauseFinding, lostText, newFirst } from './finding.ts';

/** A clause at one of its sites. */
interface BrokenAt {
  readonly clause: Clause;
  readonly site: ReportedSite;
  readonly shown: Counterexample | undefined;
}

/** The findings, those that no record explains first; else in the order of the contract. */
export function sourceFindings(
  model: string,
  results: readonly Result[],
  shown: ReadonlyMap<Result, Counterexample>,
  sites: ReadonlyMap<Result, readonly ReportedSite[]>,
): readonly CauseFinding[] {
  const found = new Map<string, [BrokenAt, ...BrokenAt[]]>();
  for (const result of results) {
    if (result.verdict !== 'violated') continue;
    for (const site of sites.get(result) ?? []) {
      const one = { clause: result.clause, site, shown: shown.get(result) };
      const known = found.get(keyOf(site));
      if (known === undefined) found.set(keyOf(site), [one]);
      else known.push(one);
    }
  }
  return newFirst([...found.values()].map((all) => findingOf(model, all)));
}

const keyOf = (site: ReportedSite): string =>
  site.causes.length > 0 ? `of ${site.causes.join(' ')}` : `at ${siteOf(site)}`;

/** The step that wrote what is wrong, if a line of the source is that, else the one at which it shows. */
const guiltyStep = ({ lastWriter, ended }: ReportedSite): StepRecord | undefined =>
  [lastWriter, ended].find((step) => step !== undefined && isLine(step.site)) ??
  lastWriter ??
  ended;

/** File and line, or the name of a step; where nothing is written, the place that should be. */
const siteOf = (site: ReportedSite): string => guiltyStep(site)?.site ?? site.place;

function findingOf(model: string, all: readonly [BrokenAt, ...BrokenAt[]]): CauseFinding {
  const best = all.toSorted((a, b) => worth(b) - worth(a))[0] ?? all[0];
  const { site } = best;
  const shown = ownShown(best);
  const { ended, causes, repair, token } = site;
  const others = new Set(all.map(({ clause }) => clause));
  others.delete(best.clause);
  return {
    model,
    causes,
    site: siteOf(site),
    text: guiltyStep(site)?.text ?? '',
    place: site.place,
    clauses: [best.clause, ...others],
    lost: shown === undefined ? `${site.place} is wrong` : lostText(shown),
    repair,
    isExpected: false,
    shows: ended?.site === siteOf(site) ? undefined : ended,
    shown,
    token,
  };
}

/** How well a site shows its cause: a counterexample of its own, and a line of source that does the wrong. */
const worth = (one: BrokenAt): number =>
  (ownShown(one) === undefined ? 0 : 1) + (isLine(one.site.lastWriter?.site ?? '') ? 2 : 0);

/** The counterexample of the clause, where it is about this site and not another. */
const ownShown = ({ site, shown }: BrokenAt): Counterexample | undefined =>
  shown?.place === site.place ? shown : undefined;

const isLine = (site: string): boolean => /:\d+(?:\.\d+)?$/u.test(site);

// Everything that the site shows beside the documentation, made of the contract, the reports and runs of the paths.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repaired } from '../../model/paths/repairs.ts';
import type { SiteContent } from './build.ts';
import { contractPages } from './contract-pages.ts';
import { defectPages, type Shown, tracePages } from './defect-pages.ts';
import { count, factsOf } from './facts.ts';
import { faultsPage } from './fault-pages.ts';
import { figuresPage } from './figures-page.ts';
import { homePage } from './home-page.ts';
import { levelsPage, runsOf, vectorsPage } from './level-pages.ts';
import { registersPage } from './registers-page.ts';
import type { CheckReport, KillReport } from './reports.ts';
import { linesOf, type SourceTree } from './source-lines.ts';
import { transfersOf } from './transfers.ts';

/** What the site tells of. */
export interface SiteSources {
  readonly check: CheckReport;
  readonly kill: KillReport;
  /** Counterexamples of recorded defects. */
  readonly shown: Shown;
  /** Source in which the steps are looked for. */
  readonly trees: readonly SourceTree[];
}

/** The content of the site of the project in a folder. */
export function contentOf(
  { check, kill, shown, trees }: SiteSources,
  root: string = process.cwd(),
): SiteContent {
  const facts = factsOf(check, kill);
  const reference = transfersOf(repaired);
  const lines = linesOf(reference, trees);
  const movers = {
    reference,
    trees: trees.map(({ called }, i) => ({ called, transfers: lines.inTrees[i] ?? [] })),
  };
  const known = { facts, lines };
  const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');
  return {
    pages: [
      homePage(facts, kill),
      ...contractPages(known),
      registersPage(known, movers),
      vectorsPage(),
      levelsPage(facts, runsOf(textOf('README.md'))),
      ...defectPages(shown),
      faultsPage(kill),
      figuresPage(textOf('BENCHMARKS.md')),
    ],
    whole: tracePages(shown),
    made: `Made of ${count(check.results.length)} verdicts (seed ${check.seed}, ${count(check.runsPerClause)} histories a model) and ${count(kill.results.length)} faults tried.`,
  };
}

// Traceability as a page of the documentation: each sentence of the seed's commit message, with the clauses that cite it, the levels at
// which they are judged, and faults that they catch.

import { defectNames } from '../../model/paths/repairs.ts';
import type { Clause } from '../../spec/clause.ts';
import { type ClauseName, contract } from '../../spec/contract.ts';
import { type SentenceName, sentenceOf, sentences } from '../../spec/sentences.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import { caughtBy } from '../mutation/caught-by.ts';
import { brokenBy } from '../subjects/defects.ts';

/** How a sentence is covered. */
export interface Coverage {
  readonly name: SentenceName;
  readonly line: number;
  readonly says: string;
  /** Why it states no behaviour; or which part of it does not. */
  readonly silent: string | undefined;
  readonly apart: string | undefined;
  readonly clauses: readonly string[];
  readonly levels: readonly string[];
  /** Faults by hand that one of the clauses catches; the generated ones come on top. */
  readonly faults: readonly string[];
}

const names = Object.keys(sentences) as readonly SentenceName[];

/** Every sentence, in order. */
export const coverage = (): readonly Coverage[] =>
  names.map((name) => {
    const clauses = contract.filter((clause) => cites(clause, name));
    const { line, says, silent, apart } = sentenceOf(name);
    return {
      name,
      line,
      says,
      silent,
      apart,
      clauses: clauses.map((clause) => clause.name),
      levels: distinct(clauses.flatMap(levelsOf)),
      faults: distinct(clauses.flatMap((clause) => faultsOf(clause.name))),
    };
  });

const cites = ({ cite }: Clause, sentence: SentenceName): boolean =>
  cite.some((one) => one.kind === 'message' && one.sentence === sentence);

const levelsOf = (clause: Clause): readonly string[] =>
  levels.filter((level) => isJudgedAt(level, clause)).map(({ name }) => name);

const distinct = (list: readonly string[]): readonly string[] => [...new Set(list)];

/** Recorded defects of the path, faults of later kernels and of levels' rules that break a clause. */
const faultsOf = (clause: ClauseName): readonly string[] => [
  ...defectNames.filter((name) => brokenBy(name).includes(clause)),
  ...Object.entries(caughtBy).flatMap(([name, by]) => (by === clause ? [name] : [])),
  ...levels.flatMap(({ faults }) =>
    Object.entries(faults).flatMap(([name, { breaks }]) => (breaks.includes(clause) ? [name] : [])),
  ),
];

/** How many faults a row names. */
const FEW = 4;

const HEAD = `# The commit message, sentence by sentence

What the system's first description promises, and what holds the models to it. Generated from the clauses' citations; do not edit
this page (see [how it is made](../CONTRIBUTING.md#the-documentation)). A sentence that states behaviour but is covered by no clause, or
by no clause that some fault breaks, fails the tests. [The contract](contract.md) has the text of the clauses, the
[reading guide](reading-guide.md#levels) the levels.`;

/** The page, in Markdown. */
export const traceabilityPage = (): string =>
  [
    HEAD,
    '',
    '| Line | Sentence | Clauses | Levels | Faults that they catch |',
    '|---|---|---|---|---|',
    ...coverage().map((row) =>
      row.silent === undefined
        ? heldRow(row)
        : `| ${row.line} | ${row.says} | none: ${row.silent} | | |`,
    ),
    '',
  ].join('\n');

function heldRow({ line, says, apart, clauses, levels: at, faults }: Coverage): string {
  const held = [...clauses.map(code), ...(apart === undefined ? [] : [`not held: ${apart}`])];
  return `| ${line} | ${says} | ${held.join(', ')} | ${at.map(code).join(', ')} | ${few(faults)} |`;
}

const code = (text: string): string => `\`${text}\``;

const few = (faults: readonly string[]): string =>
  faults.length <= FEW
    ? faults.map(code).join(', ')
    : `${faults.slice(0, FEW).map(code).join(', ')} and ${faults.length - FEW} more`;

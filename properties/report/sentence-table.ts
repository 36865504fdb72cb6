// Each sentence of the seed's commit message, with the clauses that cite it, the models that they are judged on, and faults that they catch.

import { defectNames } from '../../model/paths/repairs.ts';
import type { Clause } from '../../spec/clause.ts';
import { contract } from '../../spec/contract.ts';
import { type SentenceName, sentenceOf, sentences } from '../../spec/message.ts';
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
  readonly models: readonly string[];
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
      models: distinct(clauses.flatMap(modelsOf)),
      faults: distinct(clauses.flatMap((clause) => faultsOf(clause.name))),
    };
  });

const cites = ({ cite }: Clause, sentence: SentenceName): boolean =>
  cite.some((one) => one.kind === 'message' && one.sentence === sentence);

/** Where the model of each level is. */
const MODELS: ReadonlyMap<string, string> = new Map([
  ['switch', 'model/paths/, model/guest/'],
  ['pair', 'model/paths/'],
  ['run', 'model/kvm/run-loop.ts, run-page.ts, exits.ts, interrupts.ts'],
  ['vm', 'model/kvm/vm-operation.ts, vcpu-life.ts, vm-region.ts, vrma.ts'],
  ['core', 'model/core/'],
  ['text', 'model/paths/vectors.ts'],
]);

const modelsOf = (clause: Clause): readonly string[] =>
  levels.filter((level) => isJudgedAt(level, clause)).map(({ name }) => MODELS.get(name) ?? name);

const distinct = (list: readonly string[]): readonly string[] => [...new Set(list)];

/** Recorded defects of the path, faults of later kernels and of levels' rules that break a clause. */
const faultsOf = (clause: string): readonly string[] => [
  ...defectNames.filter((name) => brokenBy(name).includes(clause)),
  ...Object.entries(caughtBy).flatMap(([name, by]) => (by === clause ? [name] : [])),
  ...levels.flatMap(({ faults }) =>
    Object.entries(faults).flatMap(([name, { breaks }]) => (breaks.includes(clause) ? [name] : [])),
  ),
];

/** How many faults a row names. */
const FEW = 4;

/** The table, in Markdown. */
export const sentenceTable = (): string =>
  [
    '| Line | Sentence | Clauses | Models | Faults that they catch |',
    '|---|---|---|---|---|',
    ...coverage().map((row) =>
      row.silent === undefined
        ? heldRow(row)
        : `| ${row.line} | ${row.says} | none: ${row.silent} | | |`,
    ),
    '',
  ].join('\n');

function heldRow({ line, says, apart, clauses, models, faults }: Coverage): string {
  const held = [...clauses.map(code), ...(apart === undefined ? [] : [`not held: ${apart}`])];
  return `| ${line} | ${says} | ${held.join(', ')} | ${models.map(code).join(', ')} | ${few(faults)} |`;
}

const code = (text: string): string => `\`${text}\``;

const few = (faults: readonly string[]): string =>
  faults.length <= FEW
    ? faults.map(code).join(', ')
    : `${faults.slice(0, FEW).map(code).join(', ')} and ${faults.length - FEW} more`;

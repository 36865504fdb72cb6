// hvspec check: judges the contract on both reference paths and prints the verdicts side by side.
import { isPart, type Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import type { Coverage } from '../properties/levels/switch/coverage.ts';
import { checkFindings, type Shown } from '../properties/report/check-findings.ts';
import type { CauseFinding } from '../properties/report/finding.ts';
import { reportJson } from '../properties/report/json.ts';
import { withLegend } from '../properties/report/legend.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { expectedOf, type ModelName, modelNames } from '../properties/subjects/variants.ts';
import { askedBy, type CampaignFlags, campaign } from './campaign.ts';
import { coverageTable, tooSeldom } from './coverage-table.ts';
import { evidenceTable } from './evidence.ts';
import { proofPlan } from './first-proof.ts';
import {
  deliverFormats,
  type FormatFlags,
  type FormatRequest,
  formatsFrom,
  isForPeople,
} from './formats.ts';
import { complain, type Io } from './io.ts';
import { machineReport } from './machine-report.ts';
import { finish, isBad, pace, reported } from './outcome.ts';
import { provedFirst } from './proved.ts';
import { clausesNamed, modelNamed, positive, refuse, UsageError } from './usage.ts';
import { type Expectation, recordedLines, unexpectedLines, verdictTable } from './verdict-table.ts';

export interface CheckFlags extends CampaignFlags, FormatFlags {
  readonly coverage?: boolean;
  readonly minCoverage?: string;
  readonly model?: string;
}

/** Runs the verb and returns its exit code. */
export async function checkVerb(
  names: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(names);
  const formats = formatsFrom(flags);
  if (flags.path !== undefined) refuse(flags, ['minCoverage'], '--path is one history');
  const chosen = flags.model === undefined ? modelNames : [modelNamed(flags.model)];
  const subjects = chosen.map((model) => ({ model, name: model }));
  const least = flags.minCoverage === undefined ? 0 : positive('--min-coverage', flags.minCoverage);
  const counted = flags.coverage === true || least > 0 || hasJson(formats);
  const asked = askedBy(flags, subjects, clauses, counted, io);
  if (least > 0 && isPart(asked.share))
    throw new UsageError('--min-coverage needs all shards: give it to hvspec merge');
  const plan = proofPlan(flags, asked, { byDefault: true });
  const outcome = await (plan === undefined ? campaign(asked, io) : provedFirst(asked, plan, io));
  const asks = { formats, least, whole: names.length === 0, coverage: flags.coverage === true };
  return reportCheck(outcome, asks, io);
}

/** Whether JSON is asked for, which has the coverage. */
const hasJson = ({ printed, files }: FormatRequest): boolean =>
  printed === 'json' || files.some(([format]) => format === 'json');

/** How a campaign is to be reported. */
interface ReportRequest {
  readonly formats: FormatRequest;
  /** How often each cell of the coverage must be met. */
  readonly least: number;
  /** Whether it is the whole contract. */
  readonly whole: boolean;
  /** Whether the table of the coverage is printed. */
  readonly coverage: boolean;
}

/** Prints what a campaign came to, and returns the exit code. */
export function reportCheck(outcome: Outcome, asks: ReportRequest, io: Io): number {
  const { formats, least, whole } = asks;
  const { isExpected } = expectationsOf(outcome);
  const coverage = Object.entries(outcome.known.coverage);
  const shown = shownBy(outcome);
  const findings = once(() => checkFindings(outcome.results, isExpected, shown));
  const isDelivered = deliverFormats(io, formats, {
    text: () => textOf(outcome, shown, io, whole),
    json: () => jsonOf(outcome, coverage, findings(), shown),
    machine: () =>
      machineReport(
        outcome,
        { findings: findings(), isExpected, shown, pathOf: () => undefined },
        io,
      ),
  });
  if (asks.coverage && isForPeople(formats) && io.quiet !== true)
    io.out(coverage.map(([model, counts]) => coverageTable(model, counts)).join('\n'));
  const seldom = coverage.flatMap(([model, counts]) =>
    tooSeldom(counts, least).map((cell) => `${model}: ${cell}`),
  );
  for (const cell of seldom) complain(io, `fewer than ${least}: ${cell}`);
  return finish(outcome, { isDelivered, isExpected, isMet: seldom.length === 0 }, io);
}

type ModelCoverage = readonly (readonly [model: string, counts: Coverage])[];

/** Counterexamples, each made once; without lives where the time was over. */
function shownBy({ cut }: Outcome): Shown {
  const made = new Map<Result, Counterexample | undefined>();
  return (result) => {
    const { finding } = result;
    if (finding === undefined) return undefined;
    if (!made.has(result))
      made.set(result, proofCounterexample(finding, [], cut ? 'steps' : 'life'));
    return made.get(result);
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function jsonOf(
  outcome: Outcome,
  coverage: ModelCoverage,
  findings: readonly CauseFinding[],
  shown: Shown,
): object {
  const { expected } = expectationsOf(outcome);
  const report = reportJson({ ...reported(outcome), expected, findings, shown });
  const counts = coverage.map(([model, { cells, pairs }]) => ({ model, cells, pairs }));
  return { ...report, corpus: outcome.corpus ?? null, coverage: counts };
}

const isModel = (name: string): name is ModelName => modelNames.some((known) => known === name);

/** What is expected at the level that was played, or at all levels. Of kernel source nothing is recorded: all should hold. */
function expectationsOf({ asked: { series } }: Outcome) {
  const expectedFor: Expectation = (model, clause) =>
    isModel(model) ? expectedOf(model, clause, series.level) : null;
  const expected = ({ model, clause }: Result) => expectedFor(model, clause.name);
  const isExpected = (result: Result): boolean => result.verdict === (expected(result) ?? 'holds');
  return { expectedFor, expected, isExpected };
}

function textOf(outcome: Outcome, shown: Shown, io: Io, whole: boolean): string {
  const { results } = outcome;
  const { expectedFor, isExpected } = expectationsOf(outcome);
  const undecided = results.filter(({ verdict }) => verdict === 'not-enough').length;
  const bad = results.filter((result) => isBad(result, isExpected));
  const cards = bad.map(shown).filter((one) => one !== undefined);
  const vacuous = bad.filter(({ verdict }) => verdict === 'vacuous').length;
  return [
    pace(outcome),
    '',
    ...(isPart(outcome.share)
      ? []
      : [
          (outcome.first === true ? evidenceTable : verdictTable)(results, expectedFor, io.colors),
          ...recordedLines(results, whole),
        ]),
    ...(cards.length > 0 ? ['', withLegend(cards)] : []),
    ...(vacuous > 0
      ? [`${vacuous} verdicts are vacuous: the clause was never met. Try more --runs.`]
      : []),
    ...(undecided > 0 ? [`${undecided} of ${results.length} verdicts are not decided`] : []),
    bad.length === 0
      ? `${undecided > 0 ? 'the other' : 'all'} ${results.length - undecided} verdicts are the expected ones`
      : `${bad.length} of ${results.length} verdicts are not the expected ones:`,
    ...unexpectedLines(bad, expectedFor),
    '',
  ].join('\n');
}

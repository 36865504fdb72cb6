// hvspec check: judges the contract on both reference paths and prints the verdicts side by side.
import { isPart, type Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { Coverage } from '../properties/levels/switch/coverage.ts';
import { reportJson } from '../properties/report/json.ts';
import { withLegend } from '../properties/report/legend.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { expectedOf, type ModelName, modelNames } from '../properties/subjects/variants.ts';
import { askedBy, type CampaignFlags, campaign } from './campaign.ts';
import { coverageTable, tooSeldom } from './coverage-table.ts';
import { evidenceTable } from './evidence.ts';
import { proofPlan } from './first-proof.ts';
import { checkWritable, complain, deliver, type Io } from './io.ts';
import { finish, isBad, pace, reported } from './outcome.ts';
import { provedFirst } from './proved.ts';
import { clausesNamed, modelNamed, positive, refuse, UsageError } from './usage.ts';
import { type Expectation, recordedLines, unexpectedLines, verdictTable } from './verdict-table.ts';

export interface CheckFlags extends CampaignFlags {
  readonly coverage?: boolean;
  readonly minCoverage?: string;
  readonly model?: string;
  readonly json?: string;
}

/** Runs the verb and returns its exit code. */
export async function checkVerb(
  names: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(names);
  checkWritable(flags.json);
  if (flags.path !== undefined) refuse(flags, ['minCoverage'], '--path is one history');
  const chosen = flags.model === undefined ? modelNames : [modelNamed(flags.model)];
  const subjects = chosen.map((model) => ({ model, name: model }));
  const least = flags.minCoverage === undefined ? 0 : positive('--min-coverage', flags.minCoverage);
  const counted = flags.coverage === true || least > 0 || flags.json !== undefined;
  const asked = askedBy(flags, subjects, clauses, counted, io);
  if (least > 0 && isPart(asked.share))
    throw new UsageError('--min-coverage needs all shards: give it to hvspec merge');
  const plan = proofPlan(flags, asked, { byDefault: true });
  const outcome = await (plan === undefined ? campaign(asked, io) : provedFirst(asked, plan, io));
  return reportCheck(outcome, flags, least, names.length === 0, io);
}

/** Prints what a campaign came to, and returns the exit code. */
export function reportCheck(
  outcome: Outcome,
  flags: Pick<CheckFlags, 'json' | 'coverage'>,
  least: number,
  whole: boolean,
  io: Io,
): number {
  const coverage = Object.entries(outcome.known.coverage);
  const isDelivered = deliver(io, flags.json, {
    text: () => textOf(outcome, io, whole),
    json: () => jsonOf(outcome, coverage),
  });
  if (flags.coverage === true && flags.json !== '-')
    io.out(coverage.map(([model, counts]) => coverageTable(model, counts)).join('\n'));
  const seldom = coverage.flatMap(([model, counts]) =>
    tooSeldom(counts, least).map((cell) => `${model}: ${cell}`),
  );
  for (const cell of seldom) complain(io, `fewer than ${least}: ${cell}`);
  return finish(outcome, { isDelivered, isExpected, isMet: seldom.length === 0 }, io);
}

type ModelCoverage = readonly (readonly [model: string, counts: Coverage])[];

function jsonOf(outcome: Outcome, coverage: ModelCoverage): object {
  const report = reportJson({ ...reported(outcome), expected });
  const counts = coverage.map(([model, { cells, pairs }]) => ({ model, cells, pairs }));
  return { ...report, corpus: outcome.corpus ?? null, coverage: counts };
}

const isModel = (name: string): name is ModelName => modelNames.some((known) => known === name);

const expectedFor: Expectation = (model, clause) =>
  isModel(model) ? expectedOf(model, clause) : null;

const expected = ({ model, clause }: Result) => expectedFor(model, clause.name);

/** Of kernel source nothing is recorded: all should hold. */
const isExpected = (result: Result): boolean => result.verdict === (expected(result) ?? 'holds');

function textOf(outcome: Outcome, io: Io, whole: boolean): string {
  const { results } = outcome;
  const undecided = results.filter(({ verdict }) => verdict === 'not-enough').length;
  const bad = results.filter((result) => isBad(result, isExpected));
  const cards = bad
    .map(
      ({ finding }) => finding && proofCounterexample(finding, [], outcome.cut ? 'steps' : 'life'),
    )
    .filter((shown) => shown !== undefined);
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

// hvspec kernel: judges real kernel source by the same contract, and says where each loss is in it.
import type { SourceError } from '../asm/listing.ts';
import { shortened } from '../asm/shortened.ts';
import type { Result } from '../properties/campaign/results.ts';
import type { ReportedSite } from '../properties/causes/of-results.ts';
import { version } from '../properties/input/version.ts';
import { reportJson } from '../properties/report/json.ts';
import { sourceFindings } from '../properties/report/source-findings.ts';
import { editionsFound } from '../properties/subjects/editions.ts';
import { type KernelSource, readKernel } from '../properties/subjects/kernel-source.ts';
import { kernelSubject } from '../properties/subjects/kernel-subject.ts';
import { filesOf, treeFiles } from '../properties/subjects/source-files.ts';
import type { Clause } from '../spec/clause.ts';
import { clausesIn } from '../spec/editions/editions.ts';
import { aboutJson } from './about-source.ts';
import { askedBy, type CampaignFlags } from './campaign.ts';
import { proofPlan } from './first-proof.ts';
import {
  deliverFormats,
  type FormatFlags,
  type FormatRequest,
  formatsFrom,
  isForPeople,
} from './formats.ts';
import { complain, type Io } from './io.ts';
import { printCard } from './kernel-card.ts';
import { comparedJson, findingsIn } from './kernel-findings.ts';
import { judgedBeside } from './kernel-judged.ts';
import { kernelText } from './kernel-report.ts';
import { type KernelScreen, kernelScreen } from './kernel-screen.ts';
import { machineReport } from './machine-report.ts';
import { finish, reported } from './outcome.ts';
import { phase } from './phase.ts';
import { sourcePaths } from './source-paths.ts';
import { clausesNamed, positive, refuse, UsageError } from './usage.ts';

/** How source is read. */
export interface SourceOptions {
  readonly entry?: string;
  readonly exit?: string;
  readonly define?: readonly string[];
  readonly tree?: string;
  readonly patch?: string;
}

export interface KernelFlags extends CampaignFlags, SourceOptions, FormatFlags {
  readonly clause?: readonly string[];
  readonly prove?: boolean;
  readonly summary?: boolean;
  readonly base?: string;
  readonly cards?: boolean;
  readonly card?: string;
}

/** Runs the verb and returns its exit code. */
export async function kernelVerb(
  paths: readonly string[],
  flags: KernelFlags,
  io: Io,
): Promise<number> {
  if (flags.base !== undefined || flags.patch !== undefined) {
    const { comparisonVerb } = await import('./kernel-compared.ts');
    return await comparisonVerb(paths, flags, io);
  }
  const named = clausesNamed(flags.clause ?? []);
  const formats = formatsFrom(flags);
  const card = cardFrom(flags, formats);
  const source = sourceOf(paths, flags);
  const reading = phase(io, 'read', () => readKernel(source, filesOf(source)));
  if (reading === undefined) {
    complain(io, 'interrupted before the source was read');
    return 4;
  }
  if (!reading.ok) {
    tellErrors(reading.errors, io);
    return 2;
  }
  const { lowered } = reading;
  const name = kernelSubject({ ...source, digest: reading.digest });
  const editions = editionsFound(lowered).map(({ edition }) => edition);
  const clauses = clausesIn(editions, named);
  const asked = askedBy(flags, [{ model: 'kernel', name }], clauses, false, io);
  const plan = proofPlan(flags, asked, { byDefault: flags.prove === true });
  const { outcome, shown, sites } = await judgedBeside(asked, plan, lowered, io);
  const findings = sourceFindings('kernel', outcome.results, shown, sites);
  const counterexampleOf = (result: Result) => shown.get(result);
  const isExpected = ({ verdict }: Result): boolean => verdict === 'holds';
  const isDelivered = deliverFormats(io, formats, {
    text: () =>
      flags.cards === true
        ? kernelText(outcome, shown, sites, reading, io)
        : kernelScreen({ outcome, findings, shown, reading }, io),
    json: () => kernelJson({ outcome, findings, shown, sites, reading }, asked.clauses, io),
    machine: () => {
      const pathOf = sourcePaths(paths, flags.tree, lowered.files);
      return machineReport(outcome, { findings, isExpected, shown: counterexampleOf, pathOf }, io);
    },
  });
  if (card !== undefined) printCard(card, findings, outcome.results, { source, lowered }, io);
  const code = finish(outcome, { isDelivered, isExpected }, io);
  const isOpen = ({ verdict }: Result): boolean => verdict === 'not-enough';
  const isAllOpen = outcome.results.every((one) => isExpected(one) || isOpen(one));
  return code === 1 && isAllOpen ? 4 : code;
}

/** The number of the finding whose card is asked for. Throws UsageError where nothing is printed that it belongs to. */
function cardFrom(flags: KernelFlags, formats: FormatRequest): number | undefined {
  if (!isForPeople(formats))
    refuse(flags, ['summary', 'cards', 'card'], `standard output is ${formats.printed}`);
  if (flags.cards === true) refuse(flags, ['summary', 'card'], '--cards prints everything');
  return flags.card === undefined ? undefined : positive('--card', flags.card);
}

/** The report for scripts, with what makes it the base of another: null where that is interrupted. */
function kernelJson(
  {
    outcome,
    findings,
    shown,
    sites,
    reading,
  }: KernelScreen & {
    readonly sites: ReadonlyMap<Result, readonly ReportedSite[]>;
  },
  clauses: readonly Clause[],
  io: Io,
): object {
  const { lowered, read } = reading;
  const judged = { lowered, results: outcome.results, shown, sites };
  return {
    ...reportJson({
      ...reported(outcome),
      expected: () => null,
      shown: (result) => shown.get(result),
      findings,
      sites,
    }),
    version,
    level: outcome.asked.series.level ?? null,
    corpus: outcome.corpus ?? null,
    compared: phase(io, 'put right', () => findingsIn(judged, clauses).map(comparedJson)) ?? null,
    source: aboutJson(lowered, read),
  };
}

/** What is asked for. Throws UsageError. */
export function sourceOf(paths: readonly string[], flags: SourceOptions): KernelSource {
  const [first] = paths;
  if (first !== undefined && paths.length === 1 && treeFiles.isFolder(first))
    refuse(flags, ['tree'], `'${first}' is a tree itself`);
  return {
    paths,
    defines: definitions(flags.define),
    ...(flags.entry === undefined ? {} : { entry: flags.entry }),
    ...(flags.exit === undefined ? {} : { exit: flags.exit }),
    ...(flags.tree === undefined ? {} : { tree: flags.tree }),
    ...(flags.patch === undefined ? {} : { patch: flags.patch }),
  };
}

/** Definitions as they are given. Throws UsageError where one would be ignored for another of its name. */
export function definitions(given: readonly string[] = []): readonly string[] {
  const values = new Map<string, string>();
  for (const text of given.map(definition)) {
    const [name = ''] = text.split('=', 1);
    const before = values.get(name);
    if (before !== undefined && before !== text)
      throw new UsageError(`--define ${before} would be ignored: --define ${text} is given too`);
    values.set(name, text);
  }
  return given;
}
/** Causes of errors in a source that are printed one by one, at most. */
const MOST = 100;

/** Says what is wrong with source, a line for each cause: its first place, and how many others there are. */
export function tellErrors(errors: readonly SourceError[], io: Io): void {
  const causes = new Map<string, { readonly first: SourceError; count: number }>();
  for (const error of errors) {
    const known = causes.get(causeOf(error));
    if (known === undefined) causes.set(causeOf(error), { first: error, count: 1 });
    else known.count++;
  }
  for (const { first, count } of [...causes.values()].slice(0, MOST)) {
    const { at, message } = first;
    const line = at.text === '' ? '' : `: ${at.text}`;
    const more = count === 1 ? '' : ` (and ${count - 1} more like it)`;
    complain(io, `${at.file}:${at.line}: ${shortened(message)}${line}${more}`);
  }
  const rest = causes.size - MOST;
  if (rest > 0) complain(io, `and ${rest} more errors: fix these first`);
}

/** What errors with one cause have alike: what is said of them, but for the place from which there is a way to it. */
const causeOf = ({ message }: SourceError): string => message.replace(/, from \S+:\d+$/u, '');

function definition(text: string): string {
  if (!/^[A-Za-z_]\w*(?:=.*)?$/su.test(text))
    throw new UsageError(`--define is '${text}', and must be NAME or NAME=VALUE`);
  return text;
}

// hvspec kernel with --base or --patch: the source and its base are judged on the same histories, and what differs is said.
import type { CampaignRequest } from '../properties/campaign/conduct.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { ComparableFinding, JudgedSource } from '../properties/causes/comparable-findings.ts';
import { compared } from '../properties/causes/comparison.ts';
import { Unreadable } from '../properties/input/unreadable.ts';
import { isJudgedAt, levelsOfCode, levelsOfSomeCode } from '../properties/levels/levels.ts';
import { type KeptReport, keptReport } from '../properties/report/kept-report.ts';
import {
  type KernelReading,
  type KernelSource,
  readKernel,
} from '../properties/subjects/kernel-source.ts';
import { kernelSubject } from '../properties/subjects/kernel-subject.ts';
import { filesOf, treeFiles } from '../properties/subjects/source-files.ts';
import type { Clause } from '../spec/clause.ts';
import { askedBy, campaign } from './campaign.ts';
import { comparisonJson, comparisonText } from './comparison-report.ts';
import { checkWritable, complain, deliver, type Io } from './io.ts';
import { type KernelFlags, sourceOf, tellErrors } from './kernel.ts';
import { findingsIn } from './kernel-findings.ts';
import { explanations, judgedBy } from './kernel-judged.ts';
import { tellRest } from './outcome.ts';
import { phase } from './phase.ts';
import { clausesNamed, refuse, UsageError } from './usage.ts';

/** The source or its base cannot be read: git bisect skips such a revision. */
const UNREADABLE = 125;

/** Options that are of one campaign, or of proofs. */
const REFUSED = ['shard', 'shards', 'resume', 'corpus', 'path', 'prove', 'proveTime'] as const;

/** A source that was read. */
interface ReadSource {
  readonly source: KernelSource;
  readonly reading: Extract<KernelReading, { readonly ok: true }>;
}

type Base = { readonly report: KeptReport } | { readonly read: ReadSource };

/** Runs the verb and returns its exit code. */
export async function comparisonVerb(
  paths: readonly string[],
  flags: KernelFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(flags.clause ?? []);
  refuse(flags, REFUSED, 'a comparison draws the same histories of both, once and whole');
  checkWritable(flags.json);
  const source = sourceOf(paths, flags);
  const files = filesOf(source);
  const other = flags.base === undefined ? withoutPatch(source) : baseOf(flags.base, flags);
  const [base, own] = [baseRead(other, io), readOrTold(source, files, io)];
  if (typeof base === 'number' || typeof own === 'number')
    return [base, own].find((code) => typeof code === 'number') ?? UNREADABLE;
  const asked = askedOf(flags, clauses, base, own, io);
  const outcome = await campaign(asked, io);
  const found = phase(io, 'put right', () => bothFindings(outcome, asked, base, own));
  const rest = tellRest(outcome, io);
  if (found === undefined) {
    complain(io, 'interrupted before the findings were compared');
    return 4;
  }
  const report = {
    ...compared(found.own, found.base),
    outcome: found.judged,
    lowered: own.reading.lowered,
    names: namesOf(source, flags),
    patch: 'met' in files ? files : undefined,
  };
  const isDelivered = deliver(io, flags.json, {
    text: () => comparisonText(report),
    json: () => comparisonJson(report, found.judged, own.reading),
  });
  if (report.fresh.length > 0) return 1;
  return rest ?? (isDelivered ? 0 : 4);
}

function withoutPatch({ patch: _, ...source }: KernelSource): KernelSource {
  return source;
}

/** What --base names: another source, read as the first one is, or a report of one. */
function baseOf(base: string, flags: KernelFlags): KernelSource | string {
  if (!treeFiles.isFolder(base) && !/\.[sS]$/u.test(base)) return base;
  const { patch: _, ...same } = flags;
  if (treeFiles.isFolder(base)) delete same.tree;
  return sourceOf([base], same);
}

/** Reads the base; the exit code where it cannot be read. */
function baseRead(base: KernelSource | string, io: Io): Base | number {
  if (typeof base !== 'string') {
    const read = readOrTold(base, filesOf(base), io);
    return typeof read === 'number' ? read : { read };
  }
  try {
    return { report: keptReport(base) };
  } catch (error) {
    return unreadable(error, io);
  }
}

function readOrTold(
  source: KernelSource,
  files: ReturnType<typeof filesOf>,
  io: Io,
): ReadSource | number {
  try {
    const reading = phase(io, 'read', () => readKernel(source, files));
    if (reading?.ok === true) return { source, reading };
    if (reading !== undefined) tellErrors(reading.errors, io);
    else complain(io, 'interrupted before the source was read');
    return reading === undefined ? 4 : UNREADABLE;
  } catch (error) {
    return unreadable(error, io);
  }
}

function unreadable(error: unknown, io: Io): number {
  if (!(error instanceof Unreadable)) throw error;
  complain(io, error.message);
  return UNREADABLE;
}

/** The campaign: of both, or of the source alone, with the seed and the runs of the base's report. Throws UsageError. */
function askedOf(
  flags: KernelFlags,
  clauses: readonly Clause[],
  base: Base,
  own: ReadSource,
  io: Io,
): CampaignRequest {
  const alone = { ...io, env: {} };
  const subject = { model: 'kernel', name: nameOf(own) };
  if ('read' in base)
    return askedBy(
      flags,
      [{ model: 'base', name: nameOf(base.read) }, subject],
      clauses,
      false,
      alone,
    );
  const { report } = base;
  const same = { seed: report.seed, runs: String(report.runs), level: report.level ?? undefined };
  for (const name of ['seed', 'runs', 'level'] as const)
    if (
      flags[name] !== undefined &&
      Number(flags[name]) !== Number(same[name]) &&
      flags[name] !== same[name]
    )
      throw new UsageError(
        `--${name} ${flags[name]} is not that of the base, ${same[name] ?? 'all levels'}: leave it out`,
      );
  const { level, ...more } = same;
  const series = level === undefined ? more : { ...more, level };
  const asked = askedBy({ ...flags, ...series }, [subject], clauses, false, alone);
  const lacking = lackingIn(report.clauses, asked.clauses, flags.clause !== undefined);
  if (lacking !== undefined)
    throw new UsageError(
      `the base was not judged by ${lacking.name}: give the same --clause, or write its report anew`,
    );
  return asked;
}

/** Whether all kernel source has a verdict of the clause: those of threads are there only where a tree has secondary ones. */
export const isJudgedOnCode = (clause: Clause): boolean =>
  levelsOfCode.some((level) => !levelsOfSomeCode.includes(level) && isJudgedAt(level, clause));

/** The first of the clauses that a report must have and has not: all that were named, or all that any source is judged by. */
export const lackingIn = (
  judged: readonly string[],
  clauses: readonly Clause[],
  areNamed: boolean,
): Clause | undefined =>
  clauses.find((clause) => (areNamed || isJudgedOnCode(clause)) && !judged.includes(clause.name));

const nameOf = ({ source, reading }: ReadSource): string =>
  kernelSubject({ ...source, digest: reading.digest });

/** The findings of both, and the verdicts on the source. */
function bothFindings(outcome: Outcome, asked: CampaignRequest, base: Base, own: ReadSource) {
  const judged = judgedIn(outcome, 'kernel', own);
  const known = asked.clauses.map(({ name }) => name);
  return {
    judged: { ...judged, outcome: { ...outcome, results: judged.results } },
    own: findingsIn(judged, asked.clauses),
    base:
      'read' in base
        ? findingsIn(judgedIn(outcome, 'base', base.read), asked.clauses)
        : base.report.findings.flatMap((one) => narrowed(one, known)),
  };
}

/** A finding by these clauses, if it is one by any of them. */
function narrowed(
  finding: ComparableFinding,
  known: readonly string[],
): readonly ComparableFinding[] {
  const clauses = finding.clauses.filter((name) => known.includes(name));
  return clauses.length === 0 ? [] : [{ ...finding, clauses }];
}

function judgedIn(outcome: Outcome, model: string, { source, reading }: ReadSource): JudgedSource {
  const { lowered } = reading;
  const results = outcome.results.filter((result) => result.model === model);
  const name = kernelSubject({ ...source, digest: reading.digest });
  const explained = explanations(outcome, results, { name }, lowered);
  const { shown, sites } = judgedBy({ results }, explained);
  return { lowered, results, shown, sites };
}

/** What the report calls the source and the base. */
function namesOf(source: KernelSource, { base, patch }: KernelFlags) {
  const own = source.paths.join(' ');
  const named = patch === undefined ? own : `${own} with ${patch}`;
  return { own: named, base: base ?? own };
}

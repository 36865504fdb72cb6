// hvspec merge: parts of a campaign, played by shards or one after another, as one report.
import { evaluatorsOf } from '../properties/campaign/evaluators.ts';
import { damagedFile } from '../properties/campaign/file.ts';
import { readCampaignFile, writeCampaignFile } from '../properties/campaign/file-store.ts';
import { merged, type Part } from '../properties/campaign/merge.ts';
import { type MissingShard, missingShards } from '../properties/campaign/missing-shards.ts';
import { outcomeOf } from '../properties/campaign/outcome.ts';
import { regressionsIn } from '../properties/campaign/regressions.ts';
import { areAtHand, disproof } from '../properties/campaign/replay.ts';
import { contract } from '../spec/contract.ts';
import { hostOf } from './campaign.ts';
import { reportCheck } from './check.ts';
import { type FormatFlags, formatsFrom } from './formats.ts';
import { complain, type Io } from './io.ts';
import { type SourceFlags, subjectGiven } from './kernel-given.ts';
import { clausesNamed, positive, UsageError } from './usage.ts';

export interface MergeFlags extends SourceFlags, FormatFlags {
  readonly resume?: string;
  readonly corpus?: string;
  readonly coverage?: boolean;
  readonly minCoverage?: string;
}

/** Runs the verb and returns its exit code. */
export function mergeVerb(
  files: readonly [string, ...string[]],
  flags: MergeFlags,
  io: Io,
): number {
  const formats = formatsFrom(flags);
  const begun = io.now();
  const [first, ...others] = files;
  const parts: [Part, ...Part[]] = [partOf(first), ...others.map(partOf)];
  const blob = merged(parts);
  const { question, known } = blob;
  const { coverage } = question;
  const subjects = question.subjects.map(({ model, name }) => ({
    model,
    name: subjectGiven(name, flags, `'${first}'`),
  }));
  const least = leastOf(flags, coverage);
  const clauses = clausesNamed(question.clauses);
  const evaluators = evaluatorsOf(subjects, clauses, { without: new Set(), coverage });
  const why = areAtHand(subjects) ? disproof(known, question, evaluators) : undefined;
  if (why !== undefined) throw damagedFile(files.join("', '"), why);
  if (flags.resume !== undefined) writeCampaignFile(flags.resume, blob, known);
  const kept =
    flags.corpus === undefined ? undefined : regressionsIn(flags.corpus, subjects, clauses);
  const wanting = missingShards(blob, evaluators.levels);
  tellLacking(wanting, parts, io);
  const elapsedMs = Math.round(io.now() - begun);
  const how = { share: { index: null, of: blob.share.of }, united: true, elapsedMs, kept };
  const ended = wanting.length > 0;
  const outcome = outcomeOf(
    { known, evaluators, asked: { ...question, subjects }, clauses, ended, ...how },
    hostOf(io),
  );
  const whole = clauses.length === contract.length;
  return reportCheck(outcome, { formats, least, whole, coverage: flags.coverage === true }, io);
}

const partOf = (file: string): Part => ({ ...readCampaignFile(file), file });

/** How often each cell of the coverage must be met. Throws UsageError where it was not counted. */
function leastOf({ coverage, minCoverage }: MergeFlags, counted: boolean): number {
  const least = minCoverage === undefined ? 0 : positive('--min-coverage', minCoverage);
  if (!counted && (least > 0 || coverage === true))
    throw new UsageError('these parts have no coverage counts: give --coverage to every shard');
  return least;
}

/** Missing shards that are printed one by one, at most. */
const MOST = 12;

/** Says which shards are missing or not done, and how each is mended. */
function tellLacking(
  wanting: readonly MissingShard[],
  parts: readonly [Part, ...Part[]],
  io: Io,
): void {
  const [
    {
      share: { of },
    },
  ] = parts;
  if (of === 1) return;
  for (const { index, begun } of wanting.slice(0, MOST)) {
    const file = parts.find(({ share }) => share.index === index)?.file;
    const remedy =
      file === undefined && !begun
        ? `is missing: give its file too, or run it with --shard ${index}/${of}`
        : `is not done: continue it with --shard ${index}/${of} --resume ${file ?? 'FILE'}`;
    complain(io, `shard ${index} of ${of} ${remedy}`);
  }
  const rest = wanting.length - MOST;
  if (rest > 0) complain(io, `and ${rest} more shards of ${of}`);
}

// hvspec kernel: judges real kernel source by the same contract, and says where each loss is in it.
import type { Lowered } from '../asm/lower/lower.ts';
import type { Result } from '../properties/campaign/results.ts';
import { diskFiles } from '../properties/disk-files.ts';
import { type KernelSource, readKernel } from '../properties/kernel-source.ts';
import { reportJson } from '../properties/report/json.ts';
import type { Shown } from '../properties/report/shown.ts';
import { kernelSubject } from '../properties/report/subject.ts';
import { askedBy, type CampaignFlags, campaign } from './campaign.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { kernelText } from './kernel-report.ts';
import { isPart, type Outcome, reported, tellCorpus, tellEnded, tellPart } from './outcome.ts';
import { clausesNamed, UsageError } from './usage.ts';

export interface KernelFlags extends CampaignFlags {
  readonly entry?: string;
  readonly define?: readonly string[];
  readonly tree?: string;
  readonly clause?: readonly string[];
  readonly json?: string;
}

/** Runs the verb and returns its exit code. */
export async function kernelVerb(
  paths: readonly string[],
  flags: KernelFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(flags.clause ?? []);
  checkWritable(flags.json);
  const source = sourceOf(paths, flags);
  const reading = readKernel(source, diskFiles);
  if (!reading.ok) {
    for (const { at, message } of reading.errors)
      io.err(`hvspec: ${at.file}:${at.line}: ${message}${at.text === '' ? '' : `: ${at.text}`}\n`);
    return 2;
  }
  const { lowered } = reading;
  const name = kernelSubject({ ...source, digest: reading.digest });
  const asked = askedBy(flags, [{ model: 'kernel', name }], clauses, false, io);
  const outcome = await campaign(asked, io);
  const shown = shownBy(outcome);
  if (flags.json === undefined) io.out(kernelText(outcome, shown, lowered, reading.read, io));
  else {
    const report = reportJson({ ...reported(outcome), expected: () => null });
    writeJson(io, flags.json, {
      ...report,
      corpus: outcome.corpus ?? null,
      source: aboutJson(lowered, reading.read),
    });
    if (flags.json !== '-') io.out(`${flags.json} written\n`);
  }
  tellCorpus(outcome, io);
  if (outcome.ended) {
    tellEnded(outcome, io);
    return 4;
  }
  if (isPart(outcome.share)) {
    tellPart(outcome, io);
    return outcome.results.every(({ verdict }) => verdict === 'not-enough') ? 0 : 1;
  }
  return outcome.results.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
}

const sourceOf = (paths: readonly string[], flags: KernelFlags): KernelSource => ({
  paths,
  defines: (flags.define ?? []).map(definition),
  ...(flags.entry === undefined ? {} : { entry: flags.entry }),
  ...(flags.tree === undefined ? {} : { tree: flags.tree }),
});

function definition(text: string): string {
  if (!/^[A-Za-z_]\w*(?:=.*)?$/su.test(text))
    throw new UsageError(`--define is '${text}', and must be NAME or NAME=VALUE`);
  return text;
}

/** The counterexample of every verdict that has one. */
const shownBy = ({ results }: Outcome): ReadonlyMap<Result, Shown> =>
  new Map(
    results.flatMap((result): [Result, Shown][] => {
      const shown = result.show('life');
      return shown === undefined ? [] : [[result, shown]];
    }),
  );

const aboutJson = (lowered: Lowered, read: readonly string[]): object => ({
  read,
  instructions: lowered.instructions,
  reached: lowered.reached,
  fromReferencePath: lowered.taken,
  answeredArbitrarily: lowered.called,
  hostHandlers: lowered.handlers,
  threads: 'primary only',
});

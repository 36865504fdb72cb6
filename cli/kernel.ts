// hvspec kernel: judges real kernel source by the same contract, and says where each loss is in it.
import type { Lowered } from '../asm/lower/lower.ts';
import type { Result } from '../properties/check.ts';
import { diskFiles } from '../properties/disk-files.ts';
import { type KernelSource, readKernel } from '../properties/kernel-source.ts';
import { stageWithout } from '../properties/play.ts';
import { showLife } from '../properties/report/explained.ts';
import { reportJson } from '../properties/report/json.ts';
import type { Shown } from '../properties/report/shown.ts';
import { kernelSubject } from '../properties/report/subject.ts';
import {
  askedBy,
  type CampaignFlags,
  campaign,
  type Outcome,
  tellCorpus,
  tellEnded,
} from './campaign.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { kernelText } from './kernel-report.ts';
import { clausesNamed, UsageError } from './usage.ts';

export interface KernelFlags extends CampaignFlags {
  readonly entry?: string;
  readonly define?: readonly string[];
  readonly tree?: string;
  readonly clause?: readonly string[];
  readonly json?: string;
}

const stage = stageWithout(new Set());

/** Runs the verb and returns its exit code. */
export async function kernelVerb(
  paths: readonly string[],
  flags: KernelFlags,
  io: Io,
): Promise<number> {
  const clauses = clausesNamed(flags.clause ?? []);
  checkWritable(flags.json);
  const asked = askedBy(flags);
  const source = sourceOf(paths, flags);
  const reading = readKernel(source, diskFiles);
  if (!reading.ok) {
    for (const { at, message } of reading.errors)
      io.err(`hvspec: ${at.file}:${at.line}: ${message}${at.text === '' ? '' : `: ${at.text}`}\n`);
    return 2;
  }
  const { lowered } = reading;
  const subject = { model: 'kernel', program: lowered.program };
  const outcome = await campaign([subject], clauses, asked, io);
  const shown = shownBy(outcome, lowered, kernelSubject({ ...source, digest: reading.digest }));
  if (flags.json === undefined) io.out(kernelText(outcome, shown, lowered, reading.read, io));
  else {
    const { checked, elapsedMs } = outcome;
    const counterexample = (result: Result) => shown.get(result);
    const report = reportJson(checked, {
      seed: asked.seed,
      elapsedMs,
      expected: () => null,
      counterexample,
    });
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
  return outcome.checked.results.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
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
function shownBy(
  { checked }: Outcome,
  { program }: Lowered,
  model: string,
): ReadonlyMap<Result, Shown> {
  return new Map(
    checked.results.flatMap((result): [Result, Shown][] => {
      const { clause, history } = result;
      const shown = history && showLife({ model, program }, clause, history, stage);
      return shown === undefined ? [] : [[result, shown]];
    }),
  );
}

const aboutJson = (lowered: Lowered, read: readonly string[]): object => ({
  read,
  instructions: lowered.instructions,
  reached: lowered.reached,
  fromReferencePath: lowered.taken,
  answeredArbitrarily: lowered.called,
  hostHandlers: lowered.handlers,
  threads: 'primary only',
});

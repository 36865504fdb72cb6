// hvspec kernel: judges real kernel source by the same contract, and says where each loss is in it.
import type { Lowered } from '../asm/lower/lower.ts';
import type { Result } from '../properties/check.ts';
import { defects } from '../properties/defects.ts';
import { diskFiles } from '../properties/disk-files.ts';
import { type KernelSource, readKernel } from '../properties/kernel-source.ts';
import { stageWithout } from '../properties/play.ts';
import { card } from '../properties/report/card.ts';
import { reportJson } from '../properties/report/json.ts';
import { type Shown, show } from '../properties/report/shown.ts';
import { kernelSubject } from '../properties/report/subject.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import {
  askedBy,
  type CampaignFlags,
  campaign,
  type Outcome,
  pace,
  tellEnded,
} from './campaign.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { clausesNamed, UsageError } from './usage.ts';
import { verdictTable } from './verdict-table.ts';

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
  if (flags.json === undefined) io.out(textOf(outcome, shown, lowered, reading.read, io));
  else {
    const { checked, elapsedMs } = outcome;
    const counterexample = (result: Result) => shown.get(result);
    const report = reportJson(checked, {
      seed: asked.seed,
      elapsedMs,
      expected: () => null,
      counterexample,
    });
    writeJson(io, flags.json, { ...report, source: aboutJson(lowered, reading.read) });
    if (flags.json !== '-') io.out(`${flags.json} written\n`);
  }
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
      const shown = history && show({ model, program }, clause, history, stage);
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

function textOf(
  outcome: Outcome,
  shown: ReadonlyMap<Result, Shown>,
  lowered: Lowered,
  read: readonly string[],
  io: Io,
): string {
  const { results } = outcome.checked;
  const bad = results.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'not-enough');
  const undecided = results.filter(({ verdict }) => verdict === 'not-enough').length;
  return [
    ...about(lowered, read),
    pace(outcome),
    '',
    verdictTable(results, () => null, io.colors),
    ...[...shown.values()].flatMap((one) => [card(one)]),
    ...bad.flatMap((result) => findingLines(result, shown.get(result))),
    ...(undecided > 0 ? [`${undecided} of ${results.length} verdicts are not decided`] : []),
    bad.length === 0
      ? `no clause is violated`
      : `${bad.length} of ${results.length} clauses do not hold`,
    '',
  ].join('\n');
}

/** What was judged, and what of it is not the source's own. */
function about(lowered: Lowered, read: readonly string[]): readonly string[] {
  const { instructions, reached, taken, called, handlers } = lowered;
  const listed = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : wrapped(`${what}: ${names.join(', ')}`, '  ');
  return [
    ...wrapped(read.join(', '), ''),
    `  ${instructions} instructions, of which ${reached} can be reached`,
    ...listed('from the reference path', inWords(taken)),
    ...listed('C functions that answer arbitrarily', called),
    ...listed("host's handlers, taken to restore everything", handlers),
    '  the primary thread only',
    '',
  ];
}

/** Routines of the reference path, the vectors as one, and no parts of others. */
function inWords(taken: readonly string[]): readonly string[] {
  const vectors = taken.filter((name) => /^vector-\w+$/u.test(name));
  const routines = taken.filter((name) => !name.startsWith('vector-') && !name.includes('.'));
  const numbers = vectors.map((name) => `0x${name.slice('vector-'.length)}`).join(' ');
  return vectors.length === 0 ? routines : [...routines, `the vectors ${numbers}`];
}

function findingLines(result: Result, shown: Shown | undefined): readonly string[] {
  const { clause, verdict } = result;
  if (shown === undefined) return [`${verdict}  ${clause.name}`];
  const recorded = Object.entries(defects).find(([, { breaks }]) => breaks.includes(clause.name));
  const { place, lastWriter, ended } = shown;
  const wrote =
    lastWriter === undefined ? 'is not written' : `is last changed at ${lastWriter.site}`;
  const end = ended === undefined || ended === lastWriter ? '' : `, and wrong at ${ended.site}`;
  return [
    `${verdict}  ${clause.name}${recorded === undefined ? '' : ` (as ${recorded[0]})`}`,
    ...wrapped(`${place} ${wrote}${end}`, ' '.repeat(10)),
  ];
}

// hvspec faults --kill: tries every fault of a path on every clause, and says what becomes of each.
import { randomInt } from 'node:crypto';
import type { Fault } from '../model/faults/generated.ts';
import { catalogueOf } from '../properties/mutation/catalogue.ts';
import { elementsJson } from '../properties/mutation/elements.ts';
import { soleKills } from '../properties/mutation/kill.ts';
import { type FaultOfLevel, faultsOfLevels } from '../properties/mutation/level-faults.ts';
import { tryAll } from '../properties/mutation/trials.ts';
import { readKernel } from '../properties/subjects/kernel-source.ts';
import { kernelSubject } from '../properties/subjects/kernel-subject.ts';
import { treeFiles } from '../properties/subjects/source-files.ts';
import { hasThreads } from '../properties/work/thread-pool.ts';
import { checkWritable, complain, deliver, type Io, writeJson } from './io.ts';
import { definitions } from './kernel.ts';
import { matrixJson, matrixText } from './kill-matrix.ts';
import { isClean, type Matrix } from './kill-verdict.ts';
import { phase, phaseOnThreads } from './phase.ts';
import { progressBar } from './progress.ts';
import {
  modelNamed,
  positive,
  refuse,
  seedFrom,
  threadsFrom,
  UsageError,
  unknown,
} from './usage.ts';

export interface KillFlags {
  /** Of the list; refused here. */
  readonly all?: boolean;
  readonly model?: string;
  readonly kernel?: readonly string[];
  readonly define?: readonly string[];
  readonly threads?: string;
  readonly seed?: string;
  readonly runs?: string;
  readonly json?: string;
  readonly elements?: string;
}

/** Fresh histories for each fault that no clause catches: with some hundreds of such faults, tens of thousands a run. */
const FRESH = 64;

/** Fewer faults than these are tried in one thread. */
const WORTH_A_THREAD = 200;

/** Runs the verb and returns its exit code. */
export async function killVerb(
  sites: readonly string[],
  flags: KillFlags,
  io: Io,
): Promise<number> {
  if (flags.kernel === undefined) refuse(flags, ['define'], 'it goes with --kernel');
  refuse(flags, ['all'], '--kill tries every fault');
  checkWritable(flags.json);
  const most = threadsFrom('--threads', flags.threads);
  checkWritable(flags.elements, '--elements');
  const begun = phase(io, 'faults', () => {
    const subject = subjectOf(flags);
    return { subject, catalogue: catalogueOf(subject) };
  });
  if (begun === undefined) {
    complain(io, 'interrupted before any fault was tried');
    return 4;
  }
  const { subject, catalogue } = begun;
  const inRules = flags.kernel === undefined && subject === 'repaired' ? faultsOfLevels() : [];
  checkNames(sites, catalogue.faults, inRules);
  const work: KillWork = {
    subject,
    catalogue,
    chosen: catalogue.faults.filter(({ name }) => isAt(sites, name)),
    rules: inRules.filter(({ name }) => isAt(sites, name)),
    anew: {
      seed: flags.seed === undefined ? randomInt(2 ** 32) | 0 : seedFrom('--seed', flags.seed),
      count: flags.runs === undefined ? FRESH : positive('--runs', flags.runs),
    },
  };
  const matrix = await matrixOf(work, flags, { most, isWhole: sites.length === 0 }, io);
  const total = work.chosen.length + work.rules.length;
  return tell(matrix, total, elementsJson(catalogue.program, matrix.tried), flags, io);
}

/** What is tried. */
type KillWork = Pick<
  Parameters<typeof tryAll>[0],
  'subject' | 'catalogue' | 'chosen' | 'rules' | 'anew'
>;

/** Tries it, on several threads where that pays; what each clause alone kills is asked of the whole matrix only. */
async function matrixOf(
  work: KillWork,
  flags: KillFlags,
  { most, isWhole }: { readonly most: number; readonly isWhole: boolean },
  io: Io,
): Promise<Matrix> {
  const { subject, catalogue, chosen, anew } = work;
  const total = chosen.length + work.rules.length;
  const bar = progressBar(io.progress, total, 'kill', 'faults');
  const threads = threadsFor(total, most);
  const done = await phaseOnThreads(
    io,
    () => false,
    (ending) =>
      tryAll({ ...work, threads, ...ending, progress: (count) => bar.update(count, count) }),
  );
  bar.end();
  const { tried, rules } = done ?? { tried: [], rules: [] };
  const alone = (): ReadonlyMap<string, string> =>
    soleKills(catalogue.program, tried, catalogue.known);
  const sole = isWhole && !io.interrupted() ? phase(io, 'sole kills', alone) : undefined;
  return {
    model: flags.kernel === undefined ? subject : 'kernel',
    seed: anew.seed,
    faults: chosen.length,
    tried,
    sole: sole ?? new Map(),
    rules,
    whole: sole !== undefined,
  };
}

/** Prints the matrix, and writes it for others where that is asked; returns the exit code. */
function tell(matrix: Matrix, total: number, elements: object, flags: KillFlags, io: Io): number {
  const { tried, rules } = matrix;
  const isDelivered = deliver(io, flags.json, {
    json: () => matrixJson(matrix),
    text: () => matrixText(matrix),
  });
  const failed =
    flags.elements === undefined ? undefined : writeJson('--elements', flags.elements, elements);
  if (failed !== undefined) complain(io, `${failed}; the matrix is above`);
  if (io.interrupted())
    complain(
      io,
      `interrupted after ${tried.length + rules.length} of ${total} faults; the results so far are above`,
    );
  if (io.interrupted() || failed !== undefined || !isDelivered) return 4;
  return isClean(matrix) ? 0 : 1;
}

/** The name of the path whose faults are tried. */
function subjectOf({ model, kernel, define = [] }: KillFlags): string {
  if (kernel === undefined) return modelNamed(model ?? 'repaired');
  if (model !== undefined) throw new UsageError('give either --model or --kernel');
  const source = { paths: kernel, defines: definitions(define) };
  const reading = readKernel(source, treeFiles);
  if (reading.ok) return kernelSubject({ ...source, digest: reading.digest });
  throw new UsageError(`${kernel.join(' ')} cannot be read: hvspec kernel says why`);
}

/** One thread a core, where there is enough to do; only the built command has code for others to run. */
const threadsFor = (faults: number, most: number): number =>
  hasThreads() ? Math.max(1, Math.min(most, Math.floor(faults / WORTH_A_THREAD))) : 1;

/** Whether a fault's name begins with one of these; any does where nothing is named. */
const isAt = (sites: readonly string[], name: string): boolean =>
  sites.length === 0 || sites.some((site) => name.startsWith(site));

function checkNames(
  sites: readonly string[],
  faults: readonly Fault[],
  rules: readonly FaultOfLevel[],
): void {
  for (const site of sites)
    if (![...faults, ...rules].some(({ name }) => name.startsWith(site)))
      unknown('fault', site, [...new Set(faults.map((fault) => fault.site))]);
}

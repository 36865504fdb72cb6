// What hvspec prove is asked: which clauses, of which programs, without which assumption.
import { isJudgedAt, levelOf } from '../properties/levels/levels.ts';
import { pairLevel } from '../properties/levels/noninterference/level.ts';
import { switchLevel } from '../properties/levels/switch/level.ts';
import { stageWithout } from '../properties/levels/switch/play.ts';
import type { ProofSubject } from '../properties/proof/report.ts';
import { editionsFound } from '../properties/subjects/editions.ts';
import { type KernelReading, readKernel } from '../properties/subjects/kernel-source.ts';
import { kernelSubject } from '../properties/subjects/kernel-subject.ts';
import { treeFiles } from '../properties/subjects/source-files.ts';
import { modelNames, models } from '../properties/subjects/variants.ts';
import { assumptions } from '../spec/assumptions.ts';
import type { Clause } from '../spec/clause.ts';
import { clausesIn } from '../spec/editions/editions.ts';
import { checkWritable, complain, type Io } from './io.ts';
import { sourceOf, tellErrors } from './kernel.ts';
import { phase } from './phase.ts';
import { clausesNamed, modelNamed, positive, refuse, UsageError, unknown } from './usage.ts';

export interface ProveFlags {
  readonly model?: string;
  readonly kernel?: readonly string[];
  readonly define?: readonly string[];
  readonly tree?: string;
  readonly entry?: string;
  readonly exit?: string;
  readonly without?: string;
  readonly time?: string;
  readonly certificate?: string;
  readonly json?: string;
}

/** Source that was read without errors. */
type SourceRead = Extract<KernelReading, { readonly ok: true }>;

/** What is asked for, once it is known to be well-formed. */
export interface ProveRequest {
  readonly clauses: readonly Clause[];
  /** Whether it is every clause that can be proved. */
  readonly whole: boolean;
  readonly subjects: readonly ProofSubject[];
  /** Undefined where it is of the reference paths. */
  readonly source: SourceRead | undefined;
  readonly without: readonly string[];
  readonly seconds: number | undefined;
}

/** Reads arguments and source; the exit code, where there is nothing to prove. Throws UsageError. */
export function proveRequest(
  names: readonly string[],
  flags: ProveFlags,
  io: Io,
): ProveRequest | number {
  const clauses = provable(names);
  checkFiles(flags);
  const without = withoutFrom(flags.without);
  const seconds = flags.time === undefined ? undefined : positive('--time', flags.time);
  const common = { clauses, whole: names.length === 0, without, seconds };
  const { kernel } = flags;
  if (kernel !== undefined) return kernelRequest(kernel, flags, common, io);
  refuse(flags, ['define', 'tree', 'entry', 'exit'], 'it goes with --kernel');
  const chosen = flags.model === undefined ? modelNames : [modelNamed(flags.model)];
  const stage = stageWithout(new Set(without));
  const subjects = chosen.map((model) => ({ model, name: model, program: models[model], stage }));
  return { ...common, subjects, source: undefined };
}

function kernelRequest(
  paths: readonly string[],
  flags: ProveFlags,
  common: Omit<ProveRequest, 'subjects' | 'source'>,
  io: Io,
): ProveRequest | number {
  if (flags.model !== undefined) throw new UsageError('give either --model or --kernel');
  const asked = sourceOf(paths, flags);
  const source = phase(io, 'read', () => readKernel(asked, treeFiles));
  if (source === undefined) {
    complain(io, 'interrupted before the source was read');
    return 4;
  }
  if (!source.ok) {
    tellErrors(source.errors, io);
    return 2;
  }
  const name = kernelSubject({ ...asked, digest: source.digest });
  const { program } = source.lowered;
  const editions = editionsFound(source.lowered).map(({ edition }) => edition);
  const clauses = clausesIn(editions, common.clauses);
  const stage = stageWithout(new Set(common.without));
  return { ...common, clauses, subjects: [{ model: 'kernel', name, program, stage }], source };
}

const isProvable = (clause: Clause): boolean =>
  [switchLevel, pairLevel].some((level) => isJudgedAt(level, clause));

/** The clauses with these names, or all that can be proved. Throws UsageError for one that is judged elsewhere. */
function provable(names: readonly string[]): readonly Clause[] {
  const clauses = clausesNamed(names);
  const elsewhere = clauses.find((clause) => !isProvable(clause));
  if (names.length === 0) return clauses.filter(isProvable);
  if (elsewhere === undefined) return clauses;
  const { name } = elsewhere;
  throw new UsageError(
    `${name} is judged at the level '${levelOf(elsewhere).name}', and only clauses of the levels 'switch' and 'pair' are proved; use hvspec check ${name}`,
  );
}

/** Refuses files that cannot be written, before any work is done for them. */
function checkFiles({ json, certificate }: ProveFlags): void {
  checkWritable(json);
  if (certificate === undefined) return;
  if (certificate === '-' || certificate === json)
    throw new UsageError('--certificate needs a file of its own');
  checkWritable(certificate, '--certificate');
}

function withoutFrom(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  const names = assumptions.map((one) => one.name);
  return names.includes(name) ? [name] : unknown('assumption', name, names);
}

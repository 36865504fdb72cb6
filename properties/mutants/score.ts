// What a run of the mutation tool says, held against the list of survivors: the score of each file, mutants that survived and are
// not listed, and entries of the list that are out of date.
import type { AcceptedMutant } from './listed.ts';

/** As much of the tool's report as is read here (the schema of mutation-testing-elements). */
export interface MutationReport {
  readonly files: Readonly<Record<string, MutatedFile>>;
}

interface MutatedFile {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** How many mutants of a file came to what. */
export interface FileScore {
  readonly file: string;
  readonly killed: number;
  readonly listed: number;
  readonly unlisted: number;
}

/** A survivor, as an entry of the list that still wants its reason. */
type Survivor = Omit<AcceptedMutant, 'because'> & { readonly times: number };

export interface Comparison {
  readonly scores: readonly FileScore[];
  readonly unlisted: readonly Survivor[];
  readonly outOfDate: readonly AcceptedMutant[];
}

const KILLED: readonly string[] = ['Killed', 'Timeout'];
const SURVIVED: readonly string[] = ['Survived', 'NoCoverage'];

/** Holds a report against the list. Entries of files that were not mutated in this run are left alone. Throws on a status that it does not know. */
export function compared({ files }: MutationReport, list: readonly AcceptedMutant[]): Comparison {
  const names = Object.keys(files).toSorted();
  const survivors = names.flatMap((file) => survivorsIn(file, files[file]));
  const allowed = new Map(list.map((entry) => [keyOf(entry), entry.times ?? 1]));
  const seen = new Map(survivors.map((survivor) => [keyOf(survivor), survivor.times]));
  const unlisted = survivors.flatMap((survivor) => {
    const times = survivor.times - (allowed.get(keyOf(survivor)) ?? 0);
    return times > 0 ? [{ ...survivor, times }] : [];
  });
  const outOfDate = list.filter(
    (entry) => names.includes(entry.file) && (seen.get(keyOf(entry)) ?? 0) < (entry.times ?? 1),
  );
  const scores = names.map((file) => scoreOf(file, files[file]?.mutants ?? [], unlisted));
  return { scores, unlisted, outOfDate };
}

/** The part of the mutants that were killed, in percent. */
export const percentOf = ({ killed, listed, unlisted }: Omit<FileScore, 'file'>): string => {
  const tried = killed + listed + unlisted;
  return tried === 0 ? 'none' : ((100 * killed) / tried).toFixed(1);
};

function scoreOf(file: string, mutants: readonly Mutant[], all: readonly Survivor[]): FileScore {
  const counted = (statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived] = [counted(KILLED), counted(SURVIVED)];
  const unlisted = all
    .filter((survivor) => survivor.file === file)
    .reduce((sum, { times }) => sum + times, 0);
  if (killed + survived !== mutants.length)
    throw new Error(`${file} has mutants of which it is not said what became of them`);
  return { file, killed, listed: survived - unlisted, unlisted };
}

/** The survivors of a file; those alike in their words are one, so many times. */
function survivorsIn(file: string, mutated: MutatedFile | undefined): readonly Survivor[] {
  const lines = mutated?.source.split('\n') ?? [];
  const found = new Map<string, Survivor>();
  for (const mutant of mutated?.mutants ?? []) {
    if (!SURVIVED.includes(mutant.status)) continue;
    const survivor = { file, mutator: mutant.mutatorName, ...wordsOf(mutant, lines) };
    const times = (found.get(keyOf(survivor))?.times ?? 0) + 1;
    found.set(keyOf(survivor), { ...survivor, times });
  }
  return [...found.values()];
}

/** A mutant's line as it was and as it is. */
function wordsOf(
  { location: { start, end }, replacement = '' }: Mutant,
  lines: readonly string[],
): { readonly line: string; readonly becomes: string } {
  const [first, last] = [lines[start.line - 1] ?? '', lines[end.line - 1] ?? ''];
  const becomes = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
  return { line: first.trim(), becomes: becomes.trim().replaceAll(/\s+/gu, ' ') };
}

const keyOf = ({
  file,
  mutator,
  line,
  becomes,
}: Omit<AcceptedMutant, 'because' | 'times'>): string =>
  JSON.stringify([file, mutator, line, becomes]);

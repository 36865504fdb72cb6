// hvspec merge: parts of a campaign, played by shards or one after another, as one report.
import { performance } from 'node:perf_hooks';
import { benchRoom } from '../properties/campaign/bench-room.ts';
import type { Blob } from '../properties/campaign/blob.ts';
import { merged, type Part } from '../properties/campaign/merge.ts';
import { unitsOf } from '../properties/campaign/plan.ts';
import { contract } from '../spec/contract.ts';
import { reportCheck } from './check.ts';
import { keptIn } from './corpus.ts';
import { checkWritable, type Io } from './io.ts';
import { outcomeOf } from './outcome.ts';
import { readBlob, writeBlob } from './resume.ts';
import { clausesNamed } from './usage.ts';

export interface MergeFlags {
  readonly json?: string;
  readonly resume?: string;
  readonly corpus?: string;
  readonly coverage?: boolean;
}

/** Runs the verb and returns its exit code. */
export function mergeVerb(
  files: readonly [string, ...string[]],
  flags: MergeFlags,
  io: Io,
): number {
  checkWritable(flags.json);
  const begun = performance.now();
  const [first, ...others] = files;
  const blob = merged([partOf(first), ...others.map(partOf)]);
  if (flags.resume !== undefined) writeBlob(flags.resume, blob.question, blob.known);
  const { question, known } = blob;
  const clauses = clausesNamed(question.clauses);
  const { subjects, coverage } = question;
  const room = benchRoom(subjects, clauses, { without: new Set(), coverage });
  const kept = flags.corpus === undefined ? undefined : keptIn(flags.corpus, subjects, clauses);
  const elapsedMs = Math.round(performance.now() - begun);
  const ended = !isWhole(blob, room.levels);
  const outcome = outcomeOf({ known, room, asked: question, clauses, ended, elapsedMs, kept });
  return reportCheck(outcome, flags, 0, clauses.length === contract.length, io);
}

const partOf = (file: string): Part => ({ ...readBlob(file), file });

/** Whether every block of the campaign has been played. */
function isWhole({ question, known }: Blob, levels: Parameters<typeof unitsOf>[0]): boolean {
  const done = new Map(Object.entries(known.done).map(([level, list]) => [level, new Set(list)]));
  return [...unitsOf(levels, question.series)].every(
    ({ level, block }) => done.get(level)?.has(block) === true,
  );
}

// What is known when a campaign has ended, one way or another, and the lines that every report of one has.
import type { BenchRoom } from '../properties/campaign/bench-room.ts';
import type { Question, Share } from '../properties/campaign/blob.ts';
import type { Known } from '../properties/campaign/campaign.ts';
import { withEarlier } from '../properties/campaign/first.ts';
import { type Result, resultsOf } from '../properties/campaign/results.ts';
import type { Clause } from '../spec/clause.ts';
import type { CorpusChange, Kept } from './corpus.ts';
import type { Io } from './io.ts';

export interface Outcome {
  readonly results: readonly Result[];
  readonly known: Known;
  readonly asked: Question;
  readonly share: Share;
  /** Histories that each clause was judged on. */
  readonly runs: number;
  readonly elapsedMs: number;
  /** What the corpus held and how it changed; undefined where none was named. */
  readonly corpus: CorpusChange | undefined;
  /** What is gone on with. */
  readonly file?: string | undefined;
  /** Whether others have played it, and it was united here. */
  readonly united?: boolean;
  /** The budget ended before what was asked for was done. */
  readonly ended: boolean;
}

/** What a campaign came to. */
interface Ended {
  readonly known: Known;
  readonly room: BenchRoom;
  readonly asked: Question;
  readonly share: Share;
  readonly clauses: readonly Clause[];
  readonly file?: string | undefined;
  readonly united?: boolean;
  readonly ended: boolean;
  readonly elapsedMs: number;
  readonly kept: Kept | undefined;
}

/** Draws the verdicts from what is known, and brings the corpus up to date. */
export function outcomeOf({ known, room, asked, clauses, kept, ...how }: Ended): Outcome {
  const all = resultsOf(
    withEarlier(known, room, kept?.earlier ?? []),
    room,
    asked.subjects,
    clauses,
  );
  return {
    ...how,
    results: how.ended || isPart(how.share) ? all.map(undecided) : all,
    known,
    asked,
    runs: historiesOf(all),
    corpus: kept?.update(room, all, how.ended),
  };
}

/** Histories that each clause was judged on; one that is also judged at another level has more. */
function historiesOf(results: readonly Result[]): number {
  const sampled = results.filter(({ extent }) => extent === 'sampled');
  const plain = sampled.filter(({ clause }) => clause.also === undefined);
  return Math.max(0, ...(plain.length > 0 ? plain : sampled).map(({ runs }) => runs));
}

/** Whether a share is one shard of several. It may find a clause violated; whether it holds is seen in all of them. */
export const isPart = ({ index, of }: Share): boolean => index !== null && of > 1;

/** When the budget ended, what was not found violated is not decided. */
const undecided = (result: Result): Result =>
  result.verdict === 'holds' || result.verdict === 'vacuous'
    ? { ...result, verdict: 'not-enough' }
    : result;

/** What a report for scripts says of a campaign. */
export const reported = ({ results, known, asked, share, runs, elapsedMs, ended }: Outcome) => ({
  results,
  seed: asked.series.seed,
  runs,
  elapsedMs,
  switches: known.switches,
  complete: !ended && !isPart(share),
});

/** Says that a shard has done its part. */
export const tellPart = ({ share: { index, of }, results }: Outcome, io: Io): void =>
  io.err(
    `hvspec: shard ${index} of ${of} is done, ${results.filter(({ verdict }) => verdict !== 'not-enough').length} of ${results.length} verdicts are decided; hvspec merge draws the others\n`,
  );

/** Says that a budget ended, and how to go on. */
export function tellEnded({ runs, asked, file }: Outcome, io: Io): void {
  const mend = file === undefined ? 'what is known is above' : `go on with --resume ${file}`;
  io.err(`hvspec: the budget ended after ${runs} of ${asked.series.runs} runs; ${mend}\n`);
}

/** Says what the corpus held and how it changed. */
export function tellCorpus({ corpus }: Outcome, io: Io): void {
  if (corpus === undefined) return;
  const { folder, replayed, pruned, added } = corpus;
  io.err(`hvspec: corpus ${folder}: ${replayed} replayed, ${pruned} pruned, ${added} added\n`);
}

/** The first line of a report: what was run, and how fast where it was run here. */
export function pace({ runs, known: { switches }, asked, elapsedMs, united }: Outcome): string {
  const rate = Math.round((switches * 1000) / Math.max(1, elapsedMs));
  const seconds = (elapsedMs / 1000).toFixed(1);
  const how = united === true ? '' : ` in ${seconds} s (${rate}/s)`;
  return `seed 0x${(asked.series.seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches${how}`;
}

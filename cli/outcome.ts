// What is known when a campaign has ended, one way or another, and the lines that every report of one has.

import type { Known } from '../properties/campaign/campaign.ts';
import { withEarlier } from '../properties/campaign/earlier.ts';
import type { BenchRoom } from '../properties/campaign/evaluators.ts';
import type { Question, Share } from '../properties/campaign/file.ts';
import { ENDLESS } from '../properties/campaign/plan.ts';
import { type Result, resultsOf } from '../properties/campaign/results.ts';
import type { Clause } from '../spec/clause.ts';
import type { CorpusChange, Kept } from './corpus.ts';
import { complain, type Io, reason } from './io.ts';
import { phase } from './phase.ts';

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
  /** What could not be kept in the corpus, or in the file, and why. */
  readonly lost: readonly string[];
  /** The user or the clock did not let every counterexample be made minimal. */
  readonly cut: boolean;
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
  /** Why the file cannot be written, where it cannot. */
  readonly unkept?: string | undefined;
  /** Whether the time is over. */
  readonly late?: () => boolean;
}

/** Draws the verdicts from what is known, and brings the corpus up to date. */
export function outcomeOf(campaign: Ended, io: Io): Outcome {
  const { known, room, asked, clauses, kept, unkept, late = () => false, ...how } = campaign;
  const { subjects } = asked;
  const sum = withEarlier(known, room, kept?.earlier ?? []);
  const drawn = phase(io, 'minimise', () => resultsOf(sum, room, subjects, clauses), late);
  const all = drawn ?? [];
  const shrinks = all.some(({ finding }) => finding !== undefined);
  const isOver = how.ended || isStarved(all, asked, how.share);
  const ended = isOver || drawn === undefined || io.interrupted();
  const { change, failed } = keptAtLast(() => kept?.update(room, all, ended));
  return {
    ...how,
    ended,
    results: isOver || isPart(how.share) ? all.map(undecided) : all,
    known,
    asked,
    runs: historiesOf(all),
    corpus: change,
    lost: [unkept, failed].filter((one) => one !== undefined),
    cut: shrinks && (io.interrupted() || late()),
  };
}

/**
 * Whether the time was over before a clause was judged at all: that is no verdict. Of a shard, before anything was: other
 * shards may be those that play a clause's level.
 */
function isStarved(all: readonly Result[], { series }: Question, share: Share): boolean {
  if (series.runs !== ENDLESS) return false;
  const isUnplayed = ({ runs }: Result): boolean => runs === 0;
  return isPart(share) ? all.every(isUnplayed) : all.some(isUnplayed);
}

/** How the corpus has changed, or why it cannot be: the report is still to be printed. */
function keptAtLast(update: () => CorpusChange | undefined): {
  readonly change: CorpusChange | undefined;
  readonly failed?: string;
} {
  try {
    return { change: update() };
  } catch (error) {
    return { change: undefined, failed: `the corpus cannot be written: ${reason(error)}` };
  }
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
  complain(
    io,
    `shard ${index} of ${of} is done, ${results.filter(({ verdict }) => verdict !== 'not-enough').length} of ${results.length} verdicts are decided; hvspec merge draws the others`,
  );

/** Says that a budget ended, and how to go on. */
function tellEnded({ runs, asked, file, lost }: Outcome, io: Io): void {
  const isKept = file !== undefined && lost.length === 0;
  const mend = isKept ? `go on with --resume ${file}` : 'what is known is above';
  const of = asked.series.runs === ENDLESS ? '' : ` of ${asked.series.runs}`;
  complain(io, `the budget ended after ${runs}${of} runs; ${mend}`);
}

/** Says what a report does not say: what was not kept, what is not minimal, and whether it is all. The exit code of that, if it has one. */
export function tellRest(outcome: Outcome, io: Io): number | undefined {
  const { lost, cut, ended } = outcome;
  tellCorpus(outcome, io);
  for (const one of lost) complain(io, one);
  if (cut) complain(io, 'the budget ended before every counterexample was minimal');
  if (ended) tellEnded(outcome, io);
  return ended || lost.length > 0 ? 4 : undefined;
}

/** Says what the corpus held and how it changed. */
function tellCorpus({ corpus }: Outcome, io: Io): void {
  if (corpus === undefined) return;
  const { folder, replayed, pruned, added } = corpus;
  complain(io, `corpus ${folder}: ${replayed} replayed, ${pruned} pruned, ${added} added`);
}

/** The first line of a report: what was run, and how fast where it was run here. */
export function pace({ runs, known: { switches }, asked, elapsedMs, united }: Outcome): string {
  const rate = Math.round((switches * 1000) / Math.max(1, elapsedMs));
  const seconds = (elapsedMs / 1000).toFixed(1);
  const how = united === true ? '' : ` in ${seconds} s (${rate}/s)`;
  return `seed 0x${(asked.series.seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches${how}`;
}

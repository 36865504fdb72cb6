// What is known when a campaign has ended, one way or another: the verdicts, and why they are not all, where they are not.
import type { Clause } from '../../spec/clause.ts';
import { reason } from '../input/unreadable.ts';
import type { Supervisor } from '../work/supervisor.ts';
import type { CampaignProgress } from './campaign.ts';
import type { Evaluators } from './evaluators.ts';
import type { CampaignSpec, Share } from './file.ts';
import { ENDLESS } from './plan.ts';
import { type CorpusChange, type Regressions, withRegressions } from './regressions.ts';
import { type Result, resultsOf } from './results.ts';

/** What is known when a campaign has ended. */
export interface Outcome {
  readonly results: readonly Result[];
  readonly known: CampaignProgress;
  readonly asked: CampaignSpec;
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
  /** Whether a proof was tried, so that histories were not all that was asked. */
  readonly first?: boolean;
  /** Whether others have played it, and it was united here. */
  readonly united?: boolean;
  /** The budget ended before what was asked for was done. */
  readonly ended: boolean;
}

/** How a campaign ended. */
export interface CampaignEnd {
  readonly known: CampaignProgress;
  readonly evaluators: Evaluators;
  readonly asked: CampaignSpec;
  readonly share: Share;
  readonly clauses: readonly Clause[];
  readonly file?: string | undefined;
  readonly united?: boolean;
  readonly ended: boolean;
  readonly elapsedMs: number;
  readonly kept: Regressions | undefined;
  /** Why the file cannot be written, where it cannot. */
  readonly unkept?: string | undefined;
  /** Whether the time is over. */
  readonly late?: () => boolean;
}

/** Draws the verdicts from what is known, and brings the corpus up to date. */
export function outcomeOf(campaign: CampaignEnd, host: Supervisor): Outcome {
  const { known, evaluators, asked, clauses, kept, unkept, late = () => false, ...how } = campaign;
  const { subjects } = asked;
  const sum = withRegressions(known, evaluators, kept?.earlier ?? []);
  const drawn = host.phase('minimise', () => resultsOf(sum, evaluators, subjects, clauses), late);
  const all = drawn ?? [];
  const shrinks = all.some(({ finding }) => finding !== undefined);
  const isOver = how.ended || isStarved(all, asked, how.share);
  const ended = isOver || drawn === undefined || host.interrupted();
  const { change, failed } = keptAtLast(() => kept?.update(evaluators, all, ended));
  return {
    ...how,
    ended,
    results: isOver || isPart(how.share) ? all.map(undecided) : all,
    known,
    asked,
    runs: historiesOf(all),
    corpus: change,
    lost: [unkept, failed].filter((one) => one !== undefined),
    cut: shrinks && (host.interrupted() || late()),
  };
}

/**
 * Whether the time was over before a clause was judged at all: that is no verdict. Of a shard, before anything was: other
 * shards may be those that play a clause's level.
 */
function isStarved(all: readonly Result[], { series }: CampaignSpec, share: Share): boolean {
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
  const plain = sampled.filter(({ clause }) => clause.over.length === 1);
  return Math.max(0, ...(plain.length > 0 ? plain : sampled).map(({ runs }) => runs));
}

/** Whether a share is one shard of several. It may find a clause violated; whether it holds is seen in all of them. */
export const isPart = ({ index, of }: Share): boolean => index !== null && of > 1;

/** When the budget ended, what was not found violated is not decided. */
const undecided = (result: Result): Result =>
  result.verdict === 'holds' || result.verdict === 'vacuous'
    ? { ...result, verdict: 'not-enough' }
    : result;

// A campaign conducted from what is asked for to its outcome: played on threads, kept in a file now and then, ended by the user or the
// clock. Whoever asks for it is its host.
import type { Clause } from '../../spec/clause.ts';
import { reason } from '../input/unreadable.ts';
import type { Ending, Supervisor } from '../work/supervisor.ts';
import { type CampaignProgress, carryOn, nothingKnown } from './campaign.ts';
import { type Evaluators, evaluatorsOf, type Subject } from './evaluators.ts';
import { type CampaignSpec, damagedFile, type Share } from './file.ts';
import { keeping, writeCampaignFile } from './file-store.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { ENDLESS, plannedRuns, type Shard } from './plan.ts';
import { regressionsIn } from './regressions.ts';
import { disproof } from './replay.ts';
import type { Tally } from './tally.ts';
import { playersOn } from './workers.ts';

/** What is asked for, once it is known to be well-formed. */
export interface CampaignRequest {
  readonly question: CampaignSpec;
  readonly subjects: readonly Subject[];
  readonly clauses: readonly Clause[];
  readonly shard: Shard;
  /** Which part the file holds, or would. */
  readonly share: Share;
  readonly begin: CampaignProgress | undefined;
  readonly seconds: number | undefined;
  readonly workers: number;
  /** The folder in which counterexamples are kept. */
  readonly corpus: string | undefined;
  /** The file in which what is known is kept. */
  readonly file: string | undefined;
}

/** The command that conducts a campaign, as far as that needs it. */
export interface CampaignHost extends Supervisor {
  /** Milliseconds since the command was started. */
  now(): number;
  /** Does work on several threads that all end when the user or the clock says so. Undefined where it was left. */
  onThreads<A>(late: () => boolean, work: (ending: Ending) => Promise<A>): Promise<A | undefined>;
  /** Shows how many of so many runs are done. */
  progress(planned: number): { update(runs: number, switches: number): void; end(): void };
  /** Says one line that changes nothing. */
  warn(message: string): void;
}

/** Judges clauses on subjects until the runs are done, the time is over or the user interrupts. */
export async function conduct(asked: CampaignRequest, host: CampaignHost): Promise<Outcome> {
  const { question, share, subjects, clauses, corpus, file } = asked;
  const kept = corpus === undefined ? undefined : regressionsIn(corpus, subjects, clauses);
  const evaluators = evaluatorsOf(subjects, clauses, {
    without: new Set(),
    coverage: question.coverage,
  });
  const begin = asked.begin ?? nothingKnown(subjects, evaluators);
  const why = asked.begin && disproof(begin, question, evaluators);
  if (why !== undefined) throw damagedFile(file ?? '', why);
  if (file !== undefined) writeCampaignFile(file, asked, begin);
  const begun = host.now();
  const { known, ended } = await played(asked, begin, evaluators, host);
  const unkept = file === undefined ? undefined : keepAtLast(file, asked, known);
  const elapsedMs = Math.round(host.now() - begun);
  const how = { share, clauses, file, unkept, ended, elapsedMs, kept, late: lateIn(asked, host) };
  return outcomeOf({ known, evaluators, asked: question, ...how }, host);
}

/** Plays, keeping what is known now and then; says whether that ended before what was asked for was done. */
async function played(
  asked: CampaignRequest,
  begin: CampaignProgress,
  evaluators: Evaluators,
  host: CampaignHost,
): Promise<{ readonly known: CampaignProgress; readonly ended: boolean }> {
  const { subjects, question, shard, workers, file } = asked;
  const { series } = question;
  let hasBroken = false;
  const late = () => lateIn(asked, host)(hasBroken ? FOR_RUNS : 1);
  const planned = plannedRuns(evaluators.levels, series, shard);
  const bar = host.progress(planned);
  const isDue = keeping(host.now);
  const done = await host.onThreads(late, async ({ stop, left, flag }) => {
    const players = playersOn(workers, evaluators, { ...question, flag }, planned, left);
    try {
      return await carryOn(begin, evaluators, players, {
        subjects,
        series,
        shard,
        stop(tallies) {
          hasBroken ||= someBroken(tallies);
          return stop();
        },
        progress(runs, switches, knownNow) {
          bar.update(runs, switches);
          if (file !== undefined && isDue()) keepMeanwhile(file, asked, knownNow(), host);
        },
      });
    } finally {
      await players.close();
      bar.end();
    }
  });
  const { known, complete } = done ?? { known: begin, complete: false };
  return { known, ended: !complete && (host.interrupted() || series.runs !== ENDLESS) };
}

/** Of the time, the part after which no more runs are played where a counterexample is still to be made minimal. */
const FOR_RUNS = 0.8;

/** Whether a part of the time is over, which begins with the command. */
const lateIn =
  ({ seconds }: CampaignRequest, host: CampaignHost) =>
  (part = 1): boolean =>
    seconds !== undefined && host.now() > seconds * 1000 * part;

function someBroken(tallies: Iterable<Tally>): boolean {
  for (const { worst } of tallies) if (worst !== null) return true;
  return false;
}

/** Why what is known cannot be kept at the end, where it cannot: the report is still to be printed. */
function keepAtLast(
  file: string,
  asked: CampaignRequest,
  known: CampaignProgress,
): string | undefined {
  try {
    writeCampaignFile(file, asked, known);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

/** A disk that is full for a while ends nothing; at the end it counts. */
function keepMeanwhile(
  file: string,
  asked: CampaignRequest,
  known: CampaignProgress,
  host: CampaignHost,
): void {
  try {
    writeCampaignFile(file, asked, known);
  } catch (error) {
    host.warn(`${reason(error)}; going on`);
  }
}

// Proving before histories are drawn, or beside that: what check and kernel do with clauses that a proof may settle.
//
// Without --prove-time only that is tried which needs no solver, within a bound of work: so what is proved does not depend on the machine.
import type { CampaignRequest } from '../properties/campaign/conduct.ts';
import type { Subject } from '../properties/campaign/evaluators.ts';
import { isPart } from '../properties/campaign/outcome.ts';
import { isJudgedAt } from '../properties/levels/levels.ts';
import { pairLevel } from '../properties/levels/noninterference/level.ts';
import { switchLevel } from '../properties/levels/switch/level.ts';
import { proveTasks, type Settlement } from '../properties/proof/work.ts';
import { hasThreads } from '../properties/work/thread-pool.ts';
import type { Clause } from '../spec/clause.ts';
import type { CampaignFlags } from './campaign.ts';
import type { Io } from './io.ts';
import { LOOK_MS, phaseOnThreads } from './phase.ts';
import { progressBar } from './progress.ts';
import { positive, refuse } from './usage.ts';

/** What is to be proved. */
export interface ProofPlan {
  readonly subjects: readonly Subject[];
  readonly clauses: readonly Clause[];
  /** How long; undefined where what is done is bounded by its work. */
  readonly seconds: number | undefined;
  /** Seconds after the begin of the command at which the proof is over, whatever it has settled. */
  readonly end: number;
}

/** Options that ask for histories of all clauses. */
const OF_CAMPAIGNS = ['shard', 'shards', 'resume', 'corpus', 'path', 'coverage', 'minCoverage'];

/** Of the time of a command, the part after which nothing more is proved. */
const FOR_PROOFS = 0.5;

interface ProofFlags extends CampaignFlags {
  readonly prove?: boolean;
}

/** What the flags let be proved; nothing where histories are asked for. Throws UsageError. */
export function proofPlan(
  flags: ProofFlags,
  asked: CampaignRequest,
  { byDefault }: { readonly byDefault: boolean },
): ProofPlan | undefined {
  const why = onlyHistories(flags, asked);
  if (why !== undefined) refuse(flags, ['prove', 'proveTime'], why);
  const { proveTime } = flags;
  const seconds = proveTime === undefined ? undefined : positive('--prove-time', proveTime);
  if (why !== undefined || (seconds === undefined && !byDefault)) return undefined;
  const { level } = asked.question.series;
  const proved = seconds === undefined ? [switchLevel] : [switchLevel, pairLevel];
  const asks = proved.filter(({ name }) => level === undefined || level === name);
  const clauses = asked.clauses.filter((clause) => asks.some((one) => isJudgedAt(one, clause)));
  if (clauses.length === 0)
    refuse(flags, ['prove', 'proveTime'], 'no proof is known of the level of these clauses');
  const end = asked.seconds === undefined ? Number.POSITIVE_INFINITY : asked.seconds * FOR_PROOFS;
  return { subjects: asked.subjects, clauses, seconds, end };
}

/** Why nothing but histories is asked for, if so. */
function onlyHistories(flags: ProofFlags, { share }: CampaignRequest): string | undefined {
  if (flags.sample === true) return '--sample proves nothing';
  const given = new Map(Object.entries(flags));
  const isCampaign = OF_CAMPAIGNS.some((name) => ![undefined, false].includes(given.get(name)));
  return isCampaign || isPart(share) ? 'a campaign draws histories of all clauses' : undefined;
}

/** What was settled, by model and clause. */
export type ProofVerdicts = ReadonlyMap<string, Settlement>;

/** The key of a verdict. */
export const toldKey = (model: string, clause: Clause): string => `${model} ${clause.name}`;

/** A proof that is under way. */
export interface ProofUnderWay {
  /** What it has settled, when it is over. */
  readonly told: Promise<ProofVerdicts>;
  /** Ends it. */
  end(): void;
}

/** Begins a proof: on threads of its own where there is code for these, so that other work can be done beside it. */
export function beginProof(plan: ProofPlan, io: Io): ProofUnderWay {
  const { subjects, clauses, seconds } = plan;
  const names = clauses.map(({ name }) => name);
  const tried = names.length === 0 ? [] : subjects;
  const tasks = tried.map(({ name: subject }) => ({
    subject,
    clauses: names,
    without: [],
    certified: false,
    first: seconds === undefined,
  }));
  const told = new Map<string, Settlement>();
  const bar = progressBar(io.progress, tasks.length * names.length, 'prove', 'clauses');
  const controller = new AbortController();
  const late = lateIn(plan, io);
  const prove = (left: AbortSignal): Promise<void> =>
    proveTasks(tasks, { left }, (i, news) => {
      if (news.news === 'settled') told.set(`${subjects[i]?.model} ${news.clause}`, news);
      bar.update(told.size, told.size);
    });
  const looks = setInterval(() => {
    if (io.interrupted() || late()) controller.abort();
  }, LOOK_MS);
  const done = hasThreads()
    ? prove(controller.signal)
    : phaseOnThreads(io, late, ({ left }) => prove(left));
  const over = async (): Promise<ProofVerdicts> => {
    try {
      await done;
      return told;
    } finally {
      clearInterval(looks);
      bar.end();
    }
  };
  const all = over();
  all.catch(() => undefined);
  return { told: all, end: () => controller.abort() };
}

/** Whether the time for proofs is over. */
function lateIn({ seconds = Number.POSITIVE_INFINITY, end }: ProofPlan, io: Io): () => boolean {
  const last = Math.min(io.now() / 1000 + seconds, end);
  return () => io.now() > last * 1000;
}

// hvspec prove: settles clauses for every machine and every guest at once, on the reference paths or on kernel source.
import {
  minimalResult,
  type ProofResult,
  type ProofSubject,
  proofResult,
} from '../properties/proof/report.ts';
import { proveTasks, type RunSize, type Settlement } from '../properties/proof/work.ts';
import { complain, deliver, type Io, writeJson } from './io.ts';
import { phase, phaseOnThreads } from './phase.ts';
import { progressBar } from './progress.ts';
import { type ProveFlags, type ProveRequest, proveRequest } from './prove-asked.ts';
import {
  certificateJson,
  isWanted,
  type ProveOutcome,
  proveJson,
  proveText,
} from './prove-report.ts';

/** Runs the verb and returns its exit code. */
export async function proveVerb(
  names: readonly string[],
  flags: ProveFlags,
  io: Io,
): Promise<number> {
  const asked = proveRequest(names, flags, io);
  if (typeof asked === 'number') return asked;
  const begun = io.now();
  const { settled, sizes, ended } = await proved(asked, flags.certificate !== undefined, io);
  const results = asked.subjects.flatMap((subject) =>
    asked.clauses.map((clause) =>
      proofResult(subject, clause, settled.get(keyOf(subject.model, clause.name))),
    ),
  );
  const drawn = drawnIn(asked, results, flags.json !== undefined, io);
  const elapsedMs = Math.round(io.now() - begun);
  const outcome: ProveOutcome = { asked, sizes, ended, elapsedMs, ...drawn };
  return reportProof(outcome, flags, io);
}

const keyOf = (model: string, clause: string): string => `${model} ${clause}`;

/** What was told of a proof, and whether that is all. */
interface Told {
  readonly settled: ReadonlyMap<string, Settlement>;
  readonly sizes: ReadonlyMap<string, RunSize>;
  readonly ended: boolean;
}

/** Of the time, the part after which nothing more is proved where a counterexample is still to be made minimal. */
const FOR_PROOFS = 0.8;

/** Proves until all is settled, the time is over or the user interrupts. */
async function proved(
  { subjects, clauses, without, seconds }: ProveRequest,
  certified: boolean,
  io: Io,
): Promise<Told> {
  const settled = new Map<string, Settlement>();
  const sizes = new Map<string, RunSize>();
  const names = clauses.map(({ name }) => name);
  const bar = progressBar(io.progress, subjects.length * clauses.length, 'prove', 'clauses');
  let isRefuted = false;
  const late = () => isLate(seconds, io, isRefuted ? FOR_PROOFS : 1);
  const tasks = subjects.map(({ name: subject }) => ({
    subject,
    clauses: names,
    without,
    certified,
  }));
  const done = await phaseOnThreads(io, late, async (ending) => {
    await proveTasks(tasks, ending, (i, news) => {
      const model = subjects[i]?.model ?? '';
      if (news.news === 'run') {
        const { steps, merges, paths } = news;
        sizes.set(model, { steps, merges, paths });
      }
      if (news.news !== 'settled') return;
      settled.set(keyOf(model, news.clause), news);
      isRefuted ||= news.verdict.verdict === 'refuted';
      bar.update(settled.size, settled.size);
    });
    return !ending.left.aborted;
  });
  bar.end();
  return { settled, sizes, ended: done !== true };
}

const isLate = (seconds: number | undefined, io: Io, part = 1): boolean =>
  seconds !== undefined && io.now() > seconds * 1000 * part;

/** The results with minimal histories where these are to be shown, and whether the user or the clock cut that short. */
function drawnIn(
  { subjects, seconds }: ProveRequest,
  results: readonly ProofResult[],
  isAll: boolean,
  io: Io,
): Pick<ProveOutcome, 'results' | 'cut'> {
  const late = () => isLate(seconds, io);
  const shown = results.filter((one) => one.finding !== undefined && (isAll || !isWanted(one)));
  if (shown.length === 0) return { results, cut: false };
  const subjectOf = ({ model }: ProofResult): ProofSubject | undefined =>
    subjects.find((subject) => subject.model === model);
  const minimal = (result: ProofResult): ProofResult => {
    const subject = subjectOf(result);
    return subject === undefined || !shown.includes(result)
      ? result
      : minimalResult(subject, result);
  };
  const drawn = phase(io, 'minimise', () => results.map(minimal), late);
  return { results: drawn ?? results, cut: io.interrupted() || late() };
}

/** Prints and writes what a proof came to, and returns the exit code. */
export function reportProof(
  outcome: ProveOutcome,
  flags: Pick<ProveFlags, 'json' | 'certificate'>,
  io: Io,
): number {
  const { results, ended, cut } = outcome;
  const isDelivered = deliver(io, flags.json, {
    text: () => proveText(outcome, io.colors),
    json: () => proveJson(outcome),
  });
  const failed =
    flags.certificate === undefined
      ? undefined
      : writeJson('--certificate', flags.certificate, certificateJson(outcome));
  if (failed !== undefined) complain(io, `${failed}; the report is above`);
  if (cut) complain(io, 'the time ended before every counterexample was minimal');
  if (ended) tellEnded(outcome, io);
  if (ended || failed !== undefined || !isDelivered) return 4;
  if (results.some((one) => !isWanted(one) && one.verdict !== 'not-enough')) return 1;
  return results.every(isWanted) ? 0 : 4;
}

function tellEnded({ results }: ProveOutcome, io: Io): void {
  const settled = results.filter((one) => one.settled !== undefined).length;
  const why = io.interrupted() ? 'interrupted' : 'the time ended';
  complain(
    io,
    `${why} after ${settled} of ${results.length} verdicts; the results so far are above`,
  );
}

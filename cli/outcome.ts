// The lines that every report of a campaign has, and the exit code that it comes to.
import { isPart, type Outcome } from '../properties/campaign/outcome.ts';
import { ENDLESS } from '../properties/campaign/plan.ts';
import type { Result } from '../properties/campaign/results.ts';
import { complain, type Io } from './io.ts';

/** What a verb makes of an outcome. */
interface Judgement {
  readonly isDelivered: boolean;
  readonly isExpected: (result: Result) => boolean;
  /** Whether all that is asked beside the verdicts is so. */
  readonly isMet?: boolean;
}

/** Says what a report does not say, and returns the exit code. */
export function finish(
  outcome: Outcome,
  { isDelivered, isExpected, isMet = true }: Judgement,
  io: Io,
): number {
  const rest = tellRest(outcome, io);
  if (!isDelivered || rest !== undefined) return rest ?? 4;
  if (!isPart(outcome.share)) return isMet && outcome.results.every(isExpected) ? 0 : 1;
  tellPart(outcome, io);
  return outcome.results.some((result) => isBad(result, isExpected)) ? 1 : 0;
}

/** Whether a verdict is drawn and is none that is expected. */
export const isBad = (result: Result, isExpected: Judgement['isExpected']): boolean =>
  !isExpected(result) && result.verdict !== 'not-enough';

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
    `shard ${index} of ${of} is done, ${results.filter(({ verdict }) => verdict !== 'not-enough').length} of ${results.length} verdicts are decided; hvspec merge computes the others`,
  );

/** Says that a budget ended, and how to go on. */
function tellEnded({ runs, asked, file, lost }: Outcome, io: Io): void {
  const isKept = file !== undefined && lost.length === 0;
  const next = isKept ? `continue with --resume ${file}` : 'the results so far are above';
  const of = asked.series.runs === ENDLESS ? '' : ` of ${asked.series.runs}`;
  complain(io, `the budget ended after ${runs}${of} runs; ${next}`);
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
export function pace(outcome: Outcome): string {
  const { runs, asked, elapsedMs, united, first } = outcome;
  const { switches } = outcome.known;
  const rate = Math.round((switches * 1000) / Math.max(1, elapsedMs));
  const seconds = (elapsedMs / 1000).toFixed(1);
  if (first === true && switches === 0) return `no histories were drawn, in ${seconds} s`;
  const paced = first === true ? '' : ` (${rate}/s)`;
  const how = united === true ? '' : ` in ${seconds} s${paced}`;
  return `seed 0x${(asked.series.seed >>> 0).toString(16)}, ${runs} runs a path, ${switches} switches${how}`;
}

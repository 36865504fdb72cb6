// Playing a block of a level's histories and counting what each clause says of them.
import fc from 'fast-check';
import type { Json } from '../input/json.ts';
import { isBroken, SEVERITY, verdictOf } from '../severity.ts';
import type { Block, BlockCounts, Count, WorstCase } from './level.ts';

/** What one history says. */
interface Judgement {
  readonly switches: number;
  /** By clause, as numbers of SEVERITY; they are read before the next history is judged. */
  readonly verdicts: ArrayLike<number>;
}

/** How a level plays, and how it keeps what it played. */
export interface HistoryRunner<H> {
  readonly arbitrary: fc.Arbitrary<H>;
  judge(history: H): Judgement;
  weigh(history: H): number;
  keep(history: H): Json;
}

/** Of two, the worse; of two that are as bad, the simpler; else the one that comes first. */
export function worseOf<W extends Pick<WorstCase, 'verdict' | 'weight'>>(
  first: W | undefined,
  second: W | undefined,
): W | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const more = SEVERITY[second.verdict] - SEVERITY[first.verdict];
  return more > 0 || (more === 0 && second.weight < first.weight) ? second : first;
}

/** Plays the histories of a block, in order. */
export function countBlock<H>(
  player: HistoryRunner<H>,
  clauses: number,
  block: Block,
): BlockCounts {
  const sheet: Sheet<H> = {
    met: new Uint32Array(clauses),
    worst: new Array<WorstFailure<H> | undefined>(clauses).fill(undefined),
  };
  let [runs, switches] = [0, 0];
  const property = fc.property(player.arbitrary, (history) => {
    if (block.enough === true && sheet.worst.every((bad) => bad !== undefined)) throw new Enough();
    const judged = player.judge(history);
    note(sheet, judged.verdicts, player, history, block.only ?? runs);
    switches += judged.switches;
    runs++;
  });
  const { errorInstance } = fc.check(property, {
    seed: block.seed,
    numRuns: block.only === undefined ? block.runs : 1,
    endOnFailure: true,
    ...(block.only === undefined ? {} : { path: String(block.only) }),
  });
  if (errorInstance != null && !(errorInstance instanceof Enough)) throw errorInstance;
  return { runs, switches, counts: countsOf(sheet, player) };
}

/** Ends a block early; fast-check knows no other way out of one. */
class Enough extends Error {}

/** What is known of each clause. */
interface Sheet<H> {
  readonly met: Uint32Array;
  readonly worst: (WorstFailure<H> | undefined)[];
}

/** How bad a history was for a clause. */
interface WorstFailure<H> {
  readonly severity: number;
  readonly seen: FailingHistory<H>;
}

interface FailingHistory<H> extends Pick<WorstCase, 'weight' | 'index'> {
  readonly history: H;
}

function note<H>(
  { met, worst }: Sheet<H>,
  verdicts: ArrayLike<number>,
  player: HistoryRunner<H>,
  history: H,
  index: number,
): void {
  let seen: FailingHistory<H> | undefined;
  for (let i = 0; i < met.length; i++) {
    const severity = verdicts[i] ?? SEVERITY.vacuous;
    if (severity === SEVERITY.vacuous) continue;
    met[i] = (met[i] ?? 0) + 1;
    if (severity === SEVERITY.holds) continue;
    seen ??= { weight: player.weigh(history), index, history };
    if (isWorse(worst[i], severity, seen.weight)) worst[i] = { severity, seen };
  }
}

/** As worseOf has it. */
const isWorse = <H>(bad: WorstFailure<H> | undefined, severity: number, weight: number): boolean =>
  bad === undefined ||
  severity > bad.severity ||
  (severity === bad.severity && weight < bad.seen.weight);

/** Many clauses fail in one history, which is kept once. */
function countsOf<H>({ met, worst }: Sheet<H>, { keep }: HistoryRunner<H>): readonly Count[] {
  const kept = new Map<H, Json>();
  return worst.map((bad, i): Count => {
    const verdict = verdictOf(bad?.severity ?? SEVERITY.holds);
    if (bad === undefined || !isBroken(verdict)) return { met: met[i] ?? 0, worst: undefined };
    const { weight, index, history } = bad.seen;
    const json = kept.get(history) ?? keep(history);
    kept.set(history, json);
    return { met: met[i] ?? 0, worst: { verdict, weight, index, history: json } };
  });
}

// Playing a block of a level's histories and counting what each clause says of them.
import fc from 'fast-check';
import type { Verdict } from '../../spec/judge.ts';
import { GRAVITY } from '../gravity.ts';
import type { Block, BlockCounts, Count, Json, Worst } from './level.ts';

/** What one history says. */
interface Judged {
  readonly switches: number;
  /** By clause. */
  readonly verdicts: readonly Verdict['verdict'][];
}

/** How a level plays, and how it keeps what it played. */
export interface Player<H> {
  readonly arbitrary: fc.Arbitrary<H>;
  judge(history: H): Judged;
  weigh(history: H): number;
  keep(history: H): Json;
}

/** Of two, the worse; of two that are as bad, the simpler; else the one that comes first. */
export function worseOf<W extends Pick<Worst, 'verdict' | 'weight'>>(
  first: W | undefined,
  second: W | undefined,
): W | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const more = GRAVITY[second.verdict] - GRAVITY[first.verdict];
  return more > 0 || (more === 0 && second.weight < first.weight) ? second : first;
}

/** Plays the histories of a block, in order. */
export function countBlock<H>(player: Player<H>, clauses: number, block: Block): BlockCounts {
  const tallies = Array.from({ length: clauses }, (): Tally<H> => ({ met: 0, worst: undefined }));
  let [runs, switches] = [0, 0];
  const index = () => block.only ?? runs;
  const property = fc.property(player.arbitrary, (history) => {
    if (block.enough === true && tallies.every(({ worst }) => worst !== undefined))
      throw new Enough();
    const judged = player.judge(history);
    note(tallies, judged.verdicts, () => ({
      weight: player.weigh(history),
      index: index(),
      history,
    }));
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
  return { runs, switches, counts: tallies.map((tally) => countOf(tally, player)) };
}

/** Ends a block early; fast-check knows no other way out of one. */
class Enough extends Error {}

interface Tally<H> {
  met: number;
  worst: Seen<H> | undefined;
}

interface Seen<H> extends Omit<Worst, 'history'> {
  readonly history: H;
}

function note<H>(
  tallies: readonly Tally<H>[],
  verdicts: Judged['verdicts'],
  seen: () => Omit<Seen<H>, 'verdict'>,
): void {
  for (let i = 0; i < verdicts.length; i++) {
    const [tally, verdict] = [tallies[i], verdicts[i]];
    if (tally === undefined || verdict === undefined || verdict === 'vacuous') continue;
    tally.met++;
    if (verdict !== 'holds') tally.worst = worseOf(tally.worst, { verdict, ...seen() });
  }
}

const countOf = <H>({ met, worst }: Tally<H>, player: Player<H>): Count => ({
  met,
  worst: worst && { ...worst, history: player.keep(worst.history) },
});

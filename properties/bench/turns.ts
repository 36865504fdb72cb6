// Several ways of doing work timed in turns, so that their ratios stand on a machine that is noisy: round by round, each for a
// moment, and a ratio is the median of the ratios within rounds.
//
// Tinybench times a turn, batch by batch. The first round only warms up.
import { Bench } from 'tinybench';

/** Work that can be done again and again. */
export interface Contender {
  readonly name: string;
  /** Does some of it, another some for each seed, and says how much. */
  batch(seed: number): number | Promise<number>;
}

export interface Pace {
  readonly rounds: number;
  /** How long each contender's turn takes, at least. */
  readonly milliseconds: number;
}

/** How much was done a second by each, round by round. */
export type Speeds = ReadonlyMap<string, readonly number[]>;

/** Lets all have their turns. Throws what a batch throws. */
export async function inTurns(contenders: readonly Contender[], pace: Pace): Promise<Speeds> {
  const speeds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  let seed = 0;
  for (let round = 0; round <= pace.rounds; round++) {
    const bench = new Bench({
      time: pace.milliseconds,
      iterations: 1,
      warmup: false,
      throws: true,
    });
    for (const { name, batch } of contenders)
      bench.add(
        name,
        async () => {
          const begun = bench.now();
          const amount = await batch(seed++);
          const took = bench.now() - begun;
          return { overriddenDuration: took / amount, overriddenIterationCost: took };
        },
        { async: true },
      );
    for (const { name, result } of await bench.run()) {
      if (result.state !== 'completed') throw new Error(`${name} was not timed: ${result.state}`);
      if (round > 0) speeds.get(name)?.push(1000 / result.latency.p50);
    }
  }
  return speeds;
}

/** The median of what was done a second. */
export const speedOf = (speeds: Speeds, name: string): number => median(speeds.get(name) ?? []);

/** How many times as fast one is as another: the median over rounds. */
export function ratioOf(speeds: Speeds, name: string, to: string): number {
  const others = speeds.get(to) ?? [];
  return median((speeds.get(name) ?? []).map((speed, i) => speed / (others[i] ?? Number.NaN)));
}

/** The one in the middle; of an even number the upper. Not a number where there are none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

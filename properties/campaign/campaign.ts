// A campaign: the units of its plan played one after another, or several at once, and what is known added up.
//
// A unit counts when it is whole, and once: what was under way when a campaign stopped is played again by whoever goes on.

import { type Coverage, covered } from '../levels/switch/coverage.ts';
import { wholeOrNone } from '../work/interruption.ts';
import type { Evaluators, ItemCounts, Subject } from './evaluators.ts';
import { blockFor, type Series, type Shard, WHOLE, type WorkItem } from './plan.ts';
import { schedule } from './schedule.ts';
import { emptyTally, plus, type Tally } from './tally.ts';

/** What is known so far: which blocks of each level have been played, and what they say. */
export interface CampaignProgress {
  readonly done: Readonly<Record<string, readonly number[]>>;
  readonly switches: number;
  /** Subject by subject, clause by clause. */
  readonly tallies: readonly Tally[];
  /** By model; none where it was not asked for. */
  readonly coverage: Readonly<Record<string, Coverage>>;
}

/** Who plays units. */
export interface Workers {
  /** How many units are under way at once. */
  readonly width: number;
  /** Lanes are numbered; each has one unit under way. Undefined where that was to be left. */
  play(unit: WorkItem, series: Series, lane: number): Promise<ItemCounts | undefined>;
  close(): Promise<void>;
}

export interface CampaignOptions {
  readonly subjects: readonly Subject[];
  readonly series: Series;
  readonly shard?: Shard;
  /** Asked before each unit, with what is known; when it says yes, the rest is not played. */
  readonly stop?: (tallies: Iterable<Tally>) => boolean;
  /** Told of histories and switches played so far, and how to ask what is known. */
  readonly progress?: (runs: number, switches: number, known: () => CampaignProgress) => void;
}

/** Nothing is known yet. */
export function nothingKnown(
  subjects: readonly Subject[],
  evaluators: Evaluators,
): CampaignProgress {
  const tallies = subjects.flatMap((subject) => {
    const judged = evaluators.levels
      .filter(({ name }) => evaluators.evaluator(subject, name) !== undefined)
      .flatMap(({ name }) => evaluators.clausesOf(name).map((clause) => clause.name));
    return [...new Set(judged)].map((clause) => emptyTally(subject.model, clause));
  });
  return { done: {}, switches: 0, tallies, coverage: {} };
}

/** Plays what is not done yet, until all is or it is told to stop; says whether all of the shard's part is done. */
export async function carryOn(
  begin: CampaignProgress,
  evaluators: Evaluators,
  players: Workers,
  { subjects, series, shard = WHOLE, stop = () => false, progress }: CampaignOptions,
): Promise<{ readonly known: CampaignProgress; readonly complete: boolean }> {
  const ledger = ledgerOf(begin, evaluators, subjects);
  const deal = schedule(evaluators.levels, series, shard, ledger.isDone, players.width);
  let complete = true;
  let runs = 0;
  let failed = false;
  const lane = async (_: unknown, number: number): Promise<void> => {
    for (let unit = deal(number); unit !== undefined && !failed; unit = deal(number)) {
      if (stop(ledger.tallies())) {
        complete = false;
        return;
      }
      const counted = await playing(unit, number);
      if (counted === undefined) {
        complete = false;
        return;
      }
      ledger.enter(unit, counted);
      runs += blockFor(unit, series).runs;
      progress?.(runs, ledger.switches(), ledger.known);
    }
  };
  /** Where one unit fails the campaign does, and no lane begins another. */
  const playing = (unit: WorkItem, number: number): Promise<ItemCounts | undefined> =>
    players.play(unit, series, number).catch((error: unknown) => {
      failed = true;
      throw error;
    });
  await Promise.all(Array.from({ length: players.width }, lane));
  return { known: ledger.known(), complete };
}

/** What is known, as it grows. */
function ledgerOf(begin: CampaignProgress, evaluators: Evaluators, subjects: readonly Subject[]) {
  const done = new Map(Object.entries(begin.done).map(([level, list]) => [level, new Set(list)]));
  const tallies = new Map(begin.tallies.map((tally) => [keyOf(tally), tally]));
  let { switches, coverage } = begin;
  return {
    isDone: ({ level, block }: WorkItem) => done.get(level)?.has(block) === true,
    enter(unit: WorkItem, counted: ItemCounts): void {
      const { level, block } = unit;
      done.set(level, (done.get(level) ?? new Set()).add(block));
      for (const [i, { model }] of subjects.entries()) {
        const counts = counted[i];
        if (counts == null) continue;
        switches += counts.switches;
        if (counts.coverage !== undefined)
          coverage = { ...coverage, [model]: covered(coverage[model], counts.coverage) };
        for (const [j, { name }] of evaluators.clausesOf(level).entries()) {
          const count = counts.counts[j];
          const key = keyOf({ model, clause: name });
          const tally = tallies.get(key) ?? emptyTally(model, name);
          if (count !== undefined) tallies.set(key, plus(tally, counts, count, unit));
        }
      }
    },
    tallies: () => tallies.values(),
    switches: () => switches,
    known: (): CampaignProgress => ({
      done: Object.fromEntries(
        evaluators.levels.flatMap(({ name }): [string, number[]][] => {
          const blocks = done.get(name);
          return blocks ? [[name, [...blocks].sort((a, b) => a - b)]] : [];
        }),
      ),
      switches,
      tallies: [...tallies.values()],
      coverage,
    }),
  };
}

const keyOf = ({ model, clause }: Pick<Tally, 'model' | 'clause'>): string => `${model} ${clause}`;

/** This thread, which looks at the world outside between units. */
export const inThisThread = (evaluators: Evaluators): Workers => ({
  width: 1,
  async play(unit, series) {
    await new Promise(setImmediate);
    return wholeOrNone(() => evaluators.run(unit, series));
  },
  close: async () => undefined,
});

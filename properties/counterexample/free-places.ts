// Which places a counterexample does not depend on: every one that it does not show is given arbitrary words, all of them at
// once, and the clause must fail all the same. Where it does not, the place that makes the difference keeps its default.
//
// Assumptions hold for the arbitrary machines too. The host's and the guest's doings stay as they are.
import { allPlaces, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { expand } from '../arbitraries/expand.ts';
import type { History } from '../levels/switch/history.ts';
import { beginning, EVERY_FLAG, play, type Stage } from '../levels/switch/play.ts';

/** What trying came to. */
export interface FreePlaces {
  /** Arbitrary machines on which the clause failed, with all free places arbitrary at once. */
  readonly tried: number;
  /** Places that held other words in some of these: what an assumption settles is not among them. */
  readonly free: number;
  /** Places that the counterexample does not show and that must be as they are. */
  readonly bound: readonly Place[];
}

/** Machines on which the free places are sought, and as many others on which they are tried in the end. */
const DRAWS = 64;

/** Finds the places that may hold anything; undefined where the history does not break the clause. */
export function freePlaces(
  program: Program,
  clause: Clause,
  history: History,
  shown: ReadonlySet<Place>,
  stage: Stage,
): FreePlaces | undefined {
  const [words, rounds] = history;
  const begun = beginning(history, stage, program.layout);
  const kept = BigUint64Array.from([
    ...allPlaces.map((place) => begun.word(place)),
    (words[slots] ?? 0n) | EVERY_FLAG,
  ]);
  const fails: Fails = (free, seed) => {
    const { trace } = play(program, [withArbitrary(kept, free, seed), rounds], stage);
    return judge(clause, trace).verdict === 'violated';
  };
  if (!fails([], 0)) return undefined;
  const others = allPlaces.flatMap((place, slot) => (shown.has(place) ? [] : [slot]));
  const free = largest(others, fails);
  const begunFrom = (seed: number) =>
    beginning([withArbitrary(kept, free, seed), rounds], stage, program.layout);
  const machines = LAST.map(begunFrom);
  const places = (list: readonly number[]) => list.flatMap((slot) => allPlaces[slot] ?? []);
  return {
    tried: DRAWS,
    free: places(free).filter((place) =>
      machines.some((machine) => machine.word(place) !== begun.word(place)),
    ).length,
    bound: places(others.filter((slot) => !free.includes(slot))),
  };
}

/** Whether the clause fails on the machine that this seed makes, with these slots arbitrary. */
type Fails = (free: readonly number[], seed: number) => boolean;

const seeds = (from: number): readonly number[] =>
  Array.from({ length: DRAWS }, (_, i) => from + i);
const FIRST = seeds(0);
const LAST = seeds(2 ** 20);

/** As many of these as may be free together: all but the culprits, and of them those that did no harm after all. */
function largest(all: readonly number[], fails: Fails): readonly number[] {
  const without = (slot: number) => (other: number) => other !== slot;
  const spoiler = (free: readonly number[]) =>
    [...FIRST, ...LAST].find((seed) => !fails(free, seed));
  let free = all;
  for (let seed = spoiler(free); seed !== undefined; seed = spoiler(free))
    while (!fails(free, seed)) free = free.filter(without(culprit(free, seed, fails)));
  for (const slot of all.filter((one) => !free.includes(one)))
    if (spoiler([...free, slot]) === undefined) free = [...free, slot];
  return free;
}

/** A slot that makes the difference on one machine: the clause fails with all before it arbitrary, and not with it. */
function culprit(free: readonly number[], seed: number, fails: Fails): number {
  let [harmless, harmful] = [0, free.length];
  while (harmful - harmless > 1) {
    const middle = (harmless + harmful) >> 1;
    if (fails(free.slice(0, middle), seed)) harmless = middle;
    else harmful = middle;
  }
  return free[harmless] ?? 0;
}

/** The machine with these slots arbitrary. */
function withArbitrary(
  kept: BigUint64Array,
  free: readonly number[],
  seed: number,
): BigUint64Array {
  const drawn = new BigUint64Array(slots);
  expand(seed, new Int32Array(drawn.buffer), seed);
  const machine = kept.slice();
  for (const slot of free) machine[slot] = drawn[slot] ?? 0n;
  return machine;
}

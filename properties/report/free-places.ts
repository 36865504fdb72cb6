// Which places a counterexample does not depend on: every one that it does not show is given arbitrary words, alone and together
// with the others, and the clause must fail all the same.
//
// What must keep its default is named. The host's and the guest's doings stay as they are.
import { allPlaces, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judge.ts';
import type { Place } from '../../spec/machine.ts';
import { expand } from '../arbitraries/expand.ts';
import type { History } from '../arbitraries/history.ts';
import { beginning, EVERY_FLAG, play, type Stage } from '../play.ts';

/** What trying came to. */
export interface FreePlaces {
  /** Arbitrary machines on which the clause failed, with all free places arbitrary at once. */
  readonly tried: number;
  /** Places that may hold anything. */
  readonly free: number;
  /** Places that the counterexample does not show and that must be as they are. */
  readonly bound: readonly Place[];
}

/** Draws for a group of places, and for all that are free in the end. */
const DRAWS = 6;
const LAST_DRAWS = 64;

/** Finds the places that may hold anything; undefined where that could not be settled. */
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
  const fails = (free: readonly number[], draws: number, seed: number): boolean => {
    for (let draw = 0; draw < draws; draw++) {
      const machine = withArbitrary(kept, free, seed + draw);
      const { trace } = play(program, [machine, rounds], stage);
      if (judge(clause, trace).verdict !== 'violated') return false;
    }
    return true;
  };
  if (!fails([], 1, 0)) return undefined;
  const others = allPlaces.flatMap((place, slot) => (shown.has(place) ? [] : [slot]));
  for (const draws of [DRAWS, 4 * DRAWS, 16 * DRAWS]) {
    const free = largest(others, (list) => fails(list, draws, draws));
    if (!fails(free, LAST_DRAWS, 2 ** 20)) continue;
    const bound = others.filter((slot) => !free.includes(slot));
    return {
      tried: LAST_DRAWS,
      free: free.length,
      bound: bound.flatMap((slot) => allPlaces[slot] ?? []),
    };
  }
  return undefined;
}

/** As many of these as may be free together, found by halving what may not. */
function largest(
  all: readonly number[],
  fails: (free: readonly number[]) => boolean,
): readonly number[] {
  let free: readonly number[] = [];
  const settle = (list: readonly number[]): void => {
    const wider = [...free, ...list];
    if (fails(wider)) {
      free = wider;
      return;
    }
    if (list.length < 2) return;
    const middle = list.length >> 1;
    settle(list.slice(0, middle));
    settle(list.slice(middle));
  };
  settle(all);
  return free;
}

/** The machine with these slots arbitrary. */
function withArbitrary(
  kept: BigUint64Array,
  free: readonly number[],
  seed: number,
): BigUint64Array {
  const drawn = new BigUint64Array(slots);
  expand(seed, new Uint32Array(drawn.buffer));
  const machine = kept.slice();
  for (const slot of free) machine[slot] = drawn[slot] ?? 0n;
  return machine;
}

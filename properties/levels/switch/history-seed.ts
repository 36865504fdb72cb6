// How histories are drawn: a few draws of fast-check's each, from which all else follows.
//
// The words of a machine are 6 KB, and who counts verdicts keeps few of the histories that are played: as drawn, a history holds
// only what its words follow from. What it is made simpler by is not said here.
import fc from 'fast-check';
import { allPlaces, slots } from '../../../model/places.ts';
import { type Draws, drawsFrom, drawWord } from '../../arbitraries/draw.ts';
import { expand } from '../../arbitraries/expand.ts';
import { drawAction } from '../../arbitraries/guest-program.ts';
import { drawSome } from '../../arbitraries/sequence-of.ts';
import type { Change, Delay, History, SwitchInputs } from './history.ts';

/** A history whose words are not made yet. */
export interface HistorySeed {
  /** What they follow from: two numbers of 32 bits. */
  readonly seed: number;
  readonly key: number;
  readonly rounds: readonly SwitchInputs[];
}

class HistorySeeds extends fc.Arbitrary<HistorySeed> {
  generate(random: fc.Random): fc.Value<HistorySeed> {
    return new fc.Value(drawHistory(random), undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is HistorySeed {
    return false;
  }

  shrink(): fc.Stream<fc.Value<HistorySeed>> {
    return fc.Stream.nil();
  }
}

/** The histories of `histories`, one by one, as drawn. They do not shrink. */
export const historySeeds: fc.Arbitrary<HistorySeed> = new HistorySeeds();

/** Draws a history. */
export function drawHistory(random: Draws): HistorySeed {
  const [seed, key] = [random.nextInt(), random.nextInt()];
  const draws = drawsFrom(random.nextInt(), random.nextInt());
  return { seed, key, rounds: drawSome(2, draws, drawRound) };
}

/** The history with its words. */
export const historyOf = (drawn: HistorySeed): History => historyMaker()(drawn);

/** Makes histories with their words, each in place of the one before. */
export function historyMaker(): (drawn: HistorySeed) => History {
  const words = new BigUint64Array(slots + 1);
  const halves = new Int32Array(words.buffer);
  return ({ seed, key, rounds }) => {
    expand(seed, halves, key);
    return [words, rounds];
  };
}

/** Steps of hypervisor code that one switch takes at most, roughly: where time may pass. */
const STEPS = 600;

/** The host sets its decrementer often: else none would be left after one that has expired. */
const DECREMENTER = allPlaces.indexOf('DEC');

/** Draws a switch. */
export function drawRound(draws: Draws): SwitchInputs {
  const changes = drawSome(3, draws, drawChange);
  if (draws.nextInt(0, 1) > 0) changes.push({ place: DECREMENTER, word: drawWord(draws) });
  return {
    changes,
    delays: inOrder(drawSome(5, draws, drawDelay)),
    guest: drawSome(7, draws, drawAction),
  };
}

const drawChange = (draws: Draws): Change => ({
  place: draws.nextInt(0, allPlaces.length - 1),
  word: drawWord(draws),
});

/** Mostly a few ticks, at times thousands. */
function drawDelay(draws: Draws): Delay {
  const bits = draws.nextInt(0, 16);
  return { after: draws.nextInt(0, STEPS), ticks: BigInt(draws.nextInt(1, 1 << bits)) };
}

/** The delays sorted by when they come: they are few. */
function inOrder(delays: Delay[]): readonly Delay[] {
  for (let i = 1; i < delays.length; i++)
    for (let j = i; j > 0; j--) {
      const [first, second] = [delays[j - 1], delays[j]];
      if (first === undefined || second === undefined || first.after <= second.after) break;
      [delays[j - 1], delays[j]] = [second, first];
    }
  return delays;
}

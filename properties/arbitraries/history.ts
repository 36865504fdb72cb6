// Histories: a machine that is about to call the switch, and what the world does during one or several switches.
//
// A history is data: words and actions, no functions. The machine satisfies the assumptions that are not left out once a
// history is played; between switches the host changes what is its own, and the assumptions are made true again.
import fc from 'fast-check';
import { allPlaces, slots } from '../../model/places.ts';
import { drawWord } from './draw.ts';
import { smaller } from './expand.ts';
import { type Action, drawAction, simplerActions } from './guest-program.ts';
import { sequenceOf } from './sequence-of.ts';
import { wordsOf } from './words-of.ts';

/** Time that passes behind so many steps of hypervisor code. */
interface Delay {
  readonly after: number;
  readonly ticks: bigint;
}

/** A place that the kernel around the switch changes before a call. */
interface Change {
  readonly place: number;
  readonly word: bigint;
}

/** One switch, as the world makes it. */
export interface Round {
  readonly changes: readonly Change[];
  readonly delays: readonly Delay[];
  readonly guest: readonly Action[];
}

/** Words of the machine (and one of flags), and the switches that follow. */
export type History = readonly [words: BigUint64Array, rounds: readonly Round[]];

/** Steps of hypervisor code that one switch takes at most, roughly: where time may pass. */
const STEPS = 600;

/** Histories. Which assumptions hold is seen to where one is played. */
export const histories: fc.Arbitrary<History> = fc.tuple(
  wordsOf(slots + 1),
  sequenceOf(2, drawRound, simplerRounds),
);

/** The host sets its decrementer often: else none would be left behind one that has expired. */
const DECREMENTER = allPlaces.indexOf('DEC');

function drawRound(random: fc.Random): Round {
  const some = <T>(most: number, draw: () => T): T[] =>
    Array.from({ length: random.nextInt(0, most) }, draw);
  return {
    changes: [
      ...some(3, () => ({
        place: random.nextInt(0, allPlaces.length - 1),
        word: drawWord(random),
      })),
      ...some(1, () => ({ place: DECREMENTER, word: drawWord(random) })),
    ],
    delays: some(5, () => drawDelay(random)).sort((a, b) => a.after - b.after),
    guest: some(7, () => drawAction(random)),
  };
}

/** Mostly a few ticks, at times thousands. */
function drawDelay(random: fc.Random): Delay {
  const bits = random.nextInt(0, 16);
  return { after: random.nextInt(0, STEPS), ticks: BigInt(random.nextInt(1, 1 << bits)) };
}

function* simplerRounds(round: Round): Generator<Round> {
  for (const guest of shorter(round.guest, simplerActions)) yield { ...round, guest };
  for (const delays of shorter(round.delays, simplerDelays)) yield { ...round, delays };
  for (const changes of shorter(round.changes, simplerChanges)) yield { ...round, changes };
}

/** The list without each element, then with each element made simpler. */
function* shorter<T>(list: readonly T[], simpler: (element: T) => Iterable<T>): Generator<T[]> {
  if (list.length > 1) yield [];
  for (const i of list.keys()) yield list.toSpliced(i, 1);
  for (const [i, element] of list.entries())
    for (const other of simpler(element)) yield list.with(i, other);
}

function* simplerDelays(delay: Delay): Generator<Delay> {
  for (const ticks of smaller(delay.ticks)) if (ticks > 0n) yield { ...delay, ticks };
}

function* simplerChanges(change: Change): Generator<Change> {
  for (const word of smaller(change.word)) yield { ...change, word };
}

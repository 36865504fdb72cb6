// Histories: a machine that is about to call the switch, and what the world does during one or several switches.
//
// A history is data: words and actions, no functions. The machine satisfies the assumptions that are not left out once a
// history is played; between switches the host changes what is its own, and the assumptions are made true again.
import fc from 'fast-check';
import { slots } from '../../../model/places.ts';
import { smaller } from '../../arbitraries/expand.ts';
import { type Action, simplerActions } from '../../arbitraries/guest-program.ts';
import { sequenceOf } from '../../arbitraries/sequence-of.ts';
import { wordsOf } from '../../arbitraries/words-of.ts';
import { drawHistory, drawRound, historyOf } from './history-seed.ts';

/** Time that passes after so many steps of hypervisor code. */
export interface Delay {
  readonly after: number;
  readonly ticks: bigint;
}

/** A place that the kernel around the switch changes before a call. */
export interface Change {
  readonly place: number;
  readonly word: bigint;
}

/** One switch, as the world makes it. */
export interface SwitchInputs {
  readonly changes: readonly Change[];
  readonly delays: readonly Delay[];
  readonly guest: readonly Action[];
}

/** Words of the machine (and one of flags), and the switches that follow. */
export type History = readonly [words: BigUint64Array, rounds: readonly SwitchInputs[]];

/** What a history is made of, and made simpler by. */
const parts = fc.tuple(wordsOf(slots + 1), sequenceOf(2, drawRound, simplerRounds));

class Histories extends fc.Arbitrary<History> {
  generate(random: fc.Random): fc.Value<History> {
    return new fc.Value(historyOf(drawHistory(random)), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is History {
    return parts.canShrinkWithoutContext(value);
  }

  shrink([words, rounds]: History, context: unknown): fc.Stream<fc.Value<History>> {
    return parts.shrink([words, rounds], context);
  }
}

/** Histories. Which assumptions hold is seen to where one is played. */
export const histories: fc.Arbitrary<History> = new Histories();

function* simplerRounds(round: SwitchInputs): Generator<SwitchInputs> {
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

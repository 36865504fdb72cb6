// Playing a pair: the same history on two machines that differ in secrets, and each moment that both come to as one span.
import { type Layout, ownLayout } from '../../../model/layout.ts';
import type { Program } from '../../../model/program.ts';
import { type State, stateOf, withWords, wordIn } from '../../../model/state.ts';
import { openOf, type Side, secretsOf } from '../../../spec/secrets.ts';
import type { Machine, Place, Span, SpanKind, Trace } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { beginning, playFrom, roundsOf, type Stage } from '../switch/play.ts';
import { aligned } from './alignment.ts';
import { firstOf, type PairHistory, secondRounds } from './history.ts';
import { momentsOf, type ObservationPoint } from './observation-points.ts';

/**
 * Plays both runs. They differ in secrets of the pair's side, and in nothing else unless other places are named; a later switch is compared
 * where what is open is alike when it is called.
 */
export function playPair(
  program: Program,
  pair: PairHistory,
  stage: Stage,
  places: readonly Place[] = secretsOf(pair.side),
  open: readonly Place[] = openOf(pair.side),
): Trace {
  const [first, second] = beginnings(pair, stage, program.layout, places);
  const one = playFrom(first, program, roundsOf([NONE, pair.rounds]), stage).trace;
  const two = playFrom(second, program, roundsOf([NONE, secondRounds(pair)]), stage).trace;
  const secrets = differing(places, first, second);
  const openAlike = ({ called }: ObservationPoint, other: ObservationPoint): boolean =>
    open.every((place) => called.word(place) === other.called.word(place));
  const kind = kindOf(pair.side);
  const spans = aligned(momentsOf(one), momentsOf(two), openAlike).map(([here, there]): Span => {
    const { taken, from, to } = there;
    return {
      kind,
      before: stateAt(here, secrets),
      after: stateAt(there, secrets),
      taken,
      from,
      to,
    };
  });
  const ending = one.ending.end === 'returned' ? two.ending : one.ending;
  return { spans, unfinished: ending.end === 'returned' ? [] : [kind], ending };
}

/** The spans of a side's pairs. */
export const kindOf = (side: Side): SpanKind => (side === 'hosts' ? 'two-hosts' : 'two-guests');

/** Who asks for rounds asks for no words. */
const NONE = new BigUint64Array();

/** The two states in which the switch is called first. */
export function beginnings(
  pair: PairHistory,
  stage: Stage,
  layout: Layout = ownLayout,
  places: readonly Place[] = secretsOf(pair.side),
): readonly [State, State] {
  const first = beginning(firstOf(pair), stage, layout);
  const { cells } = first;
  const other = places.map((place): [Place, Word] => [
    place,
    wordIn(cells, place) ^ (pair.secrets[place] ?? 0n),
  ]);
  return [first, stateOf(stage.establish(withWords(cells, other)))];
}

const differing = (places: readonly Place[], first: Machine, second: Machine): Word =>
  BigInt(places.filter((place) => first.word(place) !== second.word(place)).length);

/** A state that also tells of its moment. */
function stateAt({ state, kind, steps, spent }: ObservationPoint, secrets: Word): Machine {
  return {
    address: state.address,
    word(place) {
      if (place === 'moment.kind') return kind;
      if (place === 'moment.steps') return steps;
      if (place === 'moment.spent') return spent;
      return place === 'moment.secrets' ? secrets : state.word(place);
    },
  };
}

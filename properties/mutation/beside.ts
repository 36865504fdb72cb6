// A changed program held beside the sound one: whether every stretch of every history ends in the same state, with time passing
// between any two steps.
//
// Where the change matters in time only, it is held beside the sound program that takes as many steps (`Fault.paced`).
import type { Fault } from '../../model/faults/generated.ts';
import type { Alike } from '../../model/faults/independent.ts';
import type { Program } from '../../model/program.ts';
import type { CompiledEvaluator } from '../compiled/evaluator.ts';
import type { History } from '../levels/switch/history.ts';
import { type Ends, endsOf, otherEnd, type Sameness } from './ends.ts';
import { anytime, pool, timely } from './pool.ts';
import { clauseOn, type Extent, evaluatorOn, partOf, type Reader, type Sighting } from './trial.ts';

/** How a change is held beside the sound program. */
interface ComparisonOptions {
  readonly extent: Extent;
  readonly sameness: Sameness;
  readonly reader: Reader;
}

/** How far a fault leads to the same machine as the sound program on the pool; undefined where it is another one. */
export function alikeOnPool(
  sound: Program,
  fault: Fault,
  terms: ComparisonOptions,
): Alike | undefined {
  const { extent, sameness, reader } = terms;
  const histories = partOf(timely(), extent);
  const evaluator = evaluatorOn(fault.plantedIn(sound), anytime, reader);
  const { paced = [itself] } = fault;
  const number = paced.findIndex((planted) => {
    const other = planted(sound);
    const ends = other === sound ? endsOnPool(sound) : endsBy(evaluatorOn(other, anytime, reader));
    return histories.every(
      (history) => otherEnd(evaluator, history, ends(history), sameness) === undefined,
    );
  });
  return number < 0 ? undefined : number === 0 ? 'always' : 'but-time';
}

/** Whether two programs are the same machine on the pool where no time passes by itself. */
export const sameMachine = (
  sound: Program,
  wrong: Program,
  sameness: Sameness = 'whole',
): boolean =>
  firstOther(pool().map(still), beside(sound, evaluatorOn(wrong, anytime), sameness)) === undefined;

/** What was said of a fault: how far it is the same machine, if it is, and in what. */
export interface Comparison {
  /** `still` where no time passes by itself. */
  readonly alike?: Alike | 'still';
  readonly sameness: Sameness;
}

/** Where it shows on some histories that a fault breaks a clause, or is another machine than was said; undefined where it does not. */
export function otherwiseOn(
  histories: readonly History[],
  sound: Program,
  fault: Fault,
  said: Comparison,
): Sighting | undefined {
  const { paced = [itself], plantedIn } = fault;
  const alike = paced.map((planted) => planted(sound));
  return (
    clauseOn(histories, [sound, ...alike], plantedIn(sound)) ??
    placeOn(histories, sound, fault, said)
  );
}

/** The first place in which it differs from each program that it was said to be like. */
function placeOn(
  histories: readonly History[],
  sound: Program,
  { paced = [itself], plantedIn }: Fault,
  { alike, sameness }: Comparison,
): Sighting | undefined {
  if (alike === undefined) return undefined;
  const evaluator = evaluatorOn(plantedIn(sound), anytime);
  if (alike === 'still')
    return firstOther(histories.map(still), beside(sound, evaluator, sameness));
  let first: Sighting | undefined;
  for (const planted of alike === 'always' ? paced.slice(0, 1) : paced) {
    const found = firstOther(histories, beside(planted(sound), evaluator, sameness));
    if (found === undefined) return undefined;
    first ??= found;
  }
  return first;
}

const itself = (sound: Program): Program => sound;

/** A history in which no time passes by itself. */
const still = ([words, rounds]: History): History => [
  words,
  rounds.map((round) => ({ ...round, delays: [] })),
];

/** In what a history ends otherwise on a evaluator's program than on another. */
function beside(
  other: Program,
  evaluator: CompiledEvaluator,
  sameness: Sameness,
): (history: History) => string | undefined {
  const ends = endsBy(evaluatorOn(other, anytime));
  return (history) => otherEnd(evaluator, history, ends(history), sameness);
}

function firstOther(
  histories: readonly History[],
  other: (history: History) => string | undefined,
): Sighting | undefined {
  for (const [number, history] of histories.entries()) {
    const place = other(history);
    if (place !== undefined) return { number, place };
  }
  return undefined;
}

const endsBy =
  (evaluator: CompiledEvaluator) =>
  (history: History): Ends =>
    endsOf(evaluator, history);

/** How no history goes. */
const NOWHERE: Ends = { ending: 'none', stretches: [] };

const plays = new WeakMap<Program, ReadonlyMap<History, Ends>>();

/** How the histories of the pool go on a program, with time in between; played once for each. */
export function endsOnPool(program: Program): (history: History) => Ends {
  const known = plays.get(program) ?? playedOn(program);
  plays.set(program, known);
  return (history) => known.get(history) ?? NOWHERE;
}

function playedOn(program: Program): ReadonlyMap<History, Ends> {
  const ends = endsBy(evaluatorOn(program, anytime));
  return new Map(timely().map((history) => [history, ends(history)]));
}

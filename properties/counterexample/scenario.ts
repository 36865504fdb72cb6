// Where a run begins and what happens in it, in words: rounds of switches where code was run, else lines and at times a diagram.
import type { Layout } from '../../model/layout.ts';
import { allPlaces, slots } from '../../model/places.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { stepOf } from '../arbitraries/guest-program.ts';
import type { Run } from '../levels/level.ts';
import type { History } from '../levels/switch/history.ts';
import { beginning, roundsOf, type Stage } from '../levels/switch/play.ts';

/** What happens. */
export interface Scenario {
  /** Places that differ from the default machine. */
  readonly initial: readonly (readonly [Place, bigint])[];
  readonly rounds: readonly ScenarioRound[];
  /** What happens, a line each, where histories are not rounds of switches. */
  readonly lines?: readonly string[];
  /** A swim-lane diagram, for histories of several threads. */
  readonly diagram?: readonly string[];
}

/** One switch of the history, in words. */
export interface ScenarioRound {
  readonly changes: readonly string[];
  readonly delays: readonly string[];
  readonly guest: readonly string[];
}

/** The scenario of a run. */
export function scenarioOf({ lines, diagram, code }: Run): Scenario {
  if (code === undefined)
    return { initial: [], rounds: [], lines, ...(diagram === undefined ? {} : { diagram }) };
  const { program, history, stage } = code;
  return {
    initial: initialOf(history, stage, program.layout),
    rounds: roundsOf(history).map(roundInWords),
  };
}

function initialOf(history: History, stage: Stage, layout: Layout): Scenario['initial'] {
  const begin = beginning(history, stage, layout);
  const blank = beginning([new BigUint64Array(slots + 1), []], stage, layout);
  return allPlaces
    .map((place) => [place, begin.word(place)] as const)
    .filter(([place, word]) => word !== blank.word(place));
}

const roundInWords = ({
  changes,
  delays,
  guest,
}: ReturnType<typeof roundsOf>[number]): ScenarioRound => ({
  changes: changes.map(({ place, word }) => `${allPlaces[place]} := 0x${word.toString(16)}`),
  delays: delays.map(({ after, ticks }) => `${ticks} ticks after step ${after}`),
  guest: guest.map((action) => stepOf(action).text),
});

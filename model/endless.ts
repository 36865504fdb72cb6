// A run that goes round: where nothing but hypervisor code happens any more, and the machine comes to be as it was, it never ends.
import { Endless } from './ending.ts';
import { allPlaces, slotNamed } from './places.ts';
import type { Program } from './program.ts';
import type { RunState, World } from './run-state.ts';
import { next } from './transition.ts';

/** Steps after which the machine must be as it was: wait loops are far shorter. */
export const ROUND = 256;

const NIA = slotNamed('NIA');

/** Why a run that has come to this state never ends; undefined where that is not seen. Memory that nobody named is not looked at. */
export function goesRound(program: Program, world: World, from: RunState): Endless | undefined {
  let state = from;
  for (let steps = 1; steps <= ROUND; steps++) {
    const step = next(program, world, state);
    if (step.end !== undefined || step.taken.by !== 'host' || !step.state.hypervisor)
      return undefined;
    state = step.state;
    if (isAsIn(state, from)) return new Endless(steps);
  }
  return undefined;
}

const isAsIn = ({ cells }: RunState, { cells: before }: RunState): boolean =>
  cells.word(NIA) === before.word(NIA) &&
  allPlaces.every((_, slot) => cells.word(slot) === before.word(slot));

// What came of states in earlier runs over the same terms: where another program has the same step for the same state, the same comes of it.
//
// States are the same by what they hold. A run with one step changed is so followed anew from that step on, and no longer than until it is
// in a state in which an earlier run was too. Runs that share what they recall must be watched alike, take fields and labels to be at the
// same places, and have the same constants.

import { slotNamed } from '../places.ts';
import type { Program } from '../program.ts';
import type { Turnout } from './advance.ts';
import { hashOf, isSameState } from './same-state.ts';
import { type SymbolicState, slotIn } from './state.ts';

/** Ticks that were named, and the state that they pass in. */
export interface NamedTicks {
  readonly name: string;
  readonly at: SymbolicState;
}

/** What came of a state, and the ticks that were named on the way to it. */
interface KeptTurnout {
  readonly turnout: Turnout;
  readonly ticks: readonly NamedTicks[];
}

/** What is remembered. It grows with each run; what a layer has learnt goes with the layer. */
export interface Recall {
  /** The state itself, or the one that is known and holds the same. */
  readonly same: (state: SymbolicState) => SymbolicState;
  /** What came of a state, if the program has the step there of which it came. */
  turnoutOf(state: SymbolicState, program: Program): KeptTurnout | undefined;
  /** Remembers what came of a state, and tells it, with states that are known in the place of others that hold the same. */
  kept(state: SymbolicState, came: KeptTurnout): Turnout;
  /** What two states became where they met. */
  met(one: SymbolicState, other: SymbolicState, meet: () => SymbolicState): SymbolicState;
  /** One that knows all this, and learns more by itself. */
  layer(): Recall;
}

const NIA = slotNamed('NIA');

/** Remembers what comes of states; nothing yet. */
export const recalling = (): Recall => layerOver(undefined);

/** What a layer knows, for those on it. */
interface LayerOfRecall {
  stateLike(state: SymbolicState, hash: number): SymbolicState | undefined;
  cameOf(state: SymbolicState): readonly KeptTurnout[];
  metBefore(one: SymbolicState, other: SymbolicState): SymbolicState | undefined;
}

function layerOver(under: LayerOfRecall | undefined): Recall {
  const states = new Map<number, SymbolicState[]>();
  const came = new Map<SymbolicState, KeptTurnout[]>();
  const meetings = new Map<SymbolicState, Map<SymbolicState, SymbolicState>>();
  const layer: LayerOfRecall = {
    stateLike: (state, hash) =>
      under?.stateLike(state, hash) ?? states.get(hash)?.find((one) => isSameState(one, state)),
    cameOf: (state) => [...(under?.cameOf(state) ?? []), ...(came.get(state) ?? [])],
    metBefore: (one, other) => under?.metBefore(one, other) ?? meetings.get(one)?.get(other),
  };
  const same = (state: SymbolicState): SymbolicState => {
    const hash = hashOf(state);
    const known = layer.stateLike(state, hash);
    if (known !== undefined) return known;
    states.set(hash, [...(states.get(hash) ?? []), state]);
    return state;
  };
  return {
    same,
    turnoutOf: (state, program) =>
      layer.cameOf(state).find(({ turnout }) => isOf(turnout, state, program)),
    kept(state, { turnout, ticks }) {
      const { on, entered } = turnout;
      const known = { ...turnout, on: on.map(same), entered: entered.map(same) };
      if (!turnout.anywhere)
        came.set(state, [...(came.get(state) ?? []), { turnout: known, ticks }]);
      return known;
    },
    met(one, other, meet) {
      const known = layer.metBefore(one, other);
      if (known !== undefined) return known;
      const state = same(meet());
      const all = meetings.get(one) ?? new Map<SymbolicState, SymbolicState>();
      meetings.set(one, all.set(other, state));
      return state;
    },
    layer: () => layerOver(layer),
  };
}

/** Whether the program has the step there of which it came. */
function isOf({ placed }: Turnout, { slots }: SymbolicState, program: Program): boolean {
  if (placed === undefined) return true;
  const nia = slotIn(slots, NIA);
  const index = nia.op === 'literal' ? program.find(nia.word) : undefined;
  const here = index === undefined ? undefined : program.steps[index];
  return (
    here !== undefined &&
    here.step === placed.step &&
    here.site === placed.site &&
    here.next === placed.next
  );
}

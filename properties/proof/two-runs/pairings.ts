// The moments of two runs that may be those of one number: each instruction of the guest, each interrupt, each return, as play.ts pairs them.
import type { Algebra } from '../../../model/symbolic/algebra.ts';
import { assume, conditionsOf, type Facts, noFacts } from '../../../model/symbolic/facts.ts';
import type { PathEnd } from '../../../model/symbolic/path-end.ts';
import type { SymbolicState } from '../../../model/symbolic/state.ts';
import type { SymbolicSwitch } from '../../../model/symbolic/switch.ts';
import { MOMENT } from '../../../spec/vocabulary/observation.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import type { GuestDifferences } from './guest-actions.ts';
import type { TwoRuns } from './renaming.ts';

/** A moment of one run: what has just happened, and the state then. */
interface MomentOfRun {
  readonly kind: Word;
  readonly state: SymbolicState;
  /** The last step, in words. */
  readonly site: string;
}

/** A moment that one run may come to while another comes to its own, as their moments of the same number. */
export interface Pairing {
  readonly one: MomentOfRun;
  readonly two: MomentOfRun;
  /** What is known on both paths. */
  readonly facts: Facts;
}

/** The moments that both runs may come to as those of the same number. */
export function pairingsOf(
  t: Algebra,
  run: SymbolicSwitch,
  runs: TwoRuns,
  { alike }: GuestDifferences,
): readonly Pairing[] {
  const moment = (kind: Word, site: string, state: SymbolicState): MomentOfRun => {
    return { kind, site, state };
  };
  const returned = (phase: string, kind: Word) =>
    run.ends
      .filter(({ end, state }: PathEnd) => end === 'returned' && state.phase === phase)
      .map(({ site, state }) => moment(kind, site, state));
  const first = [
    ...run.entered.map((state) => moment(MOMENT.STARTED, 'the guest is entered', state)),
    ...returned('call', MOMENT.REFUSED),
  ];
  const paired = (some: readonly MomentOfRun[]): readonly Pairing[] =>
    some.flatMap((one) => some.flatMap((two) => pairing(t, runs, one, two)));
  if (!alike) return paired(first);
  const alone = (kind: Word, site: string, states: readonly SymbolicState[]) =>
    states.flatMap((state) => {
      const one = moment(kind, site, state);
      return pairing(t, runs, one, one);
    });
  const next = [
    ...run.resumed.map((state) => moment(MOMENT.RESUMED, 'the guest is resumed', state)),
    ...returned('vector', MOMENT.RETURNED),
  ];
  const causes = new Map(next.map(({ state }) => [causeOf(state), state]));
  return [
    ...paired(first),
    ...alone(MOMENT.RAN, 'the guest runs', run.running),
    ...alone(MOMENT.INTERRUPTED, 'the interrupt', run.interrupted),
    ...[...causes.keys()].flatMap((cause) =>
      paired(next.filter(({ state }) => causeOf(state) === cause)),
    ),
  ];
}

/** In which turn of the guest, and by which interrupt, hypervisor code was come to. */
const causeOf = ({ begin, event }: SymbolicState): string => `${turnId(begin.entered)} ${event}`;

const turnIds = new WeakMap<object, number>();
let lastTurn = 0;
function turnId(entered: object | undefined): number {
  if (entered === undefined) return 0;
  const known = turnIds.get(entered) ?? ++lastTurn;
  turnIds.set(entered, known);
  return known;
}

/** Two moments that can be come to together, with what is known then. */
function pairing(
  t: Algebra,
  { first, second }: TwoRuns,
  one: MomentOfRun,
  two: MomentOfRun,
): readonly Pairing[] {
  const conditions = [
    ...conditionsOf(one.state.facts.assumed).map(first),
    ...conditionsOf(two.state.facts.assumed).map(second),
  ];
  const facts = conditions.reduce((all, condition) => assume(t, all, condition, true), noFacts());
  return facts.impossible ? [] : [{ one, two, facts }];
}

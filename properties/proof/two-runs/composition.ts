// Two runs of a program beside each other, from any two calls that differ only in secrets of one side: in what they may differ, and the
// moments that both may come to.
//
// In what they may differ is found by induction. First it is taken that they differ nowhere but in secrets when a switch is called, and
// nowhere when a turn of the guest begins; then in whatever they are found to differ where such a turn is seen to begin, or a switch to
// return, until nothing is added. So what is found of these two is true of the first switch and the first turn, and of all after them.
import { slotNamed } from '../../../model/places.ts';
import { type Algebra, both, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { conditionsOf, type Facts } from '../../../model/symbolic/facts.ts';
import { slotIn } from '../../../model/symbolic/state.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import { openOf, type Side, secretsOf } from '../../../spec/secrets.ts';
import { MOMENT } from '../../../spec/vocabulary/observation.ts';
import { lowBits, type Word } from '../../../spec/vocabulary/words.ts';
import type { Values } from '../guesses.ts';
import type { ProofRun } from '../run.ts';
import { variablesIn } from '../variables.ts';
import type { Counting } from './counting.ts';
import { guestDifferences } from './guest-actions.ts';
import { type Pairing, pairingsOf } from './pairings.ts';
import { type Differences, IN_USE, secondName, type TwoRuns, twoRuns } from './renaming.ts';
import { SEGMENTS, unrelatedEntries } from './segments.ts';

/** Two runs. */
export interface Composition {
  readonly side: Side;
  readonly runs: TwoRuns;
  readonly differences: Differences;
  readonly pairings: readonly Pairing[];
  /** Whether guests of both runs are interrupted alike; else no moment after a guest's turn begins is compared. */
  readonly alike: boolean;
}

/** What a composition is made of: a run over terms that was counted. */
export interface CountedRun extends ProofRun {
  readonly counting: Counting;
}

/** What tells of assignments that facts allow. */
export interface Finder {
  /** Whether a truth is found to hold in none of them. */
  isNever(facts: Facts, truth: Term): Promise<boolean>;
  /** A few of them, if any is found. */
  machinesOn(facts: Facts): Promise<readonly Values[]>;
}

/** Composes a program with itself. */
export async function composed(
  counted: CountedRun,
  side: Side,
  finder: Finder,
): Promise<Composition> {
  const composing = composingOf(counted, side);
  let differences = firstDifferences(side);
  for (;;) {
    const composition = composing(differences);
    const compare = comparing(counted, composition.runs, finder);
    const grown =
      (await turnsDiffering(compare, composition)) ?? (await callsDiffering(compare, composition));
    if (grown === undefined) return composition;
    differences = grown;
  }
}

/**
 * The same taken to differ in nothing but secrets, and in these at the call only: for looking where a pair of histories may show that
 * more differs. It proves nothing.
 */
export const firstComposed = (counted: CountedRun, side: Side): Composition =>
  composingOf(counted, side)(firstDifferences(side));

function composingOf(counted: CountedRun, side: Side): (differences: Differences) => Composition {
  const { t, counting, program } = counted;
  const around = { t, layout: program.layout, image: program.image, code: program.code };
  const guests = guestDifferences(around, side);
  const variables = variablesIn(termsOf(counted));
  return (given) => {
    const guest = guests(given.turn, given.segments);
    const segments = given.segments || guest.segments;
    const differences: Differences = { ...given, guest: guest.slots, segments };
    const runs = twoRuns(t, variables, counting.pauses, differences);
    const pairings = pairingsOf(t, counted.run, runs, guest);
    return { side, runs, differences, pairings, alike: guest.alike };
  };
}

/** Nothing but the secrets of a side differs, and they only at the call. */
export const firstDifferences = (side: Side): Differences => ({
  side,
  call: new Map(secretsOf(side).map((place) => [slotNamed(place), 'always'])),
  turn: new Set(),
  guest: new Set(),
  segments: false,
  time: false,
});

/** Every term that counts. */
function* termsOf({ run, called, counting }: CountedRun): Generator<Term> {
  yield* called;
  const { entered, resumed, running, interrupted, ends } = run;
  for (const state of [
    entered,
    resumed,
    running,
    interrupted,
    ends.map((end) => end.state),
  ].flat()) {
    yield* state.slots;
    yield* conditionsOf(state.facts.assumed);
    yield counting.stepsIn(state);
    for (const { byte, there } of state.bytes.values()) yield* [byte, there];
  }
}

/** Compares two runs at moments that both may come to. */
interface Comparing {
  readonly t: Algebra;
  readonly counting: Counting;
  readonly runs: TwoRuns;
  /** Whether a truth holds at no such moment. */
  isNever(pairing: Pairing, truth: Term): Promise<boolean>;
  /** The slots, of those given, that may differ where a truth holds. */
  differing(pairing: Pairing, slots: Iterable<number>, where?: Term): Promise<readonly number[]>;
}

function comparing({ t, counting }: CountedRun, runs: TwoRuns, finder: Finder): Comparing {
  const never: Comparing['isNever'] = async ({ facts }, truth) => {
    if (truth.max === 0n) return true;
    const some = await finder.machinesOn(facts);
    return !some.some((wordOf) => wordOf(truth) !== 0n) && (await finder.isNever(facts, truth));
  };
  return {
    t,
    counting,
    runs,
    isNever: never,
    async differing(pairing, slots, where = t.literal(1n)) {
      const found: number[] = [];
      for (const slot of slots) {
        const a = runs.first(slotIn(pairing.one.state.slots, slot));
        const b = runs.second(slotIn(pairing.two.state.slots, slot));
        if (a === b) continue;
        if (!(await never(pairing, both(t, where, negated(t, t.equal(a, b)))))) found.push(slot);
      }
      return found;
    },
  };
}

const isOf =
  (...kinds: readonly Word[]) =>
  ({ one, two }: Pairing): boolean =>
    one.kind === two.kind && kinds.includes(one.kind);

/** In what a turn of the guest may begin otherwise than it was taken to; undefined where there is nothing. */
async function turnsDiffering(
  { t, counting, runs, isNever, differing }: Comparing,
  { differences, pairings }: Composition,
): Promise<Differences | undefined> {
  const turn = new Set(differences.turn);
  let { segments, time } = differences;
  for (const pairing of pairings.filter(isOf(MOMENT.STARTED, MOMENT.RESUMED))) {
    const { one, two } = pairing;
    const rest = [...one.state.slots.keys()].filter(
      (slot) => !turn.has(slot) && !SEGMENTS.has(slot),
    );
    for (const slot of await differing(pairing, rest)) turn.add(slot);
    if (!segments) {
      const [a, b] = [one.state.slots.map(runs.first), two.state.slots.map(runs.second)];
      for (const truth of unrelatedEntries(t, a, b)) segments ||= !(await isNever(pairing, truth));
    }
    const { phase, event } = one.state;
    const [a, b] = [
      runs.first(counting.stepsIn(one.state)),
      runs.second(counting.stepsIn(two.state)),
    ];
    const alike = both(t, runs.sameTime(phase, event), t.equal(a, b));
    time ||= one.state !== two.state || !(await isNever(pairing, negated(t, alike)));
  }
  const isGrown =
    turn.size > differences.turn.size ||
    segments !== differences.segments ||
    time !== differences.time;
  return isGrown ? { ...differences, turn, segments, time } : undefined;
}

/** In what the next switch may be called otherwise; undefined where there is nothing. What is open is no part of that: see play.ts. */
async function callsDiffering(
  { t, counting, runs, differing }: Comparing,
  composition: Composition,
): Promise<Differences | undefined> {
  const { side, differences, pairings } = composition;
  const open = new Set(openOf(side).map(slotNamed));
  const call = new Map(differences.call);
  for (const pairing of pairings.filter(isOf(MOMENT.RETURNED, MOMENT.REFUSED))) {
    const { one, two } = pairing;
    const [a, b] = stepsAt(t, counting, composition, pairing);
    const atOnce = t.equal(a, b);
    const rest = [...one.state.slots.keys()].filter((slot) => !open.has(slot));
    const same = rest.filter((slot) => !call.has(slot));
    for (const slot of await differing(pairing, same, atOnce)) call.set(slot, 'unused');
    const used = both(t, atOnce, truthOf(t, runs.second(slotIn(two.state.slots, IN_USE))));
    const partly = rest.filter((slot) => call.get(slot) === 'unused');
    for (const slot of await differing(pairing, partly, used)) call.set(slot, 'always');
  }
  const kept = [...call].every(([slot, how]) => differences.call.get(slot) === how);
  return kept ? undefined : { ...differences, call };
}

/** Steps of hypervisor code that both runs have taken since the call of the switch, up to two moments. */
export function stepsAt(
  t: Algebra,
  counting: Counting,
  { runs, differences }: Composition,
  { one, two }: Pairing,
): readonly [first: Term, second: Term] {
  const [a, b] = [
    runs.first(counting.stepsIn(one.state)),
    runs.second(counting.stepsIn(two.state)),
  ];
  if (one.state.phase === 'call') return [a, b];
  const before = t.table.variable(STEPS_BEFORE, lowBits(32));
  const other = t.table.variable(secondName(STEPS_BEFORE), lowBits(32));
  return [t.add(before, a), t.add(differences.time ? other : before, b)];
}

const STEPS_BEFORE = 'steps before the turn';

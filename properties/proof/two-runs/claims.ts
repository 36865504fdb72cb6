// What has to be shown of a clause about two runs: at each pair of moments that both may come to, that its claim is not broken there.

import { slotNamed } from '../../../model/places.ts';
import { type Algebra, negated } from '../../../model/symbolic/algebra.ts';
import { assume, conditionsOf, type Facts, noFacts } from '../../../model/symbolic/facts.ts';
import { slotIn } from '../../../model/symbolic/state.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import type { Claim, Clause, Kind } from '../../../spec/clause.ts';
import { secretsOf } from '../../../spec/secrets.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { MOMENT } from '../../../spec/vocabulary/observation.ts';
import { lowBits } from '../../../spec/vocabulary/words.ts';
import { type Finding, type FormulaScope, findingOf } from '../findings.ts';
import type { Obligation } from '../obligations.ts';
import { type Composition, type CountedRun, stepsAt } from './composition.ts';
import type { Pairing } from './pairings.ts';

/** Everything that has to be shown of a clause. */
export function pairObligations(
  counted: CountedRun,
  composition: Composition,
  { claim }: Clause,
): readonly Obligation[] {
  const whole = composition.pairings.map((pairing): Obligation => {
    const scope = scopeOf(counted, composition, pairing);
    const { met, broken } = findingOf(counted.t, claim, scope);
    const { one, two, facts } = pairing;
    const caveats = new Set([...one.state.caveats, ...two.state.caveats]);
    const { event } = one.state;
    return {
      facts,
      state: one.state,
      met,
      broken,
      event,
      where: whereOf(pairing),
      caveats,
    };
  });
  return [...whole, ...unfinished(counted, composition), ...strayed(counted.t, composition)];
}

/** Guests that are entered from paths that did not meet: their turns are not compared, so it has to be shown that no two machines do so. */
const strayed = (t: Algebra, { pairings }: Composition): readonly Obligation[] =>
  pairings
    .filter(({ one, two }) => one.kind === MOMENT.STARTED && two.kind === one.kind)
    .filter(({ one, two }) => one.state !== two.state)
    .map((pairing): Obligation => {
      const [met, broken] = [t.literal(0n), t.literal(1n)];
      const { facts, one } = pairing;
      const { state } = one;
      return { facts, state, met, broken, event: '', where: whereOf(pairing), caveats: new Set() };
    });

function whereOf({ one, two }: Pairing): string {
  const of = ({ state, site }: Pairing['one']): string =>
    state.event === '' ? site : `${state.event}, ${site}`;
  return of(one) === of(two) ? of(one) : `${of(one)}; in the second run ${of(two)}`;
}

/** Paths without an end: two runs of which one takes such a path show nothing of what comes after. */
function unfinished({ t, run }: CountedRun, { runs, alike }: Composition): readonly Obligation[] {
  return run.ends
    .filter(({ end, wild }) => end !== 'returned' && wild === undefined)
    .map((end): Obligation => {
      const { state } = end;
      const facts = assumedOf(t, conditionsOf(state.facts.assumed).map(runs.first));
      const [met, broken] = [t.literal(0n), t.literal(1n)];
      const { caveats, event } = state;
      const where = `${end.site}: ${end.why}`;
      return { facts, state, met, broken, event, where, stops: end, caveats };
    })
    .concat(alike ? [] : apart(t, run));
}

/** Guests that are not interrupted alike: of what comes after nothing is known. */
function apart(t: Algebra, { running }: CountedRun['run']): readonly Obligation[] {
  return running.map((state): Obligation => {
    const { facts, caveats } = state;
    const [met, broken] = [t.literal(0n), t.literal(1n)];
    const where = 'the guest, which may be interrupted otherwise in the second run';
    return { facts, state, met, broken, event: '', where, caveats };
  });
}

const assumedOf = (t: Algebra, conditions: readonly Term[]): Facts =>
  conditions.reduce((facts, one) => assume(t, facts, one, true), noFacts());

function scopeOf(counted: CountedRun, composition: Composition, pairing: Pairing): FormulaScope {
  const { t, counting, program } = counted;
  const { runs, side } = composition;
  const { one, two } = pairing;
  const steps = stepsAt(t, counting, composition, pairing);
  const moment = (place: Place, which: 0 | 1): Term | undefined => {
    switch (place) {
      case 'moment.kind':
        return t.literal([one, two][which]?.kind ?? 0n);
      case 'moment.steps':
        return steps[which];
      // Switches are compared while equally many steps were taken in all before them.
      case 'moment.spent':
        return t.add(t.table.variable('steps before the switch', lowBits(32)), steps[which]);
      case 'moment.secrets':
        return differing(counted, composition, secretsOf(side));
      default:
        return undefined;
    }
  };
  const was = (place: Place): Term =>
    moment(place, 0) ?? runs.first(slotIn(one.state.slots, slotNamed(place)));
  const now = (place: Place): Term =>
    moment(place, 1) ?? runs.second(slotIn(two.state.slots, slotNamed(place)));
  return {
    was,
    now,
    prior: was,
    address: program.layout.addressOf,
    noted: (claim) => sameInBoth(counted, composition, pairing, { claim, was, now }),
  };
}

/** How many of these places differ at the call. */
function differing(
  { t, called }: CountedRun,
  { runs }: Composition,
  places: readonly Place[],
): Term {
  return places
    .map((place) => slotIn(called, slotNamed(place)))
    .map((word) => negated(t, t.equal(runs.first(word), runs.second(word))))
    .reduce((sum, one) => t.add(sum, one), t.literal(0n));
}

interface Comparison {
  readonly claim: Claim;
  was(place: Place): Term;
  now(place: Place): Term;
}

/** When two runs do not hold the same: the counterpart of spec/judging/same-in-both.ts. */
function sameInBoth(
  { t }: CountedRun,
  { runs }: Composition,
  pairing: Pairing,
  { claim, was, now }: Comparison,
): Finding {
  if (claim.claim !== 'same-in-both') throw new Error('two runs have no way of their own');
  const { places, mask = lowBits(64) }: Kind<'same-in-both'> = claim;
  const bits = t.literal(mask);
  const sides = places.map((place) => [t.and(was(place), bits), t.and(now(place), bits)] as const);
  const apart = sides.filter(([a, b]) => a !== b);
  const unnamed = claim.unnamed === undefined ? t.literal(0n) : unnamedDiffers(t, runs, pairing);
  const broken = apart
    .map(([a, b]) => negated(t, t.equal(a, b)))
    .reduce((any, one) => t.or(any, one), unnamed);
  return { met: t.literal(1n), broken };
}

/**
 * When memory that nobody named may differ: where the second run may have stored to any, or to an address that is not known. Which
 * store of the first one is the last to the same place is not followed.
 */
const unnamedDiffers = (t: Algebra, { second }: Composition['runs'], { two }: Pairing): Term =>
  [...two.state.bytes.values()].reduce(
    (any, { there }) => t.or(any, second(there)),
    t.literal(two.state.caveats.size > 0 ? 1n : 0n),
  );

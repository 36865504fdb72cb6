// Two programs that end alike for all machines: run over one algebra, each path of the one is a path of the other, and ends with equal words.
//
// Paths are held side by side where spans end: by how they end and by the interrupt. What rewriting does not show to be equal counts as
// different, so that a program that is alike is so in every assignment, and one that is not may be.
import { allPlaces } from '../../model/places.ts';
import { type Algebra, both, negated, truthOf } from '../../model/symbolic/algebra.ts';
import { conditionsOf, type Facts } from '../../model/symbolic/facts.ts';
import type { SymbolicState } from '../../model/symbolic/state.ts';
import { slotIn } from '../../model/symbolic/state.ts';
import type { SymbolicSwitch } from '../../model/symbolic/switch.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Settling, settling } from './settling.ts';

/** A moment that a path comes to, and what it is called. */
interface Moment {
  readonly name: string;
  readonly state: SymbolicState;
}

/** What tells where two programs part. */
export interface Comparer {
  /**
   * Where the second run differs from the first, in words; undefined where it does so for no machine. Of each place the bits of its mask
   * count.
   */
  parting(
    first: SymbolicSwitch,
    second: SymbolicSwitch,
    masks: ReadonlyMap<Place, Word>,
  ): string | undefined;
}

/** Holds runs over an algebra side by side. */
export function beside(t: Algebra, settle: Settling = settling(t)): Comparer {
  return {
    parting(first, second, masks) {
      settle.begin();
      const [expected, found] = [momentsOf(first), momentsOf(second)];
      for (const name of new Set([...expected.keys(), ...found.keys()])) {
        const [all, others] = [expected.get(name) ?? [], found.get(name) ?? []];
        if (all.length !== others.length)
          return `${all.length} paths to ${name}, and ${others.length}`;
        for (const [i, { state }] of all.entries()) {
          const other = others[i]?.state ?? state;
          const place = differing(t, settle, masks, state, other);
          if (place !== undefined) return `${place}, at ${name}`;
        }
      }
      return undefined;
    },
  };
}

/** The moments at which spans end, and at which paths end that do not come there, by what they are called. */
function momentsOf(run: SymbolicSwitch): ReadonlyMap<string, readonly Moment[]> {
  const called = (what: string, state: SymbolicState): Moment => ({
    name: state.event === '' ? what : `${what} after ${state.event}`,
    state,
  });
  const all = [
    ...run.ends.map(({ end, state }) => called(`${state.phase} ${end}`, state)),
    ...run.entered.map((state) => called('the entry', state)),
    ...run.interrupted.map((state) => called('the interrupt', state)),
    ...run.resumed.map((state) => called('the resumption', state)),
  ];
  const byName = new Map<string, Moment[]>();
  for (const one of all) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  return byName;
}

/** In what two states differ that are the ends of one path, or of two that some machine does not share. */
function differing(
  t: Algebra,
  settle: Settling,
  masks: ReadonlyMap<Place, Word>,
  a: SymbolicState,
  b: SymbolicState,
): string | undefined {
  if (!isImplied(t, settle, a, b) || !isImplied(t, settle, b, a)) return 'the way';
  for (const [slot, place] of allPlaces.entries()) {
    const mask = t.literal(masks.get(place) ?? 0n);
    const [x, y] = [slotIn(a.slots, slot), slotIn(b.slots, slot)];
    if (x === y) continue;
    const unequal = negated(t, t.equal(t.and(x, mask), t.and(y, mask)));
    if (settle.openParts(a.facts, unequal).length > 0) return place;
  }
  return isSameMemory(t, settle, a.facts, a, b) ? undefined : 'memory that no structure owns';
}

/** Whether what is known on one path follows from what is known on another. */
function isImplied(
  t: Algebra,
  settle: Settling,
  { facts }: SymbolicState,
  other: SymbolicState,
): boolean {
  const known = new Set(conditionsOf(facts.assumed));
  return conditionsOf(other.facts.assumed).every(
    (one) => known.has(one) || settle.openParts(facts, negated(t, one)).length === 0,
  );
}

/** Whether two states have the same in memory that no structure owns. */
export function isSameMemory(
  t: Algebra,
  settle: Settling,
  facts: Facts,
  a: SymbolicState,
  b: SymbolicState,
): boolean {
  const none = { byte: t.literal(0n), there: t.literal(0n) };
  return [...new Set([...a.bytes.keys(), ...b.bytes.keys()])].every((real) => {
    const [x, y] = [a.bytes.get(real) ?? none, b.bytes.get(real) ?? none];
    const unequal = t.or(
      t.xor(truthOf(t, x.there), truthOf(t, y.there)),
      both(t, x.there, negated(t, t.equal(x.byte, y.byte))),
    );
    return settle.openParts(facts, unequal).length === 0;
  });
}

// Making a state satisfy the assumptions: what a claim says of a place is put into the place.
//
// Only claims that say what a place holds can be established (equal, in each); anything else is an error here, so an
// assumption that the arbitraries cannot enforce does not go unnoticed.

import type { Cells } from '../../../model/cells.ts';
import type { Holding, Layout } from '../../../model/layout.ts';
import { cutTo, withWords, wordIn } from '../../../model/state.ts';
import type { AtCall } from '../../../spec/at-call.ts';
import { atCall } from '../../../spec/at-call.ts';
import type { Claim, Term } from '../../../spec/clause.ts';
import { type Scope, wordOf } from '../../../spec/judging/evaluate.ts';
import { placesIn } from '../../../spec/judging/reads.ts';
import { now } from '../../../spec/terms.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../../spec/vocabulary/words.ts';

export interface Assignment {
  readonly place: Place;
  readonly mask: Word;
  /** A word that depends on nothing, or a term. */
  readonly to: Word | Term;
}

/** The cells with what the assumptions say, but for those left out. */
export type Establish = (cells: Cells) => Cells;

const ALL = lowBits(64);

/** What makes a state satisfy every assumption about the call but those named. */
export function establishing(without: ReadonlySet<string>): Establish {
  const known = new WeakMap<Layout, readonly Assignment[]>();
  const assignmentsIn = (layout: Layout): readonly Assignment[] => {
    const assignments = assignmentsFor(without, layout);
    known.set(layout, assignments);
    return assignments;
  };
  return (before) => {
    const { layout } = before;
    const words = new Map<Place, Word>();
    const now = (place: Place) => words.get(place) ?? wordIn(before, place);
    const scope: Scope = { was: now, now, prior: now, address: layout.addressOf };
    for (const { place, mask, to } of known.get(layout) ?? assignmentsIn(layout)) {
      const word = typeof to === 'bigint' ? to : wordOf(to, scope);
      const whole = mask === ALL ? word : (now(place) & ~mask) | (word & mask);
      words.set(place, cutTo(place, whole));
    }
    return withWords(before, words);
  };
}

/** What the assumptions but for those named put where, in order: each reads what those before it have put. */
export const assignmentsFor = (
  without: ReadonlySet<string>,
  layout: Layout,
): readonly Assignment[] => [
  ...atCall
    .filter(({ name }) => !without.has(name))
    .flatMap(({ name, claim }) => assignmentsOf(name, claim, layout)),
  ...[...layout.holds].map(([place, holding]) => heldBy(place, holding, layout)),
];

/** What the kernel that has a spare field sees to. */
function heldBy(place: Place, holding: Holding, { addressOf }: Layout): Assignment {
  if ('word' in holding) return { place, mask: ALL, to: holding.word };
  if ('addressOf' in holding)
    return { place, mask: ALL, to: addressOf(holding.addressOf) + (holding.plus ?? 0n) };
  return { place, mask: ALL, to: now(holding.sameAs) };
}

function assignmentsOf(name: AtCall['name'], claim: Claim, layout: Layout): readonly Assignment[] {
  if (claim.claim === 'each')
    return claim.claims.flatMap((part) => assignmentsOf(name, part, layout));
  if (claim.claim !== 'equal' || claim.left.term !== 'now' || claim.within !== undefined)
    throw new Error(`assumption ${name} does not say what a place holds`);
  const { left, right, mask = ALL } = claim;
  const constant = placesIn(right).length === 0;
  return [{ place: left.place, mask, to: constant ? wordOf(right, nowhere(layout)) : right }];
}

const noState = (): never => {
  throw new Error('a constant reads no place');
};

/** Where a constant is evaluated: only addresses are known. */
const nowhere = ({ addressOf }: Layout): Scope => ({
  was: noState,
  now: noState,
  prior: noState,
  address: addressOf,
});

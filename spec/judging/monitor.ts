// Monitors: what claims about the steps of a span mean, each as a small machine that looks on.
//
// A monitor waits until a place is written, or for nothing. It looks after the writes that it names, and what its looks find adds up:
// broken if one is, else met if one is. It is data, so the interpreter runs it over recorded steps (trace.ts) and the compiler makes
// it part of the code of steps.
import type { Claim, TraceClaim } from '../clause.ts';
import { given } from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { readsOf } from './claim-reads.ts';
import { partsOf } from './parts.ts';

/** A machine with two states, waiting and not. */
export interface Monitor {
  /** Whose writes count: those of hypervisor code, or all. */
  readonly by: 'host' | 'all';
  /** It waits until this place is written; without one it never does. */
  readonly since: Place | undefined;
  /** After which writes it looks: of these places, or all stores to other places than these. */
  readonly on: 'places' | 'other-stores';
  readonly places: ReadonlySet<Place>;
  /** Whether it looks at the state in which the span begins, too. */
  readonly atStart: boolean;
  /** What a look finds while it waits, and what it finds then. If one step ends the waiting and is looked at, it waits no more. */
  readonly early: Look;
  readonly look: Look;
  /** What it comes to where no look finds anything. */
  readonly otherwise: 'met' | 'unmet';
}

/** What a look finds: nothing, that the claim is met, that the write breaks it, or what a claim about the state says. */
export type Look =
  | { readonly finds: 'nothing' | 'met' }
  | { readonly finds: 'broken'; readonly expected: string; readonly found?: string }
  | { readonly finds: 'claim'; readonly claim: Claim };

const FORMS: Readonly<Partial<Record<Claim['claim'], boolean>>> = {
  throughout: true,
  'when-written': true,
  precedes: true,
  'only-writes': true,
  'never-writes': true,
} satisfies Record<TraceClaim['claim'], true>;

/** Whether a claim is about the steps of a span. */
export const isTraceClaim = (claim: Claim): claim is TraceClaim => FORMS[claim.claim] === true;

const monitors = new WeakMap<TraceClaim, Monitor>();

/**
 * The monitor of a claim, made once for each. Throws if its looks are to judge more than a state: steps again, or a predicate, which is
 * judged at the ends of a span.
 */
export function monitorOf(claim: TraceClaim): Monitor {
  const known = monitors.get(claim);
  if (known !== undefined) return known;
  const made = monitor(claim);
  monitors.set(claim, made);
  return made;
}

function monitor(claim: TraceClaim): Monitor {
  switch (claim.claim) {
    case 'throughout': {
      const { since, then, while: when } = claim;
      const judged = when === undefined ? then : given(when, then);
      const look = judging(judged);
      const reads = readsOf(judged).map(({ place }) => place);
      const places = new Set(since === undefined ? reads : [since, ...reads]);
      return { ...looking('all', places, look), since, atStart: true };
    }
    case 'when-written':
      return looking('host', new Set(claim.places), judging(claim.then));
    case 'precedes': {
      const expected = `no write before ${claim.first} is written`;
      const early: Look = { finds: 'broken', expected, found: 'a write' };
      const met: Look = { finds: 'met' };
      return { ...looking('host', new Set([claim.then]), met), since: claim.first, early };
    }
    case 'only-writes':
      return { ...forbidding(claim.places, 'no store'), on: 'other-stores' };
    case 'never-writes':
      return forbidding(claim.places, 'no write');
  }
}

const NOTHING: Look = { finds: 'nothing' };

/** A monitor that waits for nothing. */
const looking = (by: Monitor['by'], places: ReadonlySet<Place>, look: Look): Monitor => ({
  by,
  since: undefined,
  on: 'places',
  places,
  atStart: false,
  early: NOTHING,
  look,
  otherwise: 'unmet',
});

/** A monitor that each write breaks. */
const forbidding = (places: readonly Place[], expected: string): Monitor => ({
  ...looking('host', new Set(places), { finds: 'broken', expected }),
  otherwise: 'met',
});

/** A look that judges the state. */
function judging(claim: Claim): Look {
  check(claim);
  return { finds: 'claim', claim };
}

function check(claim: Claim): void {
  if (isTraceClaim(claim))
    throw new Error(`${claim.claim} is about steps, and is in a claim about steps`);
  if (claim.claim === 'predicate')
    throw new Error(`${claim.name} is judged at the ends of a span, and not followed through it`);
  for (const part of partsOf(claim)) check(part);
}

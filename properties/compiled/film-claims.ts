// Claims about the steps of a span, as they are woven into the code: which writes call for a look, and what the look finds.
//
// Each claim has two cells in `M`: its finding so far, and whether what it waits for has come. A claim that says something
// of NIA is refused, since that changes with every step and no write tells of it.

import { type Emitter, emitter } from '../../model/compiled/emitter.ts';
import { UNNAMED } from '../../model/compiled/machine-buffer.ts';
import { isNotZero } from '../../model/compiled/pair-words.ts';
import { fieldCells, slotNamed } from '../../model/places.ts';
import type { Claim, Clause, Term } from '../../spec/clause.ts';
import { placesIn } from '../../spec/judging/reads.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { BROKEN, claimText, type FilmClaim, MET, type States, termPair } from './term-text.ts';

/** A claim that is woven in. */
export interface Woven {
  readonly index: number;
  readonly over: SpanKind;
  readonly claim: FilmClaim;
  /** Whether only what hypervisor code writes counts. */
  readonly hostOnly: boolean;
  /** The slots whose writing it waits for, and those whose writing calls for a look. */
  readonly waits: ReadonlySet<number>;
  readonly looks: ReadonlySet<number>;
  /** The slots whose words before the step it asks for. */
  readonly prior: ReadonlySet<number>;
}

/** The claims of clauses that are about steps, in order. */
export function wovenIn(clauses: readonly Clause[]): readonly Woven[] {
  return clauses
    .flatMap(({ over, claim }) => filmClaims(claim).map((found) => ({ over, claim: found })))
    .map(({ over, claim }, index) => ({ index, over, claim, ...followed(claim) }));
}

/** The finding of a claim, as an expression: what forbids writes is met where there were none. */
export function findingOf({ index, claim }: Woven): string {
  const found = `M[${2 * index}]`;
  const forbids = claim.claim === 'only-writes' || claim.claim === 'never-writes';
  return forbids ? `(${found}||${MET})` : found;
}

/** What is done at the beginning of a span, and where the claim waits for something or looks: bodies of functions. */
export function bodiesOf(woven: Woven, states: States) {
  const { index, claim } = woven;
  const [found, come] = [`M[${2 * index}]`, `M[${2 * index + 1}]`];
  const waits = claim.claim === 'precedes' || (claim.claim === 'throughout' && claim.since);
  const atOnce = claim.claim === 'throughout' && !waits;
  return {
    begin: `${found}=0;${come}=${waits ? 0 : 1};${atOnce ? `look${index}();` : ''}`,
    wait: `${come}=1;`,
    look: lookText(claim, found, come, states),
  };
}

function lookText(claim: FilmClaim, found: string, come: string, states: States): string {
  switch (claim.claim) {
    case 'only-writes':
    case 'never-writes':
      return `${found}=${BROKEN};`;
    case 'precedes':
      return `if(${found}===0)${found}=${come}===0?${BROKEN}:${MET};`;
    case 'when-written':
      return stateText(claim.then, undefined, found, states);
    case 'throughout':
      return `if(${come}===0)return;${stateText(claim.then, claim.while, found, states)}`;
  }
}

function stateText(then: Claim, only: Term | undefined, found: string, states: States): string {
  const to: Emitter = emitter();
  if (only !== undefined) to.keep(`if(!(${isNotZero(termPair(only, to, states))}))return;`);
  claimText(then, to, states);
  return `let x=0;${to.text()}${found}|=x;`;
}

/** Claims about steps that a claim about the ends of a span contains. */
function filmClaims(claim: Claim): readonly FilmClaim[] {
  switch (claim.claim) {
    case 'each':
      return claim.claims.flatMap(filmClaims);
    case 'given':
      return filmClaims(claim.then);
    case 'throughout':
    case 'when-written':
      if (filmClaims(claim.then).length > 0) throw new Error('a claim about steps is in another');
      return [claim];
    case 'precedes':
    case 'only-writes':
    case 'never-writes':
      return [claim];
    default:
      return [];
  }
}

const slotsOf = (places: Iterable<Place>): ReadonlySet<number> =>
  new Set([...places].map(slotNamed));

const NOWHERE: ReadonlySet<number> = new Set();

function followed(claim: FilmClaim): Pick<Woven, 'hostOnly' | 'waits' | 'looks' | 'prior'> {
  if (watchedBy(claim).has('NIA')) throw new Error('a claim about steps speaks of NIA');
  switch (claim.claim) {
    case 'throughout': {
      const waits = slotsOf(claim.since === undefined ? [] : [claim.since]);
      const looks = slotsOf(watchedBy(claim));
      return { hostOnly: false, waits, looks, prior: slotsOf(priorIn(claim.then)) };
    }
    case 'when-written':
      return {
        hostOnly: true,
        waits: NOWHERE,
        looks: slotsOf(claim.places),
        prior: slotsOf(priorIn(claim.then)),
      };
    case 'precedes':
      return {
        hostOnly: true,
        waits: slotsOf([claim.first]),
        looks: slotsOf([claim.then]),
        prior: NOWHERE,
      };
    case 'never-writes':
      return { hostOnly: true, waits: NOWHERE, looks: slotsOf(claim.places), prior: NOWHERE };
    case 'only-writes': {
      const others = fieldCells.filter(({ place }) => !claim.places.includes(place));
      const looks = new Set([...others.map(({ slot }) => slot), UNNAMED]);
      return { hostOnly: true, waits: NOWHERE, looks, prior: NOWHERE };
    }
  }
}

/** The places that a claim about a state reads as they were before the write. */
function priorIn(claim: Claim): readonly Place[] {
  switch (claim.claim) {
    case 'equal':
      return [claim.left, claim.right, ...(claim.within ? [claim.within] : [])].flatMap(priorOf);
    case 'holds':
    case 'one-of':
      return priorOf(claim.term);
    case 'each':
      return claim.claims.flatMap(priorIn);
    case 'given':
      return [...priorOf(claim.when), ...priorIn(claim.then)];
    case 'reachable':
      return priorOf(claim.when);
    case 'predicate':
      return [];
    default:
      return [];
  }
}

function priorOf(term: Term): readonly Place[] {
  switch (term.term) {
    case 'prior':
      return placesIn(term);
    case 'bits':
      return priorOf(term.of);
    case 'apply':
      return term.to.flatMap(priorOf);
    default:
      return [];
  }
}

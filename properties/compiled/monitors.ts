// The monitors of claims about steps, compiled: which writes call them, and the bodies of what is called.
//
// Each has two cells in `M`: its finding so far, and whether it waits no more. A claim that says something of NIA is refused, since
// that changes with every step and no write tells of it.

import { emitter } from '../../model/compiled/emitter.ts';
import { UNNAMED } from '../../model/compiled/machine-buffer.ts';
import { fieldCells, slotNamed } from '../../model/places.ts';
import type { Clause, TraceClaim } from '../../spec/clause.ts';
import { readsOf } from '../../spec/judging/claim-reads.ts';
import { isTraceClaim, type Look, type Monitor, monitorOf } from '../../spec/judging/monitor.ts';
import { claimsAtEnds } from '../../spec/judging/parts.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { type SwitchKind, switchKindsOf } from '../levels/switch/contract.ts';
import { BROKEN, type ClaimContext, claimCode, MET } from './claim-code.ts';

/** The monitor of one claim of a clause. */
export interface CompiledMonitor {
  readonly index: number;
  readonly over: SwitchKind;
  readonly claim: TraceClaim;
  readonly monitor: Monitor;
  /** The slots whose writing it waits for, and those after whose writing it looks. */
  readonly waits: ReadonlySet<number>;
  readonly looks: ReadonlySet<number>;
  /** The slots whose words before the step it reads. */
  readonly prior: ReadonlySet<number>;
}

/** The monitors of all claims about steps that clauses contain, in order. */
export const monitorsIn = (clauses: readonly Clause[]): readonly CompiledMonitor[] =>
  clauses
    .flatMap((clause) =>
      claimsAtEnds(clause.claim)
        .filter(isTraceClaim)
        .flatMap((claim) => switchKindsOf(clause).map((over) => ({ over, claim }))),
    )
    .map(({ over, claim }, index) => ({ index, over, claim, ...followedBy(claim) }));

function followedBy(
  claim: TraceClaim,
): Pick<CompiledMonitor, 'monitor' | 'waits' | 'looks' | 'prior'> {
  if (watchedBy(claim).has('NIA')) throw new Error('a claim about steps speaks of NIA');
  const monitor = monitorOf(claim);
  const { since, look } = monitor;
  const reads = look.finds === 'claim' ? readsOf(look.claim) : [];
  return {
    monitor,
    waits: slotsOf(since === undefined ? [] : [since]),
    looks: looksOf(monitor),
    prior: slotsOf(reads.flatMap(({ term, place }) => (term === 'prior' ? [place] : []))),
  };
}

const slotsOf = (places: Iterable<Place>): ReadonlySet<number> =>
  new Set([...places].map(slotNamed));

function looksOf({ on, places }: Monitor): ReadonlySet<number> {
  if (on === 'places') return slotsOf(places);
  const others = fieldCells.filter(({ place }) => !places.has(place));
  return new Set([...others.map(({ slot }) => slot), UNNAMED]);
}

const cells = (index: number) => ({ found: `M[${2 * index}]`, ready: `M[${2 * index + 1}]` });

/** The finding of a monitor at the end of a span, as an expression. */
export function findingOf({ index, monitor: { otherwise } }: CompiledMonitor): string {
  const { found } = cells(index);
  return otherwise === 'met' ? `(${found}||${MET})` : found;
}

/** The bodies of the functions of a monitor: at the beginning of a span, where what it waits for is written, and where it looks. */
export function bodiesOf({ index, monitor }: CompiledMonitor, context: ClaimContext) {
  const { found, ready } = cells(index);
  const { since, atStart, early, look } = monitor;
  const waiting =
    since === undefined ? '' : `if(${ready}===0){${lookText(early, found, context)}return;}`;
  return {
    begin: `${found}=0;${ready}=${since === undefined ? 1 : 0};${atStart ? `look${index}();` : ''}`,
    wait: `${ready}=1;`,
    look: `${waiting}${lookText(look, found, context)}`,
  };
}

function lookText(look: Look, found: string, context: ClaimContext): string {
  switch (look.finds) {
    case 'nothing':
      return '';
    case 'met':
      return `${found}|=${MET};`;
    case 'broken':
      return `${found}|=${BROKEN};`;
    case 'claim': {
      const to = emitter();
      claimCode(look.claim, to, context);
      return `let x=0;${to.text()}${found}|=x;`;
    }
  }
}

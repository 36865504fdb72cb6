// Claims as formulas, for people who read the contract and not its source.
import type { Claim, Kind, TraceClaim } from '../../spec/clause.ts';
import { stateText } from '../../spec/judging/compare.ts';
import { isStateClaim } from '../../spec/judging/condition.ts';
import { formulaOf } from '../../spec/judging/formula.ts';
import { isTraceClaim } from '../../spec/judging/monitor.ts';
import { partsOf } from '../../spec/judging/parts.ts';
import { predicateOf } from '../../spec/judging/predicates/predicates.ts';
import { hex } from '../../spec/vocabulary/words.ts';
import { placeRanges } from './place-ranges.ts';

/** The claim, one part per line: claims about steps and conditions head the indented claims that they apply to. */
export function claimText(claim: Claim): readonly string[] {
  if (isStateClaim(claim)) return [stateText(claim)];
  if (isTraceClaim(claim)) return under(traceText(claim), claim);
  switch (claim.claim) {
    case 'each':
      return claim.claims.flatMap(claimText);
    case 'given':
      return under(`given ${formulaOf(claim.when)}:`, claim);
    case 'predicate':
      return [`${claim.name}: ${predicateOf(claim).text(claim)}`];
    case 'same-in-both':
      return [sameText(claim)];
    case 'reachable':
      return [`some run: ${formulaOf(claim.when)}`];
  }
}

const under = (head: string, claim: Claim): readonly string[] => [
  head,
  ...partsOf(claim)
    .flatMap(claimText)
    .map((line) => `  ${line}`),
];

function traceText(claim: TraceClaim): string {
  switch (claim.claim) {
    case 'throughout':
      return throughoutText(claim);
    case 'when-written':
      return `whenever ${placesText(claim.places)} is written:`;
    case 'precedes':
      return `${claim.first} is written before ${claim.then} is`;
    case 'only-writes':
      return `stores only to ${placesText(claim.places)}`;
    case 'never-writes':
      return `never writes ${placesText(claim.places)}`;
  }
}

function sameText({ places, mask, unnamed }: Kind<'same-in-both'>): string {
  const bits = mask === undefined ? '' : `, in bits ${hex(mask)}`;
  const rest = unnamed === undefined ? '' : ', and all memory that has no name';
  return `the same in both runs: ${placesText(places)}${bits}${rest}`;
}

function throughoutText(claim: Kind<'throughout'>): string {
  const since = claim.since === undefined ? '' : `, once ${claim.since} is written`;
  const during = claim.while === undefined ? '' : `, while ${formulaOf(claim.while)}`;
  return `in every state${since}${during}:`;
}

const placesText = (places: readonly string[]): string => placeRanges(places).join(', ');

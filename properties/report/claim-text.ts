// Claims as formulas, for people who read the contract and not its source.
import type { Claim } from '../../spec/clause.ts';
import { formulaOf } from '../../spec/judging/formula.ts';
import { predicateOf } from '../../spec/judging/predicates/predicates.ts';
import { hex, lowBits } from '../../spec/vocabulary/words.ts';

/** The claim, one part a line. */
export function claimText(claim: Claim): readonly string[] {
  switch (claim.claim) {
    case 'equal':
      return [equalText(claim)];
    case 'holds':
      return [formulaOf(claim.term)];
    case 'one-of':
      return [`${formulaOf(claim.term)} is one of ${claim.words.map(hex).join(', ')}`];
    case 'each':
      return claim.claims.flatMap(claimText);
    case 'given':
      return under(`given ${formulaOf(claim.when)}:`, claim.then);
    case 'throughout':
      return under(throughoutText(claim), claim.then);
    case 'when-written':
      return under(`whenever ${claim.places.join(', ')} is written:`, claim.then);
    case 'precedes':
      return [`${claim.first} is written before ${claim.then} is`];
    case 'only-writes':
      return [`stores only to ${claim.places.length} fields: ${structuresOf(claim.places)}`];
    case 'never-writes':
      return [`never writes ${claim.places.join(', ')}`];
    case 'same-in-both':
      return [sameText(claim)];
    case 'predicate':
      return [`${claim.name}: ${predicateOf(claim).text(claim)}`];
    case 'reachable':
      return [`some run: ${formulaOf(claim.when)}`];
  }
}

function equalText({ left, right, mask, within }: Extract<Claim, { claim: 'equal' }>): string {
  const bits = mask === undefined || mask === lowBits(64) ? '' : `, in bits ${hex(mask)}`;
  const range = within === undefined ? '' : `, within ${formulaOf(within)}`;
  return `${formulaOf(left)} = ${formulaOf(right)}${bits}${range}`;
}

function sameText({ places, mask, unnamed }: Extract<Claim, { claim: 'same-in-both' }>): string {
  const bits = mask === undefined ? '' : `, in bits ${hex(mask)}`;
  const rest = unnamed === undefined ? '' : ', and all memory that nobody named';
  return `the same in both runs: ${places.join(', ')}${bits}${rest}`;
}

function throughoutText(claim: Extract<Claim, { claim: 'throughout' }>): string {
  const since = claim.since === undefined ? '' : `, once ${claim.since} is written`;
  const during = claim.while === undefined ? '' : `, while ${formulaOf(claim.while)}`;
  return `in every state${since}${during}:`;
}

const under = (head: string, claim: Claim): readonly string[] => [
  head,
  ...claimText(claim).map((line) => `  ${line}`),
];

const structuresOf = (places: readonly string[]): string =>
  [...new Set(places.map((place) => place.slice(0, place.indexOf('.'))))].join(', ');

// Claims as formulas, for people who read the contract and not its source.
import type { Claim, Term } from '../../spec/clause.ts';
import { textOf } from '../../spec/judging/evaluate.ts';
import { hex, lowBits } from '../../spec/vocabulary/words.ts';

/** The claim, one part a line. */
export function claimText(claim: Claim): readonly string[] {
  switch (claim.claim) {
    case 'equal':
      return [equalText(claim)];
    case 'holds':
      return [bare(claim.term)];
    case 'one-of':
      return [`${bare(claim.term)} is one of ${claim.words.map(hex).join(', ')}`];
    case 'each':
      return claim.claims.flatMap(claimText);
    case 'given':
      return under(`given ${bare(claim.when)}:`, claim.then);
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
    case 'reaches':
      return ['no address is used with translation off that leads astray then'];
    case 'comes-back':
      return ['now NIA = was LR, and no other address is come to where the run cannot go on'];
    case 'lists':
      return [`the valid entries of ${claim.slb} SLB are those that ${claim.table} vcpu.slb lists`];
    case 'same-in-both':
      return [sameText(claim)];
    case 'lowest-clear':
      return [`${bare(claim.term)} is the lowest bit clear in ${wordsText(claim.words)}`];
    case 'toggled':
      return [`in ${wordsText(claim.words)}, bit ${bare(claim.term)} has changed and no other`];
    case 'translates':
      return [
        'with translation off, the guest reaches just what its slots give it, by hpt and vm.sdr1',
      ];
    case 'leads-to-users':
      return ['an entry of hpt that becomes valid leads to a page of user space'];
    case 'valid-last':
      return ['an entry of hpt becomes valid only after its second word and a barrier'];
    case 'reachable':
      return [`some run: ${bare(claim.when)}`];
  }
}

function equalText({ left, right, mask, within }: Extract<Claim, { claim: 'equal' }>): string {
  const bits = mask === undefined || mask === lowBits(64) ? '' : `, in bits ${hex(mask)}`;
  const range = within === undefined ? '' : `, within ${bare(within)}`;
  return `${bare(left)} = ${bare(right)}${bits}${range}`;
}

function sameText({ places, mask, unnamed }: Extract<Claim, { claim: 'same-in-both' }>): string {
  const bits = mask === undefined ? '' : `, in bits ${hex(mask)}`;
  const rest = unnamed === undefined ? '' : ', and all memory that nobody named';
  return `the same in both runs: ${places.join(', ')}${bits}${rest}`;
}

function throughoutText(claim: Extract<Claim, { claim: 'throughout' }>): string {
  const since = claim.since === undefined ? '' : `, once ${claim.since} is written`;
  const during = claim.while === undefined ? '' : `, while ${bare(claim.while)}`;
  return `in every state${since}${during}:`;
}

const under = (head: string, claim: Claim): readonly string[] => [
  head,
  ...claimText(claim).map((line) => `  ${line}`),
];

/** A formula without its outermost parentheses, if it has any: what is denied has none. */
function bare(term: Term): string {
  const text = textOf(term);
  return text.startsWith('(') ? text.slice(1, -1) : text;
}

const wordsText = (places: readonly string[]): string => `${places[0]} to ${places.at(-1)}`;

const structuresOf = (places: readonly string[]): string =>
  [...new Set(places.map((place) => place.slice(0, place.indexOf('.'))))].join(', ');
